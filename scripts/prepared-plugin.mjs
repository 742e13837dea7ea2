import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';
import { texts } from './texts-plugin.mjs';

const MODULE = fileURLToPath(new URL('../src/prepared-sources.ts', import.meta.url));
/** What a first visit shows. */
const FIRST_SAMPLE = 'counter';
const PERSISTENCE = 'enhanced';

const load = async (file) => (await runnerImport(fileURLToPath(new URL(`../src/compiler/${file}`, import.meta.url)), { plugins: [texts()] })).module;

/**
 * Fills `src/prepared-sources.ts` with what the compiler answers about both versions of the first sample, asked when the page is built: until somebody edits
 * the code, the page needs no compiler.
 */
export function preparedSources() {
  return {
    name: 'prepared-sources',
    apply: 'build',
    enforce: 'pre',
    async load(id) {
      if (id !== MODULE) return undefined;
      const sources = await prepare();
      const placed = sources.map(({ answers, ...source }) => ({
        ...source,
        answers: answers.map(({ wasm, ...answer }) => (wasm ? { ...answer, wasm: `module:${this.emitFile({ type: 'asset', name: `${FIRST_SAMPLE}.wasm`, source: wasm })}` } : answer)),
      }));
      return `export const sources = ${JSON.stringify(placed).replaceAll(/"module:([\w$-]+)"/g, 'import.meta.ROLLUP_FILE_URL_$1')};`;
    },
  };
}

async function prepare() {
  const { startCompiler } = await load('testing/node.ts');
  const { prepareVersions } = await load('prepare.ts');
  const { loadSamples, sampleFiles } = await load('testing/samples.ts');
  const sample = loadSamples().find(({ id }) => id === FIRST_SAMPLE);
  const versions = [1, 2].map((version) => ({ files: sampleFiles(sample, version), language: sample.language }));
  return prepareVersions(await startCompiler(PERSISTENCE), PERSISTENCE, versions);
}
