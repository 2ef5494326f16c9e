import type { ReactNode } from 'react';
import { useSession } from './hooks/use-session.ts';
import { Application } from './shell/application.tsx';
import { Waiting } from './shell/waiting.tsx';
import { SignIn } from './sign-in/sign-in.tsx';
import { Announcer } from './ui/announcer.tsx';

export function App(): ReactNode {
  const { state, enter, leave, expire } = useSession();
  switch (state.phase) {
    case 'loading':
      return <Waiting problem={null} />;
    case 'unreachable':
      return <Waiting problem={state.words} />;
    case 'signed-out':
      return <SignIn onChoose={enter} />;
    case 'signed-in':
      return (
        <Announcer>
          <Application key={state.session.user} session={state.session} onLeave={leave} onUnauthorized={expire} />
        </Announcer>
      );
  }
}
