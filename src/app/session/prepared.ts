import type { CompilerMethods, Persistence } from '../../protocol/compiler.ts';
import { type PreparedAnswer, type PreparedMethod, type PreparedSource, questionText, sourceText } from '../../protocol/prepared.ts';
import type { Compilers } from './compilers.ts';
import type { SessionOptions } from './context.ts';
import { once } from './once.ts';

const METHODS: readonly string[] = ['check', 'build', 'forecast', 'compatible'] satisfies readonly PreparedMethod[];

/** What a method gave when the page was built. */
type Answer<K extends keyof CompilerMethods> = Awaited<ReturnType<CompilerMethods[K]>>;

interface Asked {
  readonly project: PreparedSource['project'] & { readonly aliases: object };
}

/**
 * Compilers that give the answers which came with the page, and ask the compiler for all others: the first sample can be deployed before the compiler has
 * arrived. Where an answer cannot be loaded the compiler is asked.
 */
export function withPrepared(compilers: Compilers, options: Pick<SessionOptions, 'prepared'>): Compilers {
  const { prepared } = options;
  if (!prepared) return compilers;
  const sources = once(async () => {
    const found = await prepared.sources();
    return new Map(found.map((source) => [sourceText(source.project, source.persistence), source]));
  });

  const prearranged = async (persistence: Persistence, method: string, argument: object): Promise<unknown> => {
    if (!METHODS.includes(method) || !isAsked(argument) || Object.keys(argument.project.aliases).length > 0) return undefined;
    const source = (await sources()).get(sourceText(argument.project, persistence));
    const wanted = source && questionText({ ...argument });
    const known = source?.answers.find((each) => each.method === method && questionText(each.question as object as Record<string, unknown>) === wanted);
    return known && (await withModule(known, prepared.fetchModule));
  };

  return {
    ...compilers,
    isPrepared: async (persistence, project) => {
      const known = await sources().catch(() => undefined);
      return known?.has(sourceText(project, persistence)) ?? false;
    },
    call: <K extends keyof CompilerMethods>(persistence: Persistence, method: K, argument: Parameters<CompilerMethods[K]>[0]) =>
      prearranged(persistence, method, argument).then(
        (answer) => (answer === undefined ? compilers.call(persistence, method, argument) : (answer as Answer<K>)),
        () => compilers.call(persistence, method, argument),
      ),
  };
}

const isAsked = (argument: object): argument is Asked => 'project' in argument;

async function withModule({ answer, wasm }: PreparedAnswer, fetchModule: (address: string) => Promise<Uint8Array<ArrayBuffer>>): Promise<unknown> {
  if (wasm === undefined) return answer;
  const { build, ...rest } = answer as { readonly build: object };
  return { ...rest, build: { ...build, wasm: await fetchModule(wasm) } };
}
