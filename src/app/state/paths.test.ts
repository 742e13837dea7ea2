import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FILES, newPathProblem, pathProblem } from './paths.ts';

describe('the path of a file', () => {
  it.each(['Main.mo', 'lib/Types.mo', 'README.md', 'api/service.did', 'a b/ü.mo'])('%s is allowed', (path) => expect(pathProblem(path)).toBeUndefined());

  it.each(['', ' ', ' a.mo', '/a.mo', '../a.mo', 'a/../b.mo', './a.mo', 'a//b.mo', 'a/', 'a\\b.mo', 'a\u0000.mo', 'a\u202e\n.mo', 'Main', 'a.exe', '__proto__/a.mo', 'x/Constructor.mo'])(
    '%j is not allowed',
    (path) => expect(pathProblem(path)).toMatch(/\.$/),
  );

  it('never climbs out of the project, nor leaves it', () => {
    const part = fc.constantFrom('..', '.', '', 'a', 'b.mo', '\\', '\n');
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        const path = parts.join('/');
        if (pathProblem(path) === undefined) expect(parts.every((text) => text === 'a' || text === 'b.mo')).toBe(true);
      }),
    );
  });

  it('must be free, in any case, as a file and as a folder', () => {
    const files = { 'Main.mo': '', 'lib/A.mo': '' };
    expect(newPathProblem('main.mo', files)).toContain('Main.mo');
    expect(newPathProblem('Main.mo/x.mo', files)).toContain('in the way');
    expect(newPathProblem('lib/B.mo', files)).toBeUndefined();
    const many = Object.fromEntries(Array.from({ length: MAX_FILES }, (_, i) => [`${i}.mo`, '']));
    expect(newPathProblem('more.mo', many)).toContain(`${MAX_FILES}`);
  });
});
