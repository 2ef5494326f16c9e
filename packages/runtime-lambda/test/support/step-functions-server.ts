import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SFNClient } from '@aws-sdk/client-sfn';

export interface SentRequest {
  readonly operation: string;
  readonly body: Readonly<Record<string, string>>;
  readonly userAgent: string;
}

/** What the server does with a request: a JSON answer, an error's name, or one of two bad ways to behave. */
export type ServerAnswer = object | { readonly error: string; readonly status?: number } | 'silent' | 'cut';

export interface StepFunctionsServer {
  readonly url: string;
  readonly client: SFNClient;
  readonly requests: readonly SentRequest[];
  close(): void;
}

/** The real SDK, talking to a server that answers as Step Functions does. */
export async function startStepFunctions(answer: (request: SentRequest) => ServerAnswer): Promise<StepFunctionsServer> {
  const requests: SentRequest[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const sent = {
      operation: String(request.headers['x-amz-target']).replace('AWSStepFunctions.', ''),
      body: JSON.parse(text),
      userAgent: String(request.headers['user-agent']),
    };
    requests.push(sent);
    const given = answer(sent);
    if (given === 'silent') return;
    if (given === 'cut') return void request.socket.destroy();
    const isError = 'error' in given;
    response.writeHead(isError ? (given.status ?? 400) : 200, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(isError ? { __type: given.error, message: 'secret of the server' } : given));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new SFNClient({
    endpoint: url,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  return {
    url,
    client,
    requests,
    close() {
      client.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
