import { beforeAll, describe, expect, it } from 'vitest';
import type { Build, CanisterOutline, ProjectSource } from '../protocol/compiler.ts';
import type { Compiler } from './compiler.ts';
import { startCompiler } from './testing/node.ts';
import { loadSamples, sampleFiles, type SampleEntry } from './testing/samples.ts';

const IDS = ['rrkah-fqaaa-aaaaa-aaaaq-cai', 'ryjl3-tyaaa-aaaaa-aaaba-cai'];

interface Deployed {
  readonly builds: ReadonlyMap<string, Build>;
  readonly aliases: ProjectSource['aliases'];
}

const projectOf = (sample: SampleEntry, version: 1 | 2, aliases: ProjectSource['aliases']): ProjectSource => ({ files: sampleFiles(sample, version), language: sample.language, aliases });

/** The canisters of a version, about which the compiler has nothing to say. */
async function checked(compiler: Compiler, project: ProjectSource): Promise<readonly CanisterOutline[]> {
  const { diagnostics, canisters } = await compiler.check({ project });
  expect(diagnostics).toEqual([]);
  return canisters;
}

/** Builds all canisters of version 1, what is imported first, and expects no diagnostics at all. */
async function deployed(compiler: Compiler, sample: SampleEntry): Promise<Deployed> {
  let project = projectOf(sample, 1, {});
  const builds = new Map<string, Build>();
  for (const [index, canister] of [...(await checked(compiler, project))].sort((a, b) => a.imports.length - b.imports.length).entries()) {
    const result = await compiler.build({ project, canister });
    expect(result.diagnostics).toEqual([]);
    if (!result.ok) throw new Error(`${canister.name} was not built`);
    builds.set(canister.name, result.build);
    project = { ...project, aliases: { ...project.aliases, [canister.name]: { id: IDS[index] ?? '', candid: result.build.candid } } };
  }
  return { builds, aliases: project.aliases };
}

/** Building takes seconds: all samples in one mode, and in the other those that are different there. Version 2 is built by the stories in the browser. */
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
  it.each(samples.map((sample) => [sample.id, sample] as const))('%s has no warnings, and its upgrade is judged as promised', async (_, sample) => {
    const { builds, aliases } = await deployed(compiler, sample);
    const project = projectOf(sample, 2, aliases);
    const canisters = await checked(compiler, project);
    for (const [name, outcomes] of Object.entries(sample.test.outcomes)) {
      const installed = builds.get(name);
      const canister = canisters.find((each) => each.name === name);
      if (!installed || !canister) throw new Error(`no canister ${name}`);
      expect(installed.inspected).toBe(true);
      expect(installed.variables.filter(({ unshown }) => unshown !== undefined)).toEqual([]);
      const found = await compiler.forecast({ project, canister, installed });
      const { refused } = sample.test;
      expect(found?.refusals.map(({ path, code, range }) => ({ path, code, line: range.start.line + 1 }))).toEqual(refused ? [refused] : []);
      if (!refused) expect(found?.variables.filter(({ declared }) => declared).map((variable) => variable.name).sort()).toEqual(Object.keys(outcomes).sort());
    }
  });
});
