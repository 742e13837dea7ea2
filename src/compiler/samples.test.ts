import { beforeAll, describe, expect, it } from 'vitest';
import type { Build, CanisterOutline, ProjectSource } from '../protocol/compiler.ts';
import type { Compiler } from './compiler.ts';
import { startCompiler } from './testing/node.ts';
import { loadSamples, sampleFiles, type SampleEntry } from './testing/samples.ts';

const IDS = ['rrkah-fqaaa-aaaaa-aaaaq-cai', 'ryjl3-tyaaa-aaaaa-aaaba-cai'];

interface BuiltVersion {
  readonly project: ProjectSource;
  readonly builds: Map<string, { readonly canister: CanisterOutline; readonly build: Build }>;
}

/** Builds all canisters of a version, what is imported first, and expects no diagnostics at all. */
async function buildVersion(compiler: Compiler, sample: SampleEntry, version: 1 | 2): Promise<BuiltVersion> {
  let project: ProjectSource = { files: sampleFiles(sample, version), language: sample.language, aliases: {} };
  const { diagnostics, canisters } = await compiler.check({ project });
  expect(diagnostics).toEqual([]);
  const builds: BuiltVersion['builds'] = new Map();
  for (const [index, canister] of [...canisters].sort((a, b) => a.imports.length - b.imports.length).entries()) {
    const result = await compiler.build({ project, canister });
    expect(result.diagnostics).toEqual([]);
    if (!result.ok) throw new Error(`${canister.name} was not built`);
    builds.set(canister.name, { canister, build: result.build });
    project = { ...project, aliases: { ...project.aliases, [canister.name]: { id: IDS[index] ?? '', candid: result.build.candid } } };
  }
  return { project, builds };
}

/** Building takes seconds: all samples in one mode, and one of them in the other. */
const CHOICES = [
  { persistence: 'classical', chosen: () => true },
  { persistence: 'enhanced', chosen: ({ id }: SampleEntry) => id === 'migration' || id === 'migration-files' },
] as const;

describe.each(CHOICES)('samples with $persistence persistence', ({ persistence, chosen }) => {
  let compiler: Compiler;
  beforeAll(async () => {
    compiler = await startCompiler(persistence);
  });

  const motoko = loadSamples().filter(({ files }) => files.some((path) => path.endsWith('.mo')));
  const samples = motoko.filter((sample) => sample.persistence.includes(persistence) && chosen(sample));
  it.each(samples.map((sample) => [sample.id, sample] as const))('%s builds without warnings, and its upgrade is judged as promised', async (_, sample) => {
    const first = await buildVersion(compiler, sample, 1);
    const second = await buildVersion(compiler, sample, 2);
    for (const [name, outcomes] of Object.entries(sample.test.outcomes)) {
      const old = first.builds.get(name)?.build;
      const next = second.builds.get(name);
      if (!old || !next) throw new Error(`no canister ${name}`);
      expect(old.inspected && next.build.inspected).toBe(true);
      expect([...old.variables, ...next.build.variables].filter(({ unshown }) => unshown !== undefined)).toEqual([]);
      const found = await compiler.compatible({
        project: second.project,
        canister: next.canister,
        before: old.stableSignature,
        after: next.build.stableSignature,
        variables: old.variables,
      });
      const { refused } = sample.test;
      expect(found.map(({ path, code, range }) => ({ path, code, line: range.start.line + 1 }))).toEqual(refused ? [refused] : []);
      expect(next.build.migrates).toBe(sample.id === 'migration');
      if (!refused) expect(next.build.variables.map((variable) => variable.name).sort()).toEqual(Object.keys(outcomes).sort());
    }
  });
});
