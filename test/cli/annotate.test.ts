import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { annotate } from '../../src/cli/annotate.ts';
import { printDiagnostics } from '../../src/cli/print-diagnostics.ts';
import { createFakeIo } from './fake-io.ts';
import { diagnostic, flags } from './samples.ts';

const folder = mkdtempSync(join(tmpdir(), 'visuals-annotate-'));
afterEach(() => rmSync(join(folder, 'summary'), { force: true }));

describe('annotate', () => {
  it('escapes what would end the command or its properties', () => {
    const io = createFakeIo();
    annotate([diagnostic({ message: '100% a:b,c\r\nd', fix: 'Do.', place: { file: 'a,b:c%.json', line: 3, column: 7 } })], io);
    expect(io.written.stderr).toBe('::error file=a%2Cb%3Ac%25.json,line=3,col=7,title=COPY_MISSING::100%25 a:b,c%0D%0Ad%0ADo.\n');
  });

  it('shows ten of a kind and writes the rest into the summary', () => {
    const summary = join(folder, 'summary');
    const io = createFakeIo({ env: { GITHUB_STEP_SUMMARY: summary } });
    const many = Array.from({ length: 12 }, (_, index) => diagnostic({ message: `problem <${index}>` }));
    annotate([...many, diagnostic({ severity: 'warning', message: 'a warning' })], io);
    expect(io.written.stderr.match(/^::error /gm)).toHaveLength(10);
    expect(io.written.stderr.match(/^::warning /gm)).toHaveLength(1);
    const text = readFileSync(summary, 'utf8');
    expect(text).toContain('2 more diagnostics');
    expect(text).toContain(String.raw`problem \<10\>`);
    expect(text).toContain(String.raw`problem \<11\>`);
  });

  it('is quiet about a summary that cannot be written', () => {
    const io = createFakeIo({ env: { GITHUB_STEP_SUMMARY: join(folder, 'no', 'such', 'folder') } });
    const many = Array.from({ length: 12 }, (_, index) => diagnostic({ message: `problem ${index}` }));
    expect(() => annotate(many, io)).not.toThrow();
  });

  it('goes along with the text, on GitHub only', () => {
    const there = createFakeIo({ env: { GITHUB_ACTIONS: 'true' } });
    printDiagnostics([diagnostic()], flags(), there);
    expect(there.written.stderr).toMatch(/error\[COPY_MISSING\][^]*::error /);
    const elsewhere = createFakeIo();
    printDiagnostics([diagnostic()], flags(), elsewhere);
    expect(elsewhere.written.stderr).not.toContain('::error');
  });
});
