import { canisterName } from '../state/canisters.ts';
import { withSizes } from '../state/growth.ts';
import type { Actions, MemorySizes } from '../state/model.ts';
import { type Context, currentProject, patch } from './context.ts';
import { changesState } from './messages.ts';

type MemoryReading = Pick<Actions, 'memoryMap' | 'readMemory'>;

/** Looking into memories. Where the replica cannot answer just now (it was stopped, or is opened again), there is nothing to see. */
export function createMemoryReading({ link }: Context): MemoryReading {
  const nothing = (): undefined => undefined;
  return {
    memoryMap: (request) => link.call('memoryMap', request).catch(nothing),
    readMemory: (request) => link.call('readMemory', request).catch(nothing),
  };
}

/** Remembers how large both memories were after each message and installation. */
export function followSizes(context: Context): void {
  const note = (canisterId: string, sizes: MemorySizes): void => {
    const project = currentProject(context);
    const name = canisterName(project, canisterId);
    if (project && name !== undefined) patch(context, project.id, name, ({ growth }) => ({ growth: withSizes(growth, sizes) }));
  };
  context.link.on('message', (report) => {
    if (changesState(report)) note(report.canisterId, report);
  });
  context.link.on('install', (report) => note(report.canisterId, report.after));
}
