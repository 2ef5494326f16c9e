import { type ReactNode, useMemo } from 'react';
import { createAccounts } from './accounts/create-accounts.ts';
import { createApi } from './api/api.ts';
import { ApiContext } from './api/api-context.ts';
import type { PageConfig } from './config/page-config.ts';
import { useConfig } from './hooks/use-config.ts';
import { useSession } from './hooks/use-session.ts';
import { Application } from './shell/application.tsx';
import { Waiting } from './shell/waiting.tsx';
import { CognitoEntrance } from './sign-in/cognito/cognito-entrance.tsx';
import { SignIn } from './sign-in/sign-in.tsx';
import { Announcer } from './ui/announcer.tsx';

export function App(): ReactNode {
  const { config, problem } = useConfig();
  return config === null ? <Waiting problem={problem} /> : <ConfiguredApp config={config} />;
}

function ConfiguredApp({ config }: { readonly config: PageConfig }): ReactNode {
  const accounts = useMemo(() => createAccounts(config), [config]);
  const api = useMemo(() => createApi(config, accounts), [config, accounts]);
  const { state, enter, leave, expire } = useSession(accounts);
  switch (state.phase) {
    case 'loading':
      return <Waiting problem={null} />;
    case 'unreachable':
      return <Waiting problem={state.words} />;
    case 'signed-out':
      return accounts.kind === 'local' ? (
        <SignIn accounts={accounts} onEnter={enter} />
      ) : (
        <CognitoEntrance accounts={accounts} onEnter={enter} />
      );
    case 'signed-in':
      return (
        <ApiContext value={api}>
          <Announcer>
            <Application key={state.session.user} session={state.session} onLeave={leave} onUnauthorized={expire} />
          </Announcer>
        </ApiContext>
      );
  }
}
