import { type ReactNode, useState } from 'react';
import type { Session } from '../../../../api/api-types.ts';
import type { CognitoAccounts, Credentials } from '../../accounts/accounts.ts';
import { SignInCard } from '../sign-in-card.tsx';
import { ConfirmForm } from './confirm-form.tsx';
import { CredentialsForm } from './credentials-form.tsx';

export interface CognitoEntranceProps {
  readonly accounts: CognitoAccounts;
  readonly onEnter: (session: Session) => void;
}

type Step =
  | { readonly name: 'sign-in' | 'sign-up' }
  /** The password stays in memory, so that whoever has confirmed the address is signed in at once. */
  | { readonly name: 'confirm'; readonly credentials: Credentials };

/** Signing in, and the way to an account: address and password, then the code that was mailed there. */
export function CognitoEntrance({ accounts, onEnter }: CognitoEntranceProps): ReactNode {
  const [step, setStep] = useState<Step>({ name: 'sign-in' });

  const signIn = async (credentials: Credentials): Promise<void> => {
    const session = await accounts.signIn(credentials);
    if (session === 'unconfirmed') setStep({ name: 'confirm', credentials });
    else onEnter(session);
  };
  const signUp = async (credentials: Credentials): Promise<void> => {
    await accounts.signUp(credentials);
    setStep({ name: 'confirm', credentials });
  };

  switch (step.name) {
    case 'sign-in':
      return (
        <SignInCard title="Search every post. Take all of them with you.">
          <CredentialsForm key="sign-in" kind="sign-in" onSend={signIn} />
          <OtherWay ask="No account yet?" text="Create one" onClick={() => setStep({ name: 'sign-up' })} />
        </SignInCard>
      );
    case 'sign-up':
      return (
        <SignInCard title="Create an account">
          <CredentialsForm key="sign-up" kind="sign-up" onSend={signUp} />
          <OtherWay ask="There is one already?" text="Sign in" onClick={() => setStep({ name: 'sign-in' })} />
        </SignInCard>
      );
    case 'confirm': {
      const { credentials } = step;
      return (
        <SignInCard title="Confirm your e-mail address">
          <ConfirmForm
            email={credentials.email}
            onResend={() => accounts.resendCode(credentials.email)}
            onSend={async (code) => {
              await accounts.confirm(credentials.email, code);
              await signIn(credentials);
            }}
          />
          <OtherWay ask="Another address?" text="Start again" onClick={() => setStep({ name: 'sign-up' })} />
        </SignInCard>
      );
    }
  }
}

interface OtherWayProps {
  readonly ask: string;
  readonly text: string;
  readonly onClick: () => void;
}

function OtherWay({ ask, text, onClick }: OtherWayProps): ReactNode {
  return (
    <p className="sign-in-other muted">
      {ask}
      <button type="button" className="button button-small" onClick={onClick}>
        {text}
      </button>
    </p>
  );
}
