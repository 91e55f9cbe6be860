import { describe, expect, it } from 'vitest';
import { createPalette } from '../../src/cli/palette.ts';
import { formatCause } from '../../src/cli/reporters/format-changes.ts';
import { formatPlan, formatPlanMarkdown } from '../../src/cli/reporters/format-plan.ts';
import { formatWhy } from '../../src/cli/reporters/format-why.ts';
import type { PlanReport } from '../../src/model/report.ts';
import { createFakeIo } from './fake-io.ts';
import { change } from './samples.ts';

const io = createFakeIo();
const palette = createPalette({ noColor: true }, io, io.stdout);
const headline = { field: 'text.headline', before: 'Frühling', after: 'Sommer' };
const plan = (given: Partial<PlanReport> = {}): PlanReport => ({
  exit: 0,
  cells: 4,
  outputs: 12,
  reused: 2,
  changes: [],
  purchases: [],
  removes: [],
  diagnostics: [],
  ...given,
});

describe('formatPlan', () => {
  it('groups by asset and reason, with the field old → new', () => {
    const changes = [change('hero/og.de', { causes: [headline] }), change('hero/story.de', { causes: [headline] }), change('quote/og.en', { reason: 'new' })];
    expect(formatPlan(plan({ changes, removes: ['public/visuals/old.png'] }), palette, false)).toBe(
      [
        '4 pictures, 12 files: 3 to make, 2 reused, 1 file to remove',
        '',
        'hero  2 pictures',
        '  changed: og.de, story.de',
        '    text.headline  "Frühling" → "Sommer"',
        '',
        'quote  1 picture',
        '  new: og.en',
        '',
        'to remove',
        '  public/visuals/old.png',
        '',
      ].join('\n'),
    );
  });

  it('says when the values are those of one cell of many', () => {
    const other = { ...headline, before: 'Spring', after: 'Summer' };
    const text = formatPlan(plan({ changes: [change('hero/og.de', { causes: [headline] }), change('hero/og.en', { causes: [other] })] }), palette, false);
    expect(text).toContain('(as in og.de; the others have values of their own)');
    expect(text).not.toContain('Summer');
  });

  it('names all cells with --verbose and some without', () => {
    const changes = Array.from({ length: 9 }, (_, index) => change(`hero/s${index}.de`));
    expect(formatPlan(plan({ changes }), palette, false)).toContain('s5.de, … (9)');
    expect(formatPlan(plan({ changes }), palette, true)).toContain('s7.de, s8.de\n');
  });

  it('says when there is nothing to do', () => {
    expect(formatPlan(plan(), palette, false)).toBe('Nothing to do: 4 pictures, 12 files, all as they should be\n');
  });

  it('has a form for pull requests in which nothing breaks the table', () => {
    const causes = [{ field: 'text.a|b', before: 'x | <b>', after: 'line\n`two`' }];
    const text = formatPlanMarkdown(plan({ changes: [change('hero/og.de', { causes })], removes: ['a.png'] }));
    const row = text.split('\n').find((line) => line.startsWith('| hero'));
    expect(row).toBe('| hero | 1 | `text.a\\|b`: "x \\| \\<b\\>" → "line \\`two\\`" |');
    expect(text).toContain('<details><summary>1 file to remove</summary>\n\n- `a.png`\n');
  });
});

describe('formatCause', () => {
  it('shortens digests and long texts, and shows where long texts part', () => {
    expect(formatCause({ field: 'art', before: 'a'.repeat(64), after: 'b'.repeat(64) })).toBe(`${'a'.repeat(12)} → ${'b'.repeat(12)}`);
    const long = 'The same beginning of a long sentence that goes on and on before it says ';
    expect(formatCause({ field: 't', before: `${long}this`, after: `${long}that` })).toBe('"…e it says this" → "…e it says that"');
  });

  it('tells fields that came and went', () => {
    expect(formatCause({ field: 't', after: 'x' })).toBe('new: "x"');
    expect(formatCause({ field: 't', before: 'x' })).toBe('gone, was "x"');
  });
});

describe('formatWhy', () => {
  const report = {
    exit: 0,
    asset: 'hero',
    last: [change('hero/og.de', { causes: [headline] })],
    next: [],
    record: { cell: 'hero/og.de', fields: { size: '1200x630', art: 'c'.repeat(64) } },
    diagnostics: [],
  };

  it('tells the last and the next build', () => {
    const text = formatWhy(report, palette, false);
    expect(text).toContain('The last build made\nhero  1 picture\n  changed: og.de\n    text.headline  "Frühling" → "Sommer"');
    expect(text).toContain('The next build would make\nNothing: its pictures are as they should be.\n');
    expect(text).not.toContain('1200x630');
  });

  it('tells what a picture depends on with --verbose, sorted', () => {
    expect(formatWhy(report, palette, true)).toContain(`hero/og.de depends on\n  art   ${'c'.repeat(12)}\n  size  1200x630\n`);
  });
});
