import { createRoot } from 'react-dom/client';
import { restoreTheme } from '../common/theme.ts';
import type { SessionOptions } from '../session/context.ts';
import { joinedAddress, readInvitation } from '../session/joining.ts';
import type { Session } from '../session/session.ts';
import { type Answer, JoinPage } from '../workshop/JoinPage.tsx';
import '../common/theme.css';
import '../common/surfaces.css';

/** Carries out in a session what the participant has agreed to. */
type Joined = (session: Session) => Promise<void>;

/** Shows what a link for participants opens, alone in the page. Resolves with their word; until then nothing is loaded that could run anything. */
export async function askToJoin(root: HTMLElement, options: Pick<SessionOptions, 'address' | 'courseFile' | 'language'>): Promise<Joined> {
  restoreTheme();
  const page = createRoot(root);
  page.render(<JoinPage invitation={undefined} onAnswer={() => undefined} />);
  const invitation = await readInvitation(options);
  const answer = await new Promise<Answer>((resolve) => page.render(<JoinPage invitation={invitation} onAnswer={resolve} />));
  page.unmount();
  const { address } = options;
  address.replace(joinedAddress(address.href(), answer !== 'decline'));
  return async ({ started, store }) => {
    await started;
    // They have seen it and said so; to be asked once more would be in their way.
    if (invitation.kind === 'project' && store.getState().incoming) await store.actions.acceptIncoming({ state: answer === 'with state' });
  };
}
