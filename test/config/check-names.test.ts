import { posix, win32 } from 'node:path';
import fc from '../support/properties.ts';
import { describe, expect, test } from 'vitest';
import { findGlobProblem, findNameProblem, findOutputProblem, findPathProblem, normalisePath } from '../../src/config/check-names.ts';

/** Pieces that lead somewhere on some system, mixed with anything. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('..', '.', '/', '\\', '\0', 'C:', '//srv/x', 'con', 'NUL', '~', '%2e', 'a', 'b.png', ' ', '\u2024\u2024', '{', '}', ','),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 8 },
  )
  .map((pieces) => pieces.join(''));

describe('names', () => {
  test('no name out of 200,000 escapes', () => {
    fc.assert(
      fc.property(hostile, (name) => {
        if (findNameProblem(name) !== undefined) return true;
        return /^[a-z0-9][a-z0-9-]{0,63}$/.test(name) && posix.join('/out', name) === `/out/${name}` && win32.join('C:\\out', name) === `C:\\out\\${name}`;
      }),
      { numRuns: 200_000 },
    );
  });

  test.each(['hero', '2027', 'spring-launch', 'console', 'com', 'x'.repeat(64)])('%s is fine', (name) => {
    expect(findNameProblem(name)).toBeUndefined();
  });

  test.each(['con', 'prn', 'aux', 'nul', 'com1', 'lpt9', 'CON', 'nul.txt'])('%s is reserved', (name) => {
    expect(findNameProblem(name)?.problem).toBe('is a name that Windows reserves');
  });
});

describe('paths', () => {
  test('none that is taken leads out, on any system', () => {
    fc.assert(
      fc.property(hostile, (path) => {
        if (findPathProblem(path) !== undefined) return true;
        const normal = normalisePath(path);
        return (
          posix.join('/root/project', normal).startsWith('/root/project') && win32.join('C:\\project', normal).startsWith('C:\\project') && !/[\0\\]/.test(path)
        );
      }),
      { numRuns: 50_000 },
    );
  });

  test('globs with braces do not climb', () => {
    expect(findGlobProblem('fonts/{a,../../b}/*.ttf')?.problem).toBe('leads out of the project');
    expect(findGlobProblem('node_modules/@fontsource/inter/files/*..woff2')).toBeUndefined();
  });

  test.each(['.', './', '', '.visuals/out', '.git', 'node_modules/x', 'public/aux', '../out', '/out'])('outputs can not go to %j', (path) => {
    expect(findOutputProblem(path)).toBeDefined();
  });

  test('outputs can go to a folder', () => {
    expect(findOutputProblem('public/visuals/')).toBeUndefined();
    expect(normalisePath('./public//visuals/')).toBe('public/visuals');
  });
});
