import { useEffect, useState } from 'react';
import { plural, t } from '@lingui/core/macro';
import { CopyButton } from '../common/CopyButton.tsx';
import { formatBytes } from '../common/format.ts';
import { Prose } from '../common/Prose.tsx';
import { useActions, useApp } from '../common/store-context.tsx';
import type { ExportedModule } from '../state/inspector-model.ts';
import './export.css';

/** What is deployed elsewhere: built from the source as it is written, with its hash, to be downloaded. */
export default function ExportModule({ canister }: { readonly canister: string }) {
  const { build } = useApp((state) => state.canisters[canister]) ?? {};
  const key = build?.phase === 'ready' ? build.key : undefined;
  const made = useExport(canister, key);
  if (build?.phase === 'failed') return <p className="export-words bad">{noModule(build.message)}</p>;
  if (!made) return <p className="export-words faint">{t`Compiling without the playground’s inspector…`}</p>;
  if (!made.ok) {
    return (
      <p className="export-words bad">
        <Prose text={noModule(made.reason)} />
      </p>
    );
  }
  return <Made canister={canister} made={made} />;
}

const noModule = (reason: string): string => t`There is no module to download: ${reason}`;

/** Built anew for each build of the source; that of an older source is not shown. */
function useExport(canister: string, key: string | undefined): ExportedModule | undefined {
  const actions = useActions();
  const [known, setKnown] = useState<{ readonly of: string; readonly made: ExportedModule }>();
  const wanted = key && `${canister} ${key}`;
  useEffect(() => {
    let stale = false;
    if (wanted === undefined) return;
    void actions.exportModule(canister).then((made) => {
      if (!stale) setKnown({ of: wanted, made });
    });
    return () => {
      stale = true;
    };
  }, [actions, canister, wanted]);
  return known?.of === wanted ? known?.made : undefined;
}

/** Stands for the command in a text, and is no character of it. */
const COMMAND = '\u0000';

interface MadeProps {
  readonly canister: string;
  readonly made: ExportedModule & { readonly ok: true };
}

function Made({ canister, made: { wasm, candid, hash, command } }: MadeProps) {
  const version = useApp((state) => state.compiler.version);
  const imports = useApp((state) => state.canisters[canister]?.outline.imports) ?? [];
  const [before, after] = whatItIs(version).split(COMMAND);
  return (
    <div className="export" role="group" aria-label={t`Module for elsewhere`}>
      <p className="export-hash">
        SHA-256 <code>{hash}</code> <CopyButton text={hash} label={t`SHA-256 of the module`} />
      </p>
      <p className="export-words">
        {before}
        <code>{command}</code>
        {after}
        {imports.length > 0 && ` ${callsById(imports)}`}
      </p>
      <p className="buttons">
        <button type="button" className="button small" onClick={() => download(`${canister}.wasm`, wasm, 'application/wasm')}>
          {t`Download module`}
        </button>
        <button type="button" className="button small" onClick={() => void zipped(wasm).then((bytes) => download(`${canister}.wasm.gz`, bytes, 'application/gzip'))}>
          {t`Download .wasm.gz`}
        </button>
        <button type="button" className="button small" onClick={() => download(`${canister}.did`, candid, 'text/plain')}>
          {t`Download .did`}
        </button>
        <span className="faint">{formatBytes(wasm.length)}</span>
      </p>
    </div>
  );
}

function whatItIs(version: string | undefined): string {
  const compiler = version ? t`Motoko compiler ${version}` : t`Motoko compiler`;
  return t`It differs from the hash of what is installed here, which has the playground’s inspector in it to fill the State table. This module is the code in the editor as it is written: what the ${compiler} makes with ${COMMAND} and the same packages.`;
}

function callsById(imports: readonly string[]): string {
  const count = imports.length;
  const names = imports.reduce((first, second) => t`${first} and ${second}`);
  return plural(count, { one: `It calls ${names} by the id that it has in this playground.`, other: `It calls ${names} by the id that they have in this playground.` });
}

/** Without a time in it, so that the same module gives the same bytes. */
async function zipped(wasm: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const { gzipSync } = await import('fflate');
  return new Uint8Array(gzipSync(wasm, { mtime: 0, level: 9 }));
}

function download(name: string, content: BlobPart, type: string): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
