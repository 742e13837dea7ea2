import type { Session } from '../session.ts';
import type { ActorOutline } from '../syntax/outline.ts';
import { attributeBefore } from './attribute.ts';
import { askMigration } from './judgement.ts';

/** What a migration expression takes from the installed version and what it gives to the new one, by name. */
export interface MigratedNames {
  readonly takes: readonly string[];
  readonly gives: readonly string[];
}

/** Asks which variables the migration expression before an actor takes and gives; `undefined` where there is none, or nobody can tell. */
export function migratedNames(session: Session, { path, text, actor }: { readonly path: string; readonly text: string; readonly actor: ActorOutline }): MigratedNames | undefined {
  const attribute = attributeBefore(text, actor.span.start);
  if (attribute?.migration === undefined) return undefined;
  const migration = askMigration(session, { path, text, actor, attribute: attribute.span }, attribute.migration);
  return migration && { takes: migration.takes, gives: migration.gives };
}
