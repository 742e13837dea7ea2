import { plural, t } from '@lingui/core/macro';
import { formatBytes } from '../common/format.ts';
import { Dialog } from '../common/Dialog.tsx';
import { useActions, useApp } from '../common/store-context.tsx';

/** Asks before a shared project opens, and says what would run: without the user's word nothing does. */
export function IncomingDialog() {
  const incoming = useApp((state) => state.incoming);
  const actions = useActions();
  if (!incoming) return null;
  const { title, fileCount, state, place, inTheWay } = incoming;
  return (
    <Dialog
      title={t`Open the shared project “${title}”?`}
      onClose={() => actions.declineIncoming()}
      buttons={
        <>
          <button type="button" className="button" onClick={() => actions.declineIncoming()}>
            {t`Cancel`}
          </button>
          <button type="button" className={state ? 'button' : 'button primary'} onClick={() => void actions.acceptIncoming()}>
            {state ? t`Open the code` : t`Open`}
          </button>
          {state && (
            <button type="button" className="button primary" onClick={() => void actions.acceptIncoming({ state: true, makeRoom: inTheWay !== undefined })}>
              {inTheWay ? t`Save, set aside and open` : t`Open with its state`}
            </button>
          )}
        </>
      }
    >
      {inTheWay ? <InTheWay titles={inTheWay} /> : <p>{filesText(fileCount)}</p>}
      {place && <p>{t`It comes from a step of a lesson, which opens beside it unless you are on that way yourself.`}</p>}
      {state && <p>{stateText(state.canisters, formatBytes(state.memoryBytes))}</p>}
    </Dialog>
  );
}

/** Says what would happen to projects of the user's own, which is nothing before the button is pressed. */
function InTheWay({ titles }: { readonly titles: readonly string[] }) {
  const count = titles.length;
  const names = titles.map((title) => t`“${title}”`).reduce((first, second) => t`${first} and ${second}`);
  return (
    <>
      <p role="alert">{t`Its canisters know each other by their ids, and here those ids belong to ${names}. Nothing has been opened or changed yet.`}</p>
      <p>
        {plural(count, {
          one: 'It can make room: first it is saved as a moment, with code and state, then its canisters are replaced; the project stays in Projects. To go back to that moment, delete this shared project first, as the ids are needed again.',
          other: 'Each can make room: first it is saved as a moment, with code and state, then its canisters are replaced; the project stays in Projects. To go back to that moment, delete this shared project first, as the ids are needed again.',
        })}
      </p>
    </>
  );
}

function filesText(count: number): string {
  const files = count.toLocaleString('en');
  return plural(count, {
    one: 'It has 1 file and opens as a project of its own. What you are working on now stays in Projects.',
    other: `It has ${files} files and opens as a project of its own. What you are working on now stays in Projects.`,
  });
}

function stateText(count: number, memory: string): string {
  const canisters = count.toLocaleString('en');
  return plural(count, {
    one: `It brings the state of 1 canister along: ${memory} of memory. Opened with it, the canister goes on from that moment and its timers run; with the code alone, nothing runs before you press Deploy.`,
    other: `It brings the state of ${canisters} canisters along: ${memory} of memory. Opened with it, the canisters go on from that moment and their timers run; with the code alone, nothing runs before you press Deploy.`,
  });
}
