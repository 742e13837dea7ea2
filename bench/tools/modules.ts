import { readFile } from 'node:fs/promises';
import type { Persistence } from '../../src/protocol/compiler.ts';
import { startCompiler } from '../../src/compiler/testing/node.ts';

export const MODES: readonly Persistence[] = ['enhanced', 'classical'];

const SOURCES = {
  counter: new URL('../../public/samples/counter/v1/Main.mo', import.meta.url),
  workloads: new URL('../workloads/Main.mo', import.meta.url),
};

/** Compiles as the playground does, with its inspector; the module is in base64, to be handed to a page. */
export async function compileModule(source: keyof typeof SOURCES, persistence: Persistence): Promise<string> {
  const compiler = await startCompiler(persistence);
  const project = { files: { 'Main.mo': await readFile(SOURCES[source], 'utf8') }, language: 'persistent', aliases: {} } as const;
  const result = await compiler.build({ project, canister: { name: 'main', path: 'Main.mo', imports: [] } });
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return Buffer.from(result.build.wasm).toString('base64');
}
