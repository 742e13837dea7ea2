import type { Forecast, InstalledState, ProjectSource } from '../../protocol/compiler.ts';
import { checkFile } from '../check.ts';
import { hasErrors } from '../diagnostics.ts';
import { chainForecast } from '../migrations/chain-forecast.ts';
import { CHAIN_CODES } from '../migrations/words.ts';
import { type Outlines, wholeActor } from '../project.ts';
import type { Session } from '../session.ts';
import { forecast } from './forecast.ts';

/** A canister of a project that the session holds already. */
export interface Foretold {
  readonly session: Session;
  readonly project: ProjectSource;
  readonly outlines: Outlines;
  readonly path: string;
  /** Its folder of migrations, where it has one. */
  readonly folder: string | undefined;
}

/** What an upgrade to the source would do; `undefined` while it has errors, other than that its migrations do not lead to it. */
export function foretell({ session, project, outlines, path, folder }: Foretold, installed: InstalledState): Forecast | undefined {
  const outline = outlines.get(path);
  const whole = wholeActor(outlines, path);
  if (!outline || !whole?.complete) return undefined;
  const errors = checkFile(session, project, path, outline).filter(({ code }) => folder === undefined || !CHAIN_CODES.includes(code));
  if (hasErrors(errors)) return undefined;
  const request = { path, text: project.files[path] ?? '', actor: whole.actor, installed };
  return folder === undefined ? forecast(session, request) : chainForecast(session, { ...request, files: project.files, folder });
}
