import { t } from '@lingui/core/macro';
import { useMemo } from 'react';
import { CopyButton } from '../common/CopyButton.tsx';
import { useApp } from '../common/store-context.tsx';
import { type AsCommand, callCommand, canisterCommands, withoutCommand } from './as-command.ts';

/** Commands for the buttons of a canister, in the words of dfx and of icp-cli. */
export function CanisterCommands({ canister }: { readonly canister: string }) {
  const project = useApp((state) => state.project);
  const canisterOrder = useApp((state) => state.canisterOrder);
  const commands = useMemo(() => canisterCommands({ project, canisterOrder }, canister), [project, canisterOrder, canister]);
  const without = useMemo(() => withoutCommand({ project }, canister), [project, canister]);
  return <CommandList commands={commands} without={without} />;
}

/** The command of the call that was made last. */
export function CallCommand({ canister }: { readonly canister: string }) {
  const last = useApp((state) => state.canisters[canister]?.calls.at(-1));
  const identity = useApp((state) => state.identity);
  if (!last) return <p className="faint">{t`No method of ${canister} was called yet.`}</p>;
  return <CommandList commands={[callCommand({ identity }, canister, last)]} />;
}

interface CommandListProps {
  readonly commands: readonly AsCommand[];
  readonly without?: ReturnType<typeof withoutCommand>;
}

function CommandList({ commands, without = [] }: CommandListProps) {
  return (
    <dl className="command-list">
      {commands.map(({ button, dfx, icp }) => (
        <div key={button}>
          <dt>{button}</dt>
          {[dfx, icp].map((line) => (
            <dd key={line}>
              <code>{line}</code>
              <CopyButton text={line} label={line} />
            </dd>
          ))}
        </div>
      ))}
      {without.map(({ button, why }) => (
        <div key={button}>
          <dt>{button}</dt>
          <dd className="command-none">{why}</dd>
        </div>
      ))}
    </dl>
  );
}
