import { testConformance } from './conformance.ts';
import { createMemoryState, createMemoryStore } from './memory.ts';

testConformance('the store in memory', async () => {
  const state = createMemoryState();
  return { open: async () => createMemoryStore(state) };
});
