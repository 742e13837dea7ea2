import { WASM_PAGE_BYTES } from '../../primitives/units.ts';
import { Heap } from '../memory/heap.ts';
import type { Code } from '../state/canister-state.ts';
import { ENHANCED_PERSISTENCE_SECTION, type ModuleInfo } from '../wasm/module.ts';

/** Main memory when a module is installed. Interface Specification: "Canister upgrades". */

/** Memory as the module declares it, with its active data segments written. */
export function freshHeap(module: ModuleInfo): Heap | undefined {
  if (!module.memory) return undefined;
  const heap = new Heap(module.wordSize, module.mapBytes, module.memory.minimum, module.memory.maximum);
  for (const { offset, bytes } of module.activeData) heap.initialize(offset, bytes);
  return heap;
}

/** Why a kept heap does not fit the new module. */
export function misfitOf(old: Code, module: ModuleInfo): string | undefined {
  if (!old.heap || !module.memory) return 'the kept main memory needs a module with a memory.';
  if (old.module.wordSize !== module.wordSize) return `the kept main memory is ${old.module.wordSize}-bit, but the module's is ${module.wordSize}-bit.`;
  return misfitOfSize(old.heap.size / WASM_PAGE_BYTES, module);
}

/** Why a main memory of so many pages does not fit a module. */
export function misfitOfSize(pages: number, { memory }: ModuleInfo): string | undefined {
  if (!memory) return pages === 0 ? undefined : 'the kept main memory needs a module with a memory.';
  if (pages < memory.minimum) return `the kept main memory has ${pages} pages, but the module needs at least ${memory.minimum}.`;
  if (pages > (memory.maximum ?? Infinity)) return `the kept main memory has ${pages} pages, but the module allows at most ${memory.maximum}.`;
  return undefined;
}

/** Why `wasm_memory_persistence` cannot be what it is, or cannot be missing. */
export function refuseOption(old: ModuleInfo, module: ModuleInfo, persistence: 'keep' | 'replace' | undefined): string | undefined {
  if (persistence === undefined && old.metadata.has(ENHANCED_PERSISTENCE_SECTION)) {
    return 'Missing upgrade option: Enhanced orthogonal persistence requires the `wasm_memory_persistence` upgrade option.';
  }
  if (persistence === 'keep' && !module.metadata.has(ENHANCED_PERSISTENCE_SECTION)) {
    return 'Invalid upgrade option: The `wasm_memory_persistence: opt Keep` upgrade option requires that the new canister module supports enhanced orthogonal persistence.';
  }
  return undefined;
}
