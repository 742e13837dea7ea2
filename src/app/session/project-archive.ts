import { select, t } from '@lingui/core/macro';
import { blob, boolean, checked, choice, type Codec, count, decode, dictionary, double, encode, hash, list, MalformedBytes, optional, struct, text, variant } from '../../primitives/codec.ts';
import type { ActorVariable, Range } from '../../protocol/compiler.ts';
import { PlaygroundError } from '../../protocol/rpc.ts';
import type { ArchivedInstallation, ArchivedModuleFile, ArchivedProjectCanister, Place, ProjectArchive } from '../state/archive-model.ts';
import type { InstalledSource } from '../state/installed-source.ts';
import type { CallRecord, InstallArgument, Installed, StateRow, UpgradeReport } from '../state/model.ts';
import { isModuleFile, moduleName } from '../state/modules.ts';
import { MAX_FILES, MAX_PROJECT_BYTES, newPathProblem } from '../state/paths.ts';
import type { Expectation, Reply, StepContent } from '../state/scripts-model.ts';
import { MAX_SCRIPTS, MAX_STEPS } from '../state/scripts.ts';
import { ranInstallation } from './ran-archive.ts';

/** A project and its canisters as bytes. The order of fields is the format: its version is that of links and files, 2. */

const MAX_CANISTERS = 64;
const MAX_WORLD_BYTES = 268_435_456;
const MAX_MODULE_BYTES = 16_777_216;
const MAX_VALUE_BYTES = 1_048_576;

const name = text(800);
const word = text(2000);
const value = text(MAX_VALUE_BYTES);

const files = checked(dictionary(text(MAX_PROJECT_BYTES), MAX_FILES, 800), (read) => {
  const paths = Object.keys(read);
  if (paths.length === 0) return t`it has no files.`;
  if (Object.values(read).reduce((sum, content) => sum + content.length, 0) > MAX_PROJECT_BYTES) return t`its files are too large.`;
  const known: Record<string, string> = {};
  for (const path of paths) {
    const problem = newPathProblem(path, known);
    if (problem !== undefined) return problem;
    known[path] = '';
  }
  return undefined;
});

const language = choice('persistent', 'legacy');
const persistence = choice('enhanced', 'classical');
const errorRecord = struct<{ readonly errorCode: string; readonly message: string }>({ errorCode: name, message: value });

const reply = struct<Reply>({ phase: choice('replied', 'rejected'), text: value, instructions: optional(count()) });
const expectation = variant<Expectation>({ reply: struct({ text: value }), rejection: struct({}) });
const step = variant<StepContent>({
  call: struct({ canister: name, method: name, mode: choice('update', 'query'), args: value, caller: name, recorded: optional(reply), expected: optional(expectation) }),
  upgrade: struct({ canister: name }),
});
const script = struct<ProjectArchive['scripts'][number]>({ title: name, steps: list(step, MAX_STEPS) });

const moduleFile = checked(struct<ArchivedModuleFile>({ name, fileName: name, bytes: blob(MAX_MODULE_BYTES) }), (file) =>
  file.name === moduleName(file.name) && isModuleFile(file.fileName) ? undefined : t`one of its modules has a wrong name.`,
);
const installArgument = struct<InstallArgument>({ text: value, bytes: blob(MAX_VALUE_BYTES) });

const position = struct<Range['start']>({ line: count(1_000_000), character: count(1_000_000) });
const variable = struct<ActorVariable>({
  name,
  declaration: choice('var', 'let'),
  kind: choice('stable', 'transient'),
  type: value,
  unshown: optional(word),
  range: struct<Range>({ start: position, end: position }),
});
const alias = struct<{ readonly id: string; readonly candid: string | undefined }>({ id: name, candid: optional(value) });
const source = struct<InstalledSource>({
  project: struct<InstalledSource['project']>({ files, language, aliases: dictionary(alias, MAX_CANISTERS) }),
  canister: struct<InstalledSource['canister']>({ name, path: text(800), imports: list(name, MAX_CANISTERS) }),
});
const values = dictionary(value, 10_000);
const installation = struct<ArchivedInstallation>({
  version: count(1_000_000_000),
  persistence,
  initialValues: values,
  moduleHash: optional(hash),
  source: optional(source),
  patch: optional(struct<NonNullable<ArchivedInstallation['patch']>>({ delta: blob(MAX_MODULE_BYTES), length: count(MAX_MODULE_BYTES) })),
  rest: optional(
    struct<NonNullable<ArchivedInstallation['rest']>>({
      key: name,
      candid: value,
      stableSignature: value,
      variables: list(variable, 10_000),
      inspected: boolean,
      hooks: optional(struct<NonNullable<Installed['hooks']>>({ preupgrade: boolean, postupgrade: boolean })),
    }),
  ),
});

const row = struct<StateRow>({
  variable: name,
  kind: choice('stable', 'transient'),
  type: value,
  before: optional(value),
  after: optional(value),
  unshown: optional(word),
  outcome: optional(choice('kept', 'reset', 'new', 'dropped', 'retyped', 'migrated')),
  reason: optional(word),
  changed: boolean,
  was: optional(value),
});
const sizes = struct<UpgradeReport['before']>({ heapBytes: count(), stableBytes: count() });
const upgrade = struct<UpgradeReport>({
  mode: choice('upgrade', 'reinstall'),
  at: double,
  mainMemory: optional(choice('kept', 'replaced')),
  before: sizes,
  after: sizes,
  instructions: count(),
  timerDeactivated: boolean,
  rows: list(row, 10_000),
  error: optional(errorRecord),
  ran: optional(ranInstallation),
  failedIn: optional(choice('pre_upgrade')),
});

const call = struct<CallRecord>({
  id: count(),
  method: name,
  mode: choice('update', 'query'),
  args: value,
  caller: name,
  phase: choice('replied', 'rejected', 'stopped'),
  result: value,
  errorCode: optional(name),
  instructions: optional(count()),
  milliseconds: optional(double),
  replayed: optional(boolean) as Codec<true>,
});

const canister = struct<ArchivedProjectCanister>({ name, id: name, installed: optional(installation), upgrade: optional(upgrade), calls: list(call, 1000) });

/** Part of an address: no more than names and slashes. */
const placeText = checked(name, (read) => (/^[\w-]+(\/[\w-]+)*$/.test(read) ? undefined : t`the name of its lesson cannot be.`));

const project = struct<ProjectArchive>({
  title: checked(name, (read) => (read.trim() === '' ? t`its title is missing.` : undefined)),
  sample: optional(name),
  language,
  persistence,
  files,
  openFile: text(800),
  selected: optional(name),
  scripts: list(script, MAX_SCRIPTS),
  modules: list(moduleFile, 20),
  installArguments: dictionary(installArgument, MAX_CANISTERS),
  place: optional(struct<Place>({ lesson: placeText, step: optional(placeText) })),
  canisters: checked(list(canister, MAX_CANISTERS), (read) => {
    const names = read.map((item) => item.name);
    if (names.some((item) => item in {})) return t`a canister has a reserved name.`;
    return new Set(names).size === names.length ? undefined : t`two canisters have the same name.`;
  }),
  world: optional(blob(MAX_WORLD_BYTES)),
});

function invalid(what: string, detail: string): PlaygroundError {
  const message = select(what, {
    link: `The link does not hold a project of the playground: ${detail}`,
    file: `The file does not hold a project of the playground: ${detail}`,
    other: `The moment does not hold a project of the playground: ${detail}`,
  });
  const hint = select(what, {
    link: 'Ask whoever made the link for another one.',
    file: 'Ask whoever made the file for another one.',
    other: 'Ask whoever made the moment for another one.',
  });
  return new PlaygroundError('share-invalid', message, hint);
}

export const encodeProject = (archive: ProjectArchive): Uint8Array<ArrayBuffer> => encode(project, archive);

/** Inverse of {@link encodeProject}. @throws PlaygroundError `share-invalid` */
export function decodeProject(bytes: Uint8Array, what: string): ProjectArchive {
  try {
    return decode(project, bytes);
  } catch (error) {
    if (!(error instanceof MalformedBytes)) throw error;
    throw invalid(what, error.message);
  }
}
