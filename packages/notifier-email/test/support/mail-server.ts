import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

/** The step of an SMTP conversation that a reply belongs to. */
export type SmtpStep = 'CONN' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA';

export interface SmtpRefusal {
  readonly step: SmtpStep;
  /** What the server says, as `550 5.1.1 No such user`. */
  readonly reply: string;
}

/** A mail as it arrived. */
export interface ArrivedMail {
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly raw: string;
  readonly mail: ParsedMail;
}

/** A real SMTP server on a free loopback port. */
export interface MailServer {
  readonly port: number;
  /** In order. */
  readonly arrived: readonly ArrivedMail[];
  /** Refuses the next mail at that step, once. */
  refuseNext(refusal: SmtpRefusal): void;
  /** From now on, connections are cut where the server would answer to a whole mail. */
  breakConnections(): void;
  /** From now on, that answer does not come until the server closes. */
  holdAnswers(): void;
  /** How many connections are open. */
  connections(): number;
  close(): Promise<void>;
}

type Reply = (error?: Error | null) => void;

export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServer> {
  const arrived: ArrivedMail[] = [];
  let refusal: SmtpRefusal | undefined;
  let isBreaking = false;
  let isHolding = false;

  const answer = (step: SmtpStep, reply: Reply): boolean => {
    if (refusal?.step !== step) return false;
    const error = refusalError(refusal.reply);
    refusal = undefined;
    reply(error);
    return true;
  };
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    onConnect: (_session, reply) => void (answer('CONN', reply) || reply()),
    onAuth: (auth, _session, reply) => void (answer('AUTH', reply) || reply(null, { user: auth.username })),
    onMailFrom: (_address, _session, reply) => void (answer('MAIL', reply) || reply()),
    onRcptTo: (_address, _session, reply) => void (answer('RCPT', reply) || reply()),
    onData: (stream, session, reply) => {
      const keep = async (): Promise<void> => {
        const raw = await buffer(stream);
        if (isHolding || answer('DATA', reply)) return;
        if (isBreaking) return cutConnections(server);
        arrived.push(await arrivedMail(raw, session));
        reply();
      };
      keep().catch(reply);
    },
    ...options,
  });
  // A client that goes away in the middle is what some tests are about.
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');

  return {
    port: (server.server.address() as AddressInfo).port,
    arrived,
    refuseNext: (next) => {
      refusal = next;
    },
    breakConnections: () => {
      isBreaking = true;
    },
    holdAnswers: () => {
      isHolding = true;
    },
    connections: () => server.connections.size,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function arrivedMail(raw: Buffer, { envelope }: SMTPServerSession): Promise<ArrivedMail> {
  return {
    sender: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    recipients: envelope.rcptTo.map(({ address }) => address),
    raw: raw.toString('latin1'),
    mail: await simpleParser(raw),
  };
}

function cutConnections(server: SMTPServer): void {
  for (const connection of server.connections) {
    (connection as unknown as { readonly _socket: Socket })._socket.resetAndDestroy();
  }
}

/** The server writes the code before the message. */
function refusalError(reply: string): Error {
  const [, code, text] = /^(\d{3}) (.*)$/.exec(reply) ?? [];
  return Object.assign(new Error(text), { responseCode: Number(code) });
}
