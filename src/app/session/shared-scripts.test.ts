import { describe, expect, it } from 'vitest';
import { numbered, upgradeStep } from '../state/scripts.ts';
import type { CallStep } from '../state/scripts-model.ts';
import type { PlaygroundError } from '../../protocol/rpc.ts';
import { decodeShare, encodeShare, type SharedProject } from './share.ts';
import { sharedScripts, validScripts, withIds } from './shared-scripts.ts';

const call: Omit<CallStep, 'id'> = {
  kind: 'call',
  canister: 'main',
  method: 'get',
  mode: 'query',
  args: '()',
  caller: 'Bob',
  recorded: { phase: 'replied', text: '(1)', instructions: 5 },
  expected: { kind: 'reply', text: '(3)' },
};
const scripts = [{ title: 'Ages', steps: [call, upgradeStep('main'), { ...call, recorded: undefined, expected: { kind: 'rejection' } as const }] }];
const project: SharedProject = { title: 'P', files: { 'Main.mo': 'persistent actor {}' }, language: 'persistent', persistence: 'enhanced' };

describe('a shared link', () => {
  it('carries scripts, without the ids they have here', async () => {
    const mine = scripts.map(({ title, steps }) => ({ id: 'secret', title, steps: numbered(steps) }));
    expect(await decodeShare(await encodeShare({ ...project, scripts: mine }))).toEqual({ ...project, scripts });
  });

  it('is what it always was where there are none', async () => {
    expect(await encodeShare({ ...project, scripts: [] })).toBe(await encodeShare(project));
    expect(await decodeShare(await encodeShare(project))).not.toHaveProperty('scripts');
  });

  it('refuses scripts that would make it too long', async () => {
    const long = [{ title: 'Long', steps: [{ ...call, args: `("${'x'.repeat(100_001)}")` }] }];
    await expect(encodeShare({ ...project, scripts: long })).rejects.toMatchObject({ code: 'share-too-large' } satisfies Partial<PlaygroundError>);
  });
});

describe('the scripts in a link', () => {
  it('get ids of whoever opens it', () => {
    let next = 0;
    const opened = withIds(scripts, () => `id ${++next}`);
    expect(opened.map(({ id, steps }) => [id, steps.map((step) => step.id)])).toEqual([['id 1', ['1', '2', '3']]]);
    expect(sharedScripts(opened)).toEqual(scripts);
  });

  const damaged: readonly [string, unknown][] = [
    ['no list', {}],
    ['too many', Array.from({ length: 21 }, () => scripts[0])],
    ['no title', [{ steps: [] }]],
    ['too many steps', [{ title: 'x', steps: Array.from({ length: 201 }, () => upgradeStep('main')) }]],
    ['a step of another kind', [{ title: 'x', steps: [{ kind: 'fetch', canister: 'main' }] }]],
    ['a call without arguments', [{ title: 'x', steps: [{ ...call, args: 3 }] }]],
    ['a call in another mode', [{ title: 'x', steps: [{ ...call, mode: 'delete' }] }]],
  ];
  for (const [what, value] of damaged) it(`are refused: ${what}`, () => expect(validScripts(value)).toBeUndefined());

  it('lose a recorded answer or an expectation that is no such thing', () => {
    const [script] = validScripts([{ title: ' ', steps: [{ ...call, recorded: { phase: 'lost' }, expected: { kind: 'reply' } }] }]) ?? [];
    expect(script).toEqual({ title: 'Script', steps: [{ ...call, recorded: undefined, expected: undefined }] });
  });
});
