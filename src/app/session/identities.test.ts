import { expect, it } from 'vitest';
import { CALLERS } from './callers.ts';
import { createIdentities } from './identities.ts';

it('each caller signs as the principal that the page shows', () => {
  const signing = createIdentities().map(({ name, identity }) => [name, identity.getPrincipal().toText()]);
  expect(signing).toEqual(CALLERS.map(({ name, principal }) => [name, principal]));
});
