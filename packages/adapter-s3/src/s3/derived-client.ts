import type { S3Client } from '@aws-sdk/client-s3';
import { version } from './version.ts';

export interface DerivedClientOptions {
  /** Whether bodies are hashed for the request's signature also over https. */
  readonly shouldSignPayload: boolean;
}

/** The parts of the SDK's middleware types that this file uses; they are exported by a package of their own only. */
interface Command {
  readonly middlewareStack: {
    add(
      middleware: unknown,
      options: { readonly name: string; readonly step: string; readonly override: boolean },
    ): void;
  };
}
type Next = (args: Arguments) => Promise<unknown>;
interface Arguments {
  readonly request?: { readonly protocol?: string; readonly headers: Record<string, string> };
}
interface Context {
  userAgent?: (readonly [string, string])[];
}

/**
 * The injected client as the adapter uses it: every command sent through it says `export-engine/<version>` in its user
 * agent, and leaves the payload out of the signature where S3 checks it by CRC-32 anyway. What is added sits on the
 * command, so the injected client stays as it is for everybody else, however many sinks share it.
 */
export function derivedClient(client: S3Client, options: DerivedClientOptions): S3Client {
  const send = (command: Command, ...rest: readonly unknown[]): unknown => {
    command.middlewareStack.add(nameTheEngine, { name: 'exportEngineUserAgent', step: 'initialize', override: true });
    if (!options.shouldSignPayload) {
      command.middlewareStack.add(leaveOutPayload, { name: 'exportEnginePayload', step: 'build', override: true });
    }
    return (client.send as (...args: unknown[]) => unknown).call(client, command, ...rest);
  };
  return Object.create(client, { send: { value: send } });
}

/** The SDK writes the pairs of `context.userAgent` into the header, escaped. */
function nameTheEngine(next: Next, context: Context): Next {
  return (args) => {
    context.userAgent = [...(context.userAgent ?? []), ['export-engine', version]];
    return next(args);
  };
}

/**
 * Over https the connection protects the body on its way, and S3 verifies the CRC-32. Hashing it with SHA-256 as well takes
 * about a millisecond of CPU for each mebibyte, all at once on the event loop. AWS CLI and boto3 have the same rule, and so
 * has this SDK for streams.
 */
function leaveOutPayload(next: Next): Next {
  return (args) => {
    const headers = args.request?.headers;
    if (headers !== undefined && args.request?.protocol === 'https:' && headers['x-amz-checksum-crc32'] !== undefined) {
      headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
    }
    return next(args);
  };
}
