import { GetSecretValueCommand, type SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

/** @returns the text of a secret @throws Error of the SDK, and when the secret has no text */
export async function readSecret(client: SecretsManagerClient, arn: string): Promise<string> {
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
  if (SecretString === undefined || SecretString === '') throw new Error(`The secret ${arn} has no text.`);
  return SecretString;
}
