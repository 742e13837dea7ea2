import type { Language, Persistence } from '../../protocol/compiler.ts';
import type { InstalledSource } from './installed-source.ts';
import type { CallRecord, InstallArgument, Installed, UpgradeReport } from './model.ts';
import type { StepContent } from './scripts-model.ts';

/** A project as it travels: in a moment that was saved, in a link, in a file. */

/** What is remembered of an installation and does not follow from its source. */
export interface ArchivedInstallation {
  readonly version: number;
  readonly persistence: Persistence;
  readonly initialValues: Installed['initialValues'];
  readonly moduleHash: string | undefined;
  readonly source: InstalledSource | undefined;
  /** What makes the module of what a fresh compiler builds from the source, as a delta of so many bytes. */
  readonly patch: { readonly delta: Uint8Array; readonly length: number } | undefined;
  /** The rest of the record, where there is no source to make it of. */
  readonly rest: Pick<Installed, 'key' | 'candid' | 'stableSignature' | 'variables' | 'inspected' | 'hooks'> | undefined;
}

export interface ArchivedProjectCanister {
  readonly name: string;
  readonly id: string;
  readonly installed: ArchivedInstallation | undefined;
  readonly upgrade: UpgradeReport | undefined;
  readonly calls: readonly CallRecord[];
}

/** A module that was made elsewhere. */
export interface ArchivedModuleFile {
  readonly name: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

export interface ProjectArchive {
  readonly title: string;
  readonly sample: string | undefined;
  readonly language: Language;
  readonly persistence: Persistence;
  readonly files: Readonly<Record<string, string>>;
  readonly openFile: string;
  readonly selected: string | undefined;
  readonly scripts: readonly { readonly title: string; readonly steps: readonly StepContent[] }[];
  readonly modules: readonly ArchivedModuleFile[];
  readonly installArguments: Readonly<Record<string, InstallArgument>>;
  readonly place: Place | undefined;
  readonly canisters: readonly ArchivedProjectCanister[];
  /** The replica's own bytes; see `protocol/archive.ts`. */
  readonly world: Uint8Array | undefined;
}

/** Where in which lesson. */
export interface Place {
  /** `COURSE/LESSON`. */
  readonly lesson: string;
  readonly step: string | undefined;
}
