import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccountRecovery, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import type { Construct } from 'constructs';

export interface Users {
  readonly pool: UserPool;
  /** Of the page, which can keep no secret. */
  readonly client: UserPoolClient;
}

/** Anyone can sign up with an e-mail address that is theirs. */
export function createUsers(scope: Construct): Users {
  const pool = new UserPool(scope, 'Users', {
    selfSignUpEnabled: true,
    signInAliases: { email: true },
    signInCaseSensitive: false,
    // Mails with exports go to this address, so it has to be the person's own.
    autoVerify: { email: true },
    keepOriginal: { email: true },
    standardAttributes: { email: { required: true, mutable: true } },
    passwordPolicy: { minLength: 12, requireLowercase: true, requireUppercase: true, requireDigits: true },
    accountRecovery: AccountRecovery.EMAIL_ONLY,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const client = pool.addClient('Page', {
    generateSecret: false,
    disableOAuth: true,
    authFlows: { userPassword: true, userSrp: true },
    // Whether an address has an account is nobody's business.
    preventUserExistenceErrors: true,
    enableTokenRevocation: true,
    idTokenValidity: Duration.hours(1),
    accessTokenValidity: Duration.hours(1),
    refreshTokenValidity: Duration.days(30),
  });
  return { pool, client };
}
