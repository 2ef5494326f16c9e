import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';

interface Event {
  readonly rawPath?: string;
  readonly requestContext?: { readonly authorizer?: { readonly jwt?: { readonly claims: Record<string, string> } } };
  readonly key?: string;
}

/** Behind an HTTP API it starts the state machine; called by that, it puts an object. */
export async function handler(event: Event): Promise<unknown> {
  if (event.rawPath === undefined) {
    const s3 = new S3Client({ forcePathStyle: true });
    await s3.send(new PutObjectCommand({ Bucket: process.env['BUCKET'], Key: event.key, Body: 'made' }));
    return { key: event.key };
  }
  const claims = event.requestContext?.authorizer?.jwt?.claims;
  const started = await new SFNClient({}).send(
    new StartExecutionCommand({
      stateMachineArn: process.env['STATE_MACHINE'],
      input: JSON.stringify({ key: `${claims?.['username']}.txt` }),
    }),
  );
  return { statusCode: 202, body: JSON.stringify({ executionArn: started.executionArn }) };
}
