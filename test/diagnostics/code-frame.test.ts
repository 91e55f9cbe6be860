import { describe, expect, it } from 'vitest';
import { createCodeFrame, formatCodeFrame } from '../../src/diagnostics/code-frame.ts';
import { cleanForTerminal, measureWidth, truncateToWidth } from '../../src/diagnostics/display-width.ts';

const source = ['one', 'two', 'three', 'four', 'five', 'six'].join('\n');
const show = (...parameters: Parameters<typeof createCodeFrame>): string => formatCodeFrame(createCodeFrame(...parameters));

describe('createCodeFrame', () => {
  it('shows two lines round the place and a caret under the column', () => {
    expect(show(source, { line: 3, column: 2 })).toBe(['  1 | one', '  2 | two', '> 3 | three', '    |  ^', '  4 | four', '  5 | five'].join('\n'));
  });

  it('needs no column, and stops at the ends of the file', () => {
    expect(show(source, { line: 1 })).toBe(['> 1 | one', '  2 | two', '  3 | three'].join('\n'));
    expect(show(source, { line: 6 })).toBe(['  4 | four', '  5 | five', '> 6 | six'].join('\n'));
  });

  it('is empty for a line that the file does not have', () => {
    expect(createCodeFrame(source, { line: 7 })).toEqual([]);
    expect(createCodeFrame(source, { line: 0 })).toEqual([]);
  });

  it('aligns numbers of different lengths', () => {
    const long = Array.from({ length: 12 }, (_, index) => `line ${index + 1}`).join('\n');
    expect(show(long, { line: 10 })).toBe(['   8 | line 8', '   9 | line 9', '> 10 | line 10', '  11 | line 11', '  12 | line 12'].join('\n'));
  });

  it('puts the caret under the character behind tabs and wide characters', () => {
    expect(show('\tx', { line: 1, column: 2 })).toBe('> 1 |     x\n    |     ^');
    expect(show('日本x', { line: 1, column: 3 })).toBe('> 1 | 日本x\n    |     ^');
    expect(show('e\u0301x', { line: 1, column: 3 })).toBe('> 1 | e\u0301x\n    |  ^');
  });

  it('brings a far column of a long line into view', () => {
    const [row, caret] = createCodeFrame(`${'a'.repeat(5000)}X${'b'.repeat(5000)}`, { line: 1, column: 5001, width: 60 });
    expect(measureWidth(row?.text ?? '')).toBeLessThanOrEqual(60);
    expect(row?.text[caret?.text.indexOf('^') ?? -1]).toBe('X');
  });

  it('knows lines that end in CRLF and never hands on an escape sequence', () => {
    expect(show('a\r\n\u001b[2Jb\r\nc', { line: 2, column: 1 })).toBe('  1 | a\n> 2 | �[2Jb\n    | ^\n  3 | c');
  });
});

describe('display width', () => {
  it('counts columns, not code units', () => {
    expect(measureWidth('abc')).toBe(3);
    expect(measureWidth('한글')).toBe(4);
    expect(measureWidth('🙂')).toBe(2);
    expect(measureWidth('ก็')).toBe(1);
  });

  it('cuts at whole characters', () => {
    expect(truncateToWidth('日本語', 6)).toBe('日本語');
    expect(truncateToWidth('日本語', 5)).toBe('日本…');
    expect(truncateToWidth('日本語', 4)).toBe('日…');
    expect(truncateToWidth('abc', 0)).toBe('');
  });

  it('makes control characters harmless', () => {
    expect(cleanForTerminal('a\nb\u0007\u009b')).toBe('a b��');
  });
});
