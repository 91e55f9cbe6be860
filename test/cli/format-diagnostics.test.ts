import { describe, expect, it } from 'vitest';
import { formatDiagnostics } from '../../src/cli/format-diagnostics.ts';
import { createPalette } from '../../src/cli/palette.ts';
import { createFakeIo } from './fake-io.ts';
import { diagnostic } from './samples.ts';

const io = createFakeIo();
const style = { palette: createPalette({ noColor: true }, io, io.stderr), columns: 80, verbose: false, cuts: true, readSource: (): undefined => undefined };

describe('formatDiagnostics', () => {
  it('tells code, cause, place, code frame, cell and fix', () => {
    const found = diagnostic({ place: { file: 'copy/de.json', line: 2, column: 3 }, cell: 'hero/og.de' });
    const source = '{\n  "hero": {}\n}\n';
    expect(formatDiagnostics([found], { ...style, readSource: (file) => (file === 'copy/de.json' ? source : undefined) })).toBe(
      [
        'error[COPY_MISSING] no message "hero.headline" for de',
        '  copy/de.json:2:3',
        '    1 | {',
        '  > 2 |   "hero": {}',
        '      |   ^',
        '    3 | }',
        '    4 |',
        '  in hero/og.de',
        '  fix: Add it to copy/de.json.',
        '',
        '1 error',
        '',
      ].join('\n'),
    );
  });

  it('stands without a frame when the file is gone', () => {
    expect(formatDiagnostics([diagnostic({ place: { file: 'gone.json', line: 2 } })], style)).toContain('  gone.json:2\n  fix:');
  });

  it('groups what differs only in its cell', () => {
    const cells = ['a', 'b', 'c', 'd', 'e', 'f'].map((size) => diagnostic({ cell: `hero/${size}.de`, details: { size } }));
    const text = formatDiagnostics(cells, style);
    expect(text).toContain('  in hero/a.de and in 5 more: hero/b.de, hero/c.de, hero/d.de, …\n');
    expect(text).toMatch(/\n1 error\n$/);
    expect(formatDiagnostics(cells, { ...style, verbose: true })).toContain('hero/e.de, hero/f.de\n');
  });

  it('keeps apart what differs in the message or the place', () => {
    const text = formatDiagnostics([diagnostic(), diagnostic({ message: 'other' }), diagnostic({ place: { file: 'a' } })], style);
    expect(text).toMatch(/\n3 errors\n$/);
  });

  it('tells once what one mend takes away in many places of the disk, with a count and examples', () => {
    const damaged = Array.from({ length: 1500 }, (_, at) =>
      diagnostic({ code: 'CACHE_CORRUPT', severity: 'warning', exit: 0, message: `"blob-${at}" is damaged`, fix: 'Repair.' }),
    );
    expect(formatDiagnostics(damaged, style)).toBe(
      [
        'warning[CACHE_CORRUPT] "blob-0" is damaged',
        '  and 1499 more, such as "blob-1" is damaged; "blob-2" is damaged; "blob-3" is damaged',
        '  fix: Repair.',
        '',
        '1500 warnings',
        '',
      ].join('\n'),
    );
    expect(formatDiagnostics(damaged, { ...style, verbose: true })).toContain('warning[CACHE_CORRUPT] "blob-1499" is damaged\n');
  });

  it('leaves out what is beyond ten of a code, and says so', () => {
    const missing = Array.from({ length: 40 }, (_, at) => diagnostic({ message: `no message "card-${at}"`, place: { file: 'copy/en.json', line: at + 1 } }));
    const text = formatDiagnostics([...missing, diagnostic({ code: 'TEXT_OVERFLOW', message: 'too long' })], style);
    expect(text.match(/^error\[COPY_MISSING\]/gm)).toHaveLength(10);
    expect(text).toContain('  … 30 more of COPY_MISSING; `--verbose` shows them\n');
    expect(text).toContain('error[TEXT_OVERFLOW] too long\n');
    expect(text).toMatch(/\n41 errors\n$/);
    expect(formatDiagnostics(missing, { ...style, cuts: false }).match(/^error\[COPY_MISSING\]/gm)).toHaveLength(40);
  });

  it('puts errors last and counts both', () => {
    const text = formatDiagnostics([diagnostic(), diagnostic({ severity: 'warning', code: 'TEMPLATE_VAR_UNUSED', exit: 0 })], style);
    expect(text.indexOf('warning[')).toBeLessThan(text.indexOf('error['));
    expect(text).toMatch(/\n1 error, 1 warning\n$/);
  });

  it('never hands an escape sequence from a message to the terminal', () => {
    expect(formatDiagnostics([diagnostic({ message: 'x\u001b[2Jy', fix: '\u0007', cell: 'a\u001b/b' })], style)).not.toMatch(/[\u0007\u001b]/);
  });

  it('is nothing for nothing', () => {
    expect(formatDiagnostics([], style)).toBe('');
  });
});

describe('colours', () => {
  const isColoured = (env: { readonly [name: string]: string }, terminal: boolean, noColor = false): boolean => {
    const world = createFakeIo({ env, terminal });
    return createPalette({ noColor }, world, world.stderr).red('x') !== 'x';
  };

  it('follow the terminal, the flag, NO_COLOR and FORCE_COLOR', () => {
    expect(isColoured({}, true)).toBe(true);
    expect(isColoured({}, false)).toBe(false);
    expect(isColoured({ TERM: 'dumb' }, true)).toBe(false);
    expect(isColoured({ NO_COLOR: '1' }, true)).toBe(false);
    expect(isColoured({ NO_COLOR: '' }, true)).toBe(true);
    expect(isColoured({ FORCE_COLOR: '1' }, false)).toBe(true);
    expect(isColoured({ FORCE_COLOR: '0' }, true)).toBe(false);
    expect(isColoured({ NO_COLOR: '1', FORCE_COLOR: '1' }, true)).toBe(false);
    expect(isColoured({ FORCE_COLOR: '1' }, true, true)).toBe(false);
  });
});
