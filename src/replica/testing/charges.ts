import { apiProgram, countedBytes, instructionsAround } from './api-program.ts';
import { program } from './execution.ts';
import { importsOf, type SpecifiedImport } from './specification-imports.ts';
import type { Context } from '../system-api/context.ts';

/** What each import charged where it was called once, beside what it should charge; sizes are `size` bytes. */
export function chargesOf(wordSize: 32 | 64, size: number): { readonly charged: string[]; readonly specified: string[] } {
  const charged: string[] = [];
  const specified: string[] = [];
  const everyImport = program(apiProgram(wordSize, size));
  for (const entry of importsOf(wordSize)) {
    const { instructions } = everyImport.run(`ready ${entry.name}`, contextOf(entry));
    charged.push(`${entry.name} ${instructions - instructionsAround(entry)}`);
    specified.push(`${entry.name} ${entry.charge(countedBytes(entry, size))}`);
  }
  return { charged, specified };
}

const contextOf = ({ contexts }: SpecifiedImport): Context => [...contexts][0] as Context;
