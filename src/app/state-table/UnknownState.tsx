import { t } from '@lingui/core/macro';

/** What cannot be known of a canister that was not compiled here. `named`: its metadata tell names and types of its stable variables. */
export function UnknownState({ named }: { readonly named: boolean }) {
  return (
    <p className="state-empty">
      {named
        ? t`This code was not compiled from Motoko here. Its metadata tell which stable variables it has, but not their values, nor anything of its other variables.`
        : t`This code was not compiled from Motoko here: neither names nor types nor values of its variables can be known from outside. What an upgrade does to it shows under Memory, byte by byte, and in what its methods answer.`}
    </p>
  );
}
