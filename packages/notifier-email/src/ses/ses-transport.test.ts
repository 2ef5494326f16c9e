import assert from 'node:assert/strict';
import { SESClient, type SendRawEmailCommand } from '@aws-sdk/client-ses';
import { describe, it } from 'vitest';
import type { EmailMessage } from '../email-transport.ts';
import { sesTransport } from './ses-transport.ts';

const message: EmailMessage = {
  from: { address: 'exports@app.example', name: 'Exports' },
  to: { address: 'ada@example.org', name: 'Ada' },
  subject: 'Ready',
  text: 'Hello',
  messageId: '<export.1@app.example>',
  headers: { 'X-Export-Id': '1' },
};

function recordingClient() {
  const calls: { readonly input: SendRawEmailCommand['input']; readonly options: unknown }[] = [];
  const send = async ({ input }: SendRawEmailCommand, options: unknown) => void calls.push({ input, options });
  return { calls, client: { send } as unknown as SESClient };
}

describe('sesTransport', () => {
  it('names sender and recipient outside the mail, and hands on the signal', async () => {
    const { calls, client } = recordingClient();
    const { signal } = new AbortController();

    await sesTransport({ client, configurationSetName: 'exports' }).send(message, { signal });

    const [{ input, options } = assert.fail('nothing was sent')] = calls;
    assert.equal(input.Source, 'exports@app.example');
    assert.deepEqual(input.Destinations, ['ada@example.org']);
    assert.equal(input.ConfigurationSetName, 'exports');
    assert.deepEqual(options, { abortSignal: signal });
  });

  it('leaves the configuration set to the identity unless it is given one', async () => {
    const { calls, client } = recordingClient();

    await sesTransport({ client }).send(message, { signal: new AbortController().signal });

    assert.ok(!('ConfigurationSetName' in (calls[0]?.input ?? {})));
  });

  it('refuses options that are none', () => {
    const client = new SESClient({ region: 'eu-central-1' });
    const table: readonly [options: unknown, message: RegExp][] = [
      [undefined, /^sesTransport\(\) takes an object of options; got undefined/],
      [{}, /"client" must be an SESClient .* it is missing/],
      [{ client: 'eu-central-1' }, /"client" must be an SESClient .* got string/],
      [{ client, configurationSetName: 'not a name' }, /"configurationSetName" must be 1 to 64 of .* got string/],
      [{ client, region: 'eu-central-1' }, /unknown option "region"/],
    ];
    for (const [options, pattern] of table) {
      assert.throws(() => sesTransport(options as never), { code: 'EXPORT_OPTIONS_INVALID', message: pattern });
    }
  });
});
