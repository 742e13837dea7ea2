import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright';
import { build } from 'vite';
import { texts } from '../../scripts/texts-plugin.mjs';

/** Functions that a module of `bench/pages` exports, each of one structured-clonable argument. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the constraint of a generic, not a value
type Functions = Record<string, (argument: any) => unknown>;

export interface PageProgram<F extends Functions> {
  run<K extends keyof F & string>(name: K, argument: Parameters<F[K]>[0]): Promise<Awaited<ReturnType<F[K]>>>;
}

/** Bundles a module of `bench/pages`, as the page itself is bundled but outside of `dist`, and loads it into `page`. */
export async function loadProgram<F extends Functions>(page: Page, module: string): Promise<PageProgram<F>> {
  await page.addScriptTag({ content: await bundle(module) });
  return programOf(page);
}

/** The same program for every document that the page opens from now on; `first` is called before anything else of it runs. */
export async function installProgram<F extends Functions>(page: Page, module: string, first: keyof F & string): Promise<PageProgram<F>> {
  await page.addInitScript({ content: `${await bundle(module)}\nglobalThis.benchProgram = benchProgram;\nbenchProgram.${first}();` });
  return programOf(page);
}

function programOf<F extends Functions>(page: Page): PageProgram<F> {
  return {
    run: (name, argument) =>
      page.evaluate(
        ([call, value]) => (globalThis as unknown as { benchProgram: F }).benchProgram[call]?.(value) as never,
        [name, argument] as const,
      ),
  };
}

async function bundle(module: string): Promise<string> {
  const entry = fileURLToPath(new URL(`../pages/${module}`, import.meta.url));
  const built = await build({
    configFile: false,
    mode: 'production',
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    publicDir: false,
    plugins: [texts()],
    resolve: { alias: { '#texts': fileURLToPath(new URL('../pages/texts.ts', import.meta.url)) } },
    build: { write: false, target: 'es2022', minify: true, lib: { entry, formats: ['iife'], name: 'benchProgram' } },
  });
  const [output] = Array.isArray(built) ? built : [];
  const chunk = output?.output.find((file) => file.type === 'chunk');
  if (!chunk) throw new Error(`Nothing came out of bundling ${module}.`);
  return chunk.code;
}
