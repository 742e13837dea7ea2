import { relative } from 'node:path';
import { BaseSequencer } from 'vitest/node';

/** Files that compile most. Vitest takes the largest files first where it has no times of an earlier run, and these are small. */
const LONGEST = ['src/compiler/samples.test.ts', 'src/compiler/fixes/fixes.test.ts', 'src/compiler/export.test.ts', 'src/compiler/migrations/migrations.test.ts', 'src/compiler/compiler.test.ts', 'src/compiler/forecast/forecast.test.ts'];

/** Begins each project with its longest files, so that none of them is left to run alone at the end while a core idles. */
export class LongestFirst extends BaseSequencer {
  async sort(files) {
    const rank = ({ moduleId }) => {
      const index = LONGEST.indexOf(relative(this.ctx.config.root, moduleId).replaceAll('\\', '/'));
      return index < 0 ? LONGEST.length : index;
    };
    const projects = new Map();
    for (const file of await super.sort(files)) projects.set(file.project.name, [...(projects.get(file.project.name) ?? []), file]);
    return [...projects.values()].flatMap((own) => own.sort((a, b) => rank(a) - rank(b)));
  }
}
