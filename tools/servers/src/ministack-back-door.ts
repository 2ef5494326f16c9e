/** A process that runs a Lambda function. */
export interface LambdaWorker {
  readonly pid: number;
  readonly functionName: string;
  /** It is in the middle of an invocation. */
  readonly isBusy: boolean;
}

/** A mail that SES accepted. */
export interface SentMail {
  readonly Source: string;
  readonly To: readonly string[];
  readonly Subject: string;
  readonly BodyText: string;
  readonly BodyHtml: string | null;
}

/** The live processes of the emulator at `endpoint` that run Lambda functions: for `process.kill(pid, 'SIGKILL')`. */
export async function lambdaWorkers(aws: { readonly endpoint: string }): Promise<readonly LambdaWorker[]> {
  return read(`${aws.endpoint}/_export-engine/lambda-workers`);
}

/** What SES of the emulator at `endpoint` accepted, in the order in which it came; of all tests that share it. */
export async function sentMail(aws: { readonly endpoint: string }): Promise<readonly SentMail[]> {
  const { messages } = await read<Mailboxes>(`${aws.endpoint}/_ministack/ses/messages`);
  return Object.values(messages).flat();
}

interface Mailboxes {
  /** By account. */
  readonly messages: Readonly<Record<string, readonly SentMail[]>>;
}

async function read<Answer>(url: string): Promise<Answer> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}.`);
  return (await response.json()) as Answer;
}
