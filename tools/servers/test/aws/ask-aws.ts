import type { AwsServerDescription } from '../../src/server-descriptions.ts';

export interface AwsAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** JSON read; anything else as text. */
  // biome-ignore lint/suspicious/noExplicitAny: the answers of many services, each read by the test that asked.
  readonly body: any;
}

export interface AwsRequest {
  readonly service: 'states' | 'lambda' | 'apigateway' | 'cloudformation' | 'logs' | 'execute-api';
  readonly method?: string;
  readonly path?: string;
  /** The operation of a service that takes JSON at one address. */
  readonly target?: string;
  readonly body?: object | string | Uint8Array<ArrayBuffer> | URLSearchParams;
}

/** Asks the emulator, which reads account and region from the signature and does not check it. */
export async function askAws(aws: AwsServerDescription, request: AwsRequest): Promise<AwsAnswer> {
  const { service, method = 'POST', path = '/', target, body } = request;
  const response = await fetch(`${aws.endpoint}${path}`, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${aws.accessKeyId}/20260101/${aws.region}/${service}/aws4_request`,
      ...(target !== undefined && { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' }),
    },
    ...(body !== undefined && { body: isPlain(body) ? JSON.stringify(body) : body }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: parsed(text) };
}

/** @throws Error when the answer is not a success. */
export async function ofAws(aws: AwsServerDescription, request: AwsRequest): Promise<AwsAnswer['body']> {
  const { status, body } = await askAws(aws, request);
  if (status >= 300) throw new Error(`${request.service} answered ${status}: ${JSON.stringify(body)}`);
  return body;
}

function isPlain(body: NonNullable<AwsRequest['body']>): body is object {
  return typeof body === 'object' && !(body instanceof Uint8Array) && !(body instanceof URLSearchParams);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
