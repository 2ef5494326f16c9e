import { createHash, createHmac } from 'node:crypto';
import type { S3ServerDescription } from '../src/server-descriptions.ts';

/**
 * Signs an S3 request without query (AWS Signature Version 4) and sends it: enough to see that a server is S3, without
 * an SDK. The signature covers the Host header.
 */
export async function sendSigned(
  server: S3ServerDescription,
  method: string,
  path: string,
  body = '',
): Promise<Response> {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, '');
  const day = date.slice(0, 8);
  const scope = `${day}/${server.region}/s3/aws4_request`;
  const host = new URL(server.endpoint).host;
  const digest = sha256(body);
  const signedHeaders = 'host;x-amz-content-sha256;x-amz-date';
  const canonical = [
    method,
    path,
    '',
    `host:${host}`,
    `x-amz-content-sha256:${digest}`,
    `x-amz-date:${date}`,
    '',
    signedHeaders,
    digest,
  ].join('\n');
  const key = [day, server.region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (secret, text) => hmac(secret, text).digest(),
    `AWS4${server.secretAccessKey}`,
  );
  const signature = hmac(key, ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n')).digest('hex');
  return fetch(`${server.endpoint}${path}`, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${server.accessKeyId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`,
      'x-amz-content-sha256': digest,
      'x-amz-date': date,
    },
    ...(body !== '' && { body }),
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): ReturnType<typeof createHmac> {
  return createHmac('sha256', key).update(text);
}
