import assert from 'node:assert/strict';
import { VerifyEmailIdentityCommand } from '@aws-sdk/client-ses';
import { describeWithServer } from '@export-engine/servers/testing';
import { afterAll, beforeAll, it, vi } from 'vitest';
import { assertInReadme } from '../readme/readme-blocks.ts';
import { sampleEvent } from '../support/sample-event.ts';
import { mailsFrom, sesClient } from './support/ses-mailbox.ts';

describeWithServer('aws', (server) => {
  beforeAll(() => {
    vi.stubEnv('AWS_ENDPOINT_URL', server.endpoint);
    vi.stubEnv('AWS_REGION', server.region);
    vi.stubEnv('AWS_ACCESS_KEY_ID', server.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', server.secretAccessKey);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
  });

  it("sends what the README's example for SES sends", async () => {
    await assertInReadme('ses-example.ts');
    const client = sesClient(server);
    await client.send(new VerifyEmailIdentityCommand({ EmailAddress: 'exports@example.com' }));
    client.destroy();
    const { email } = await import('../readme/ses-example.ts');

    await email.notify(sampleEvent({ fileName: 'of-the-readme.csv' }), { signal: new AbortController().signal });

    const subjects = (await mailsFrom(server, 'exports@example.com')).map(({ Subject }) => Subject);
    assert.ok(subjects.includes('Your export is ready: of-the-readme.csv'));
  });
});
