import {
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AwsServerDescription } from '@export-engine/servers';

/** A user pool as the infrastructure makes it: people sign up by their e-mail address. */
export interface TestUserPool {
  readonly id: string;
  readonly clientId: string;
  remove(): Promise<void>;
}

export async function createUserPool(aws: AwsServerDescription): Promise<TestUserPool> {
  const { endpoint, region } = aws;
  const client = new CognitoIdentityProviderClient({ endpoint, region, credentials: aws });
  const { UserPool } = await client.send(
    new CreateUserPoolCommand({
      PoolName: 'murmur',
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      Policies: {
        PasswordPolicy: { MinimumLength: 12, RequireLowercase: true, RequireUppercase: true, RequireNumbers: true },
      },
    }),
  );
  const UserPoolId = UserPool?.Id ?? '';
  const { UserPoolClient } = await client.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'page',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  return {
    id: UserPoolId,
    clientId: UserPoolClient?.ClientId ?? '',
    async remove() {
      await client.send(new DeleteUserPoolCommand({ UserPoolId }));
      client.destroy();
    },
  };
}
