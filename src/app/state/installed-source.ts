import type { CanisterOutline, ProjectSource } from '../../protocol/compiler.ts';

/** What a module was built from; the compiler makes the same bytes of it again. */
export interface InstalledSource {
  readonly project: ProjectSource;
  readonly canister: CanisterOutline;
}
