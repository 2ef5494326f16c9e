import assert from 'node:assert/strict';
import {
  AdminConfirmSignUpCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AwsServerDescription } from '@export-engine/servers';
import { clientOptions } from '../integration/support/deploy-assembly.ts';
import { type ApiClient, apiClient, eventually } from './api-client.ts';

/** A user of a deployed clone, as their browser sees it. */
export interface CloudUser extends ApiClient {
  readonly email: string;
  /** Starts an export of what a search finds, and gives its id. */
  startExport(input: object, headers?: Record<string, string>): Promise<string>;
  status(exportId: string): Promise<ExportView>;
  /** The status when it has ended. */
  ended(exportId: string, limitMs?: number): Promise<ExportView>;
  /** A fresh link to the file. */
  link(exportId: string): Promise<string>;
  ticket(exportId: string): Promise<string>;
}

export interface ExportView {
  readonly id: string;
  readonly state: string;
  readonly failure: { readonly code: string; readonly message: string } | null;
  readonly progress: { readonly rows: number; readonly bytes: number };
}

interface Cloud {
  readonly aws: AwsServerDescription;
  readonly outputs: Readonly<Record<string, string>>;
}

const password = 'Correct-Horse-9-Battery';

/** Signs up, has the address confirmed, and signs in; the API is then called with the user's token. */
export async function signUp({ aws, outputs }: Cloud, name: string): Promise<CloudUser> {
  const { UserPoolId = '', UserPoolClientId: ClientId = '', HttpApiUrl = '' } = outputs;
  const email = `${name}@murmur.example`;
  const cognito = new CognitoIdentityProviderClient(clientOptions(aws));
  await cognito.send(new SignUpCommand({ ClientId, Username: email, Password: password }));
  // The code of the mail is not to be had from the emulator.
  await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username: email }));
  const UserAttributes = [{ Name: 'email_verified', Value: 'true' }];
  await cognito.send(new AdminUpdateUserAttributesCommand({ UserPoolId, Username: email, UserAttributes }));
  const { AuthenticationResult } = await cognito.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD: password },
    }),
  );
  cognito.destroy();
  assert.ok(AuthenticationResult?.IdToken !== undefined);
  return cloudUser(apiClient(HttpApiUrl, AuthenticationResult.IdToken), email);
}

function cloudUser(api: ApiClient, email: string): CloudUser {
  const status = async (exportId: string): Promise<ExportView> => {
    const answer = await api.get(`/api/exports/${exportId}`);
    assert.equal(answer.status, 200);
    return (await answer.json()) as ExportView;
  };
  return {
    ...api,
    email,
    status,
    async startExport(input, headers) {
      const answer = await api.post('/api/exports', input, headers);
      assert.equal(answer.status, 202, await answer.clone().text());
      return ((await answer.json()) as ExportView).id;
    },
    ended: (exportId, limitMs = 60_000) =>
      eventually(async () => {
        const view = await status(exportId);
        return view.state === 'queued' || view.state === 'running' ? undefined : view;
      }, limitMs),
    async link(exportId) {
      const answer = await api.get(`/api/exports/${exportId}/file`, { accept: 'application/json' });
      assert.equal(answer.status, 200);
      return ((await answer.json()) as { readonly url: string }).url;
    },
    async ticket(exportId) {
      const answer = await api.post(`/api/exports/${exportId}/tickets`, {});
      assert.equal(answer.status, 201);
      return ((await answer.json()) as { readonly ticket: string }).ticket;
    },
  };
}
