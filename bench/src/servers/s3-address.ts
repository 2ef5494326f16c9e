import { S3Client } from '@aws-sdk/client-s3';

/** Where the files go. JSON: it travels to the programs that are measured. */
export interface S3Address {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly bucket: string;
}

/** A client with the SDK's own defaults, but for where the server is. */
export function s3ClientFor({ endpoint, region, accessKeyId, secretAccessKey }: S3Address): S3Client {
  return new S3Client({ endpoint, region, forcePathStyle: true, credentials: { accessKeyId, secretAccessKey } });
}
