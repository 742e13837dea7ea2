import { t } from '@lingui/core/macro';
import { PlaygroundError } from '../protocol/rpc.ts';
import type { Moc } from './moc.ts';
import { filesOfBundle, type PackageBundle, type PackageFiles } from './packages.ts';

/**
 * A fresh instance of the compiler from its script. The script is a classic one that exports through CommonJS where it can: as the body
 * of a module of its own it runs in a module worker, and anew with each call, without `eval`.
 */
export async function loadMocScript(url: string): Promise<Moc> {
  const script = await fetchText(url, t`The Motoko compiler`);
  const source = ['const module = { exports: {} };\n', script, '\nexport const { Motoko } = module.exports;\n'];
  const blobUrl = URL.createObjectURL(new Blob(source, { type: 'text/javascript' }));
  try {
    const { Motoko } = (await import(/* @vite-ignore */ blobUrl)) as { Motoko: Moc };
    return Motoko;
  } finally {
    URL.revokeObjectURL(blobUrl);
  }
}

export async function loadBundle(url: string): Promise<PackageFiles> {
  return filesOfBundle(JSON.parse(await fetchText(url, t`A Motoko library`)) as PackageBundle);
}

async function fetchText(url: string, what: string): Promise<string> {
  try {
    const response = await fetch(url);
    if (response.ok) return await response.text();
    throw new Error(`status ${response.status}`);
  } catch (cause) {
    throw new PlaygroundError('download-failed', t`${what} could not be downloaded.`, t`Check the connection and reload the page.`, { cause });
  }
}
