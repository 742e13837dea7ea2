import { type Env, Failure } from './grammar.ts';
import { idOf, managed, type Tool } from './world.ts';
import type { BuildReport } from '../state/terminal-model.ts';

/** Creating and building canisters, for the commands of both tools. */

/** Canisters that some canisters import, and these, in the order in which they are deployed. */
export function withImports({ state }: Env, names: readonly string[]): readonly string[] {
  const { canisters, canisterOrder } = state();
  const wanted = new Set<string>();
  const add = (name: string): void => {
    if (wanted.has(name)) return;
    wanted.add(name);
    for (const imported of canisters[name]?.outline.imports ?? []) add(imported);
  };
  names.forEach(add);
  return canisterOrder.filter((name) => wanted.has(name));
}

/** @throws Failure where there is nothing to act on. */
export function requireCanisters({ state }: Env): void {
  if (state().canisterOrder.length > 0) return;
  throw new Failure(['No file of this project defines a canister.'], 'End a file with persistent actor { ... }: that makes it a canister.');
}

/** Gives canisters their ids; what it did is told by `told`. */
export async function create({ state, actions }: Env, names: readonly string[], told: (name: string, id: string, fresh: boolean) => void): Promise<void> {
  for (const name of names) {
    const known = state().project?.canisterIds[name];
    const id = known ?? managed(await actions.createCanister(name), `Failed to create canister '${name}'.`);
    told(name, id, known === undefined);
  }
}

/** @throws Failure with what the compiler says. */
export async function build(env: Env, name: string, tool: Tool): Promise<BuildReport> {
  const id = idOf(env, name, tool);
  const built = await env.actions.buildCanister(name);
  if (built.ok) return built.value;
  const problems = env.state().diagnostics.filter(({ severity }) => severity === 'error');
  for (const { path, range, code, message } of problems) {
    const place = `${path === '' ? '(unknown location)' : path}:${range.start.line + 1}.${range.start.character + 1}-${range.end.line + 1}.${range.end.character + 1}`;
    env.err(`${place}: error${code === '' ? '' : ` [${code}]`}, ${message}`, 'bad');
  }
  const reason = problems.length > 0 ? 'The Motoko compiler reports the errors above.' : built.message;
  throw new Failure(['Failed while trying to build all canisters.', `The build step failed for canister '${id}' (${name})`, reason]);
}
