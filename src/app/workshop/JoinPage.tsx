import { plural, t } from '@lingui/core/macro';
import type { Invitation } from '../session/joining.ts';
import './join.css';

/** Stands in a text for an element of the page. */
const MARK = '\u0000';

interface JoinPageProps {
  /** `undefined` until it is read. */
  readonly invitation: Invitation | undefined;
  readonly onAnswer: (answer: Answer) => void;
}

/** The word of a participant. */
export type Answer = 'with state' | 'open' | 'decline';

/** The first page of a participant: says what the link opens, and waits. */
export function JoinPage({ invitation, onAnswer }: JoinPageProps) {
  return (
    <main className="join">
      <section className="join-card" aria-label={t`Invitation`}>
        <p className="join-brand">Canister Upgrade Playground</p>
        {invitation ? <Content invitation={invitation} onAnswer={onAnswer} /> : <p className="muted">{t`Reading the link…`}</p>}
      </section>
    </main>
  );
}

function Content({ invitation, onAnswer }: { readonly invitation: Invitation; readonly onAnswer: JoinPageProps['onAnswer'] }) {
  const { kind } = invitation;
  const openable = kind !== 'nothing' && kind !== 'refused';
  const hasState = kind === 'project' && invitation.canisters.length > 0;
  return (
    <>
      <Told invitation={invitation} />
      <div className="join-buttons">
        {hasState && (
          <button type="button" className="button primary large" onClick={() => onAnswer('with state')}>
            {t`Open with its state`}
          </button>
        )}
        {openable && (
          <button type="button" className={hasState ? 'button large' : 'button primary large'} onClick={() => onAnswer('open')}>
            {hasState ? t`Open the code` : kind === 'lesson' ? t`Open the lesson` : t`Open the project`}
          </button>
        )}
        <button type="button" className={openable ? 'button large' : 'button primary large'} onClick={() => onAnswer('decline')}>
          {openable ? t`Only open the playground` : t`Open the playground`}
        </button>
      </div>
    </>
  );
}

function Told({ invitation }: { readonly invitation: Invitation }) {
  switch (invitation.kind) {
    case 'lesson':
      return (
        <>
          <h1>{invitation.lesson}</h1>
          <p>{t`The link opens the step “${{ step: invitation.step }}” of the course ${{ course: invitation.course }}.`}</p>
          <Assurance>{t`If steps before it have to run first, the page says which, and waits for you. Your other projects stay as they are.`}</Assurance>
        </>
      );
    case 'project':
      return (
        <>
          <h1>{invitation.title}</h1>
          <p>{holdsText(invitation.files.length)}</p>
          <ul className="join-files" aria-label={t`Files`}>
            {invitation.files.map((path) => (
              <li key={path} className="mono">
                {path}
              </li>
            ))}
          </ul>
          <Assurance>{projectText(invitation.canisters)}</Assurance>
        </>
      );
    case 'remote':
      return (
        <>
          <h1>{t`A project from the web`}</h1>
          <FromWeb address={invitation.from} />
          <Assurance>{t`It is fetched when you press, and shown before it opens. Nothing of it runs before you say so.`}</Assurance>
        </>
      );
    case 'nothing':
      return (
        <>
          <h1>{t`Nothing to open`}</h1>
          <p>{t`This link names neither a project nor a lesson. Ask for it again, and copy it whole.`}</p>
        </>
      );
    case 'refused':
      return (
        <>
          <h1>{t`This link cannot be opened`}</h1>
          <p>
            {invitation.text} {invitation.hint}
          </p>
        </>
      );
  }
}

function holdsText(count: number): string {
  const files = count.toLocaleString('en');
  return plural(count, { one: 'The link holds a project of 1 file:', other: `The link holds a project of ${files} files:` });
}

function projectText(canisters: readonly string[]): string {
  if (canisters.length === 0) return t`It opens as a project of its own; what you have worked on here stays. Nothing of it runs before you press Deploy.`;
  const names = canisters.join(', ');
  const count = canisters.length;
  return plural(count, {
    one: `It brings ${names} along as it was, with all it remembers; its timers run once you open it so. With the code alone, nothing runs before you press Deploy. What you have worked on here stays.`,
    other: `It brings ${names} along as they were, with all they remember; their timers run once you open it so. With the code alone, nothing runs before you press Deploy. What you have worked on here stays.`,
  });
}

function FromWeb({ address }: { readonly address: string }) {
  const [before, after] = t`The link opens a project from ${{ address: MARK }}.`.split(MARK);
  return (
    <p>
      {before}
      <code>{address}</code>
      {after}
    </p>
  );
}

const Assurance = ({ children }: { readonly children: string }) => <p className="muted">{children}</p>;
