import basePackageUrl from 'motoko-base/packages/latest/base.json?url';
import corePackageUrl from 'motoko/packages/latest/core.json?url';
import mocUrl from 'motoko/versions/latest/moc.min.js?url';
import { createCompiler } from '../compiler/compiler.ts';
import { loadBundle, loadMocScript } from '../compiler/load.ts';
import type { CompilerMethods } from '../protocol/compiler.ts';

/** What needs the compiler asks for it at once. Who only clicks through what is prepared is not slowed down meanwhile, and who reads on finds it warm. */
const WARM_UP_DELAY_MS = 5000;

/** A compiler whose script and libraries are those of the page. */
export function pageCompiler(): { [K in keyof CompilerMethods]: CompilerMethods[K] } {
  const compiler = createCompiler({
    loadMoc: () => loadMocScript(mocUrl),
    loadPackage: (name) => loadBundle({ core: corePackageUrl, base: basePackageUrl }[name]),
  });
  return {
    ...compiler,
    start: async (argument) => {
      const answer = await compiler.start(argument);
      setTimeout(() => void compiler.warmUp(), WARM_UP_DELAY_MS);
      return answer;
    },
  };
}
