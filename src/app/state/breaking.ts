import { t } from '@lingui/core/macro';
import type { Diagnostic, Range } from '../../protocol/compiler.ts';

/** A public method that clients of the installed version can no longer use as they do. */
export interface BreakingChange {
  readonly method: string;
  readonly kind: 'removed' | 'changed';
  /** Where and why, such as `its results: field \`age\`: \`text\` is not \`nat\``. */
  readonly reason: string;
}

/** Says at the method, or where the actor begins, which clients a new interface breaks. A warning: an upgrade goes through all the same. */
export function breakingDiagnostics(changes: readonly BreakingChange[], path: string, text: string): Diagnostic[] {
  return changes.map(({ method, kind, reason }) => ({
    path,
    range: placeOf(method, text),
    severity: 'warning',
    code: 'Candid',
    message:
      kind === 'removed'
        ? t`Clients that call \`${method}\` break with this upgrade: the method is gone. State is not affected.`
        : t`Clients that call \`${method}\` as it was break with this upgrade: ${reason}. State is not affected.`,
  }));
}

function placeOf(method: string, text: string): Range {
  const found = new RegExp(`\\bfunc\\s+(${method.replace(/[^\w]/g, '\\$&')})\\b`, 'd').exec(text)?.indices?.[1];
  const [start, end] = found ?? /^.*\bactor\b.*$/dm.exec(text)?.indices?.[0] ?? [0, 0];
  return { start: position(text, start), end: position(text, end) };
}

function position(text: string, offset: number): Range['start'] {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
}
