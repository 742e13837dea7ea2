import type { Build, Persistence, ProjectSource } from '../protocol/compiler.ts';
import type { PreparedAnswer, PreparedMethod } from '../protocol/prepared.ts';
import type { Compiler } from './compiler.ts';

/** A source whose answers are known; modules stand beside the answers that have them. */
export interface PreparedParts {
  readonly persistence: Persistence;
  readonly project: Pick<ProjectSource, 'files' | 'language'>;
  readonly answers: readonly (Omit<PreparedAnswer, 'wasm'> & { readonly wasm?: Uint8Array<ArrayBuffer> })[];
}

type Versions = readonly Pick<ProjectSource, 'files' | 'language'>[];

/**
 * Asks the compiler what a page asks of it while somebody deploys the first of these versions of a program and upgrades to each that follows. They
 * are programs the compiler has nothing to say about, since it would say it in one language. Throws where it does.
 */
export async function prepareVersions(compiler: Compiler, persistence: Persistence, versions: Versions): Promise<readonly PreparedParts[]> {
  const installed: Build[] = [];
  const prepared: PreparedParts[] = [];
  for (const { files, language } of versions) {
    const project: ProjectSource = { files, language, aliases: {} };
    const answers: PreparedParts['answers'][number][] = [];
    const note = <T>(method: PreparedMethod, question: object, answer: T): T => {
      answers.push({ method, question, answer });
      return answer;
    };
    const { canisters } = note('check', {}, silent(await compiler.check({ project })));
    for (const canister of canisters) {
      const result = silent(await compiler.build({ project, canister }));
      if (!result.ok || result.build.variables.some(({ unshown }) => unshown !== undefined)) throw new Error(`${canister.path} cannot be prepared: it is not built, or has variables that cannot be shown.`);
      const { wasm, ...build } = result.build;
      answers.push({ method: 'build', question: { canister }, answer: { ...result, build }, wasm });
      installed.push(result.build);
      for (const { stableSignature, variables } of installed.filter((each) => each.canister === canister.name)) {
        const question = { canister, installed: { stableSignature, variables } };
        note('forecast', question, await compiler.forecast({ project, ...question }));
        const change = { canister, before: stableSignature, after: result.build.stableSignature, variables };
        note('compatible', change, silentList(await compiler.compatible({ project, ...change })));
      }
    }
    prepared.push({ persistence, project: { files, language }, answers });
  }
  return prepared;
}

function silent<T extends { readonly diagnostics: readonly unknown[] }>(answer: T): T {
  silentList(answer.diagnostics);
  return answer;
}

function silentList<T extends readonly unknown[]>(diagnostics: T): T {
  if (diagnostics.length > 0) throw new Error(`The compiler has something to say: ${JSON.stringify(diagnostics)}`);
  return diagnostics;
}
