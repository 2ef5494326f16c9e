import {
  type AuthenticationResultType,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { CognitoSignIn } from '../../config/page-config.ts';
import type { GivenTokens, UserPool } from './user-pool.ts';

/** A user pool by the AWS SDK. These calls need no credentials of AWS. */
export function sdkUserPool({ region, endpoint, clientId: ClientId }: CognitoSignIn): UserPool {
  const client = new CognitoIdentityProviderClient({ region, endpoint });
  return {
    async signUp({ email, password }) {
      const UserAttributes = [{ Name: 'email', Value: email }];
      await client.send(new SignUpCommand({ ClientId, Username: email, Password: password, UserAttributes }));
    },
    async confirm(email, code) {
      await client.send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode: code }));
    },
    async resendCode(email) {
      await client.send(new ResendConfirmationCodeCommand({ ClientId, Username: email }));
    },
    async signIn({ email, password }) {
      const AuthParameters = { USERNAME: email, PASSWORD: password };
      return given(
        await client.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters })),
      );
    },
    async refresh(refreshToken) {
      const AuthParameters = { REFRESH_TOKEN: refreshToken };
      return given(
        await client.send(new InitiateAuthCommand({ ClientId, AuthFlow: 'REFRESH_TOKEN_AUTH', AuthParameters })),
      );
    },
    async revoke(refreshToken) {
      await client.send(new RevokeTokenCommand({ ClientId, Token: refreshToken }));
    },
  };
}

function given({
  AuthenticationResult,
}: {
  readonly AuthenticationResult?: AuthenticationResultType | undefined;
}): GivenTokens {
  const { IdToken, RefreshToken, ExpiresIn } = AuthenticationResult ?? {};
  if (IdToken === undefined || ExpiresIn === undefined) {
    throw new Error('The user pool asks for more than a password, which this page has no form for.');
  }
  return { idToken: IdToken, refreshToken: RefreshToken, expiresInSeconds: ExpiresIn };
}
