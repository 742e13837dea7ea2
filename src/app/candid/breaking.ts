import { t } from '@lingui/core/macro';
import type { BreakingChange } from '../state/breaking.ts';
import { parseCandid } from './parse-types.ts';
import { mismatch } from './subtype.ts';

/**
 * What a new interface breaks for programs that know the old one: it must be a subtype of it. A text that cannot be read breaks nothing that could
 * be named.
 */
export function breakingChanges(before: string, after: string): readonly BreakingChange[] {
  const old = parseCandid(before);
  const current = parseCandid(after);
  if (!old.ok || !current.ok) return [];
  return old.service.flatMap(({ name, type }): BreakingChange[] => {
    const own = current.service.find((method) => method.name === name);
    if (!own) return [{ method: name, kind: 'removed', reason: t`it is gone` }];
    const found = mismatch({ type: own.type, types: current.types }, { type, types: old.types });
    return found ? [{ method: name, kind: 'changed', reason: [...found.path, found.reason].join(': ') }] : [];
  });
}
