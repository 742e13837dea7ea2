import type { Diagnostic } from '../../protocol/compiler.ts';
import type { CanisterState } from '../state/model.ts';

const ORDER = { error: 0, warning: 1, information: 2 } as const;

/** What the compiler says of all files, with what stands in the way of an upgrade; errors first, each but once. */
export function allProblems(diagnostics: readonly Diagnostic[], canisters: Readonly<Record<string, CanisterState>>): readonly Diagnostic[] {
  const upgrades = Object.values(canisters).flatMap(({ build, forecast, refusal }) => [
    // What a build says is what counts; until there is one, the forecast says the same.
    ...(build.phase === 'ready' ? [...build.incompatible, ...(build.breaking ?? [])] : (forecast?.refusals ?? [])),
    ...(refusal ?? []),
  ]);
  const unique = new Map([...diagnostics, ...upgrades].map((each) => [`${each.path}:${each.range.start.line}:${each.range.start.character}:${each.code}:${each.message.split('\n')[0] ?? ''}`, each]));
  return [...unique.values()].sort((a, b) => ORDER[a.severity] - ORDER[b.severity] || a.path.localeCompare(b.path, 'en') || a.range.start.line - b.range.start.line);
}
