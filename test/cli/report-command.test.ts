import { describe, expect, test } from 'vitest';
import { formatReportMarkdown } from '../../src/cli/reporters/format-report.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import type { ReportData } from '../../src/report/report-data.ts';
import { createGitProject } from '../support/git-project.ts';
import { createFakeIo } from './fake-io.ts';

/** Runs the command in a project. */
async function run(cwd: string, ...words: readonly string[]): Promise<{ readonly exit: number; readonly stdout: string; readonly stderr: string }> {
  const io = createFakeIo({ cwd });
  const exit = await runCommandLine(['report', ...words], io);
  return { exit, ...io.written };
}

const german = { hello: { headline: 'Hallo', alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } };

describe('visuals report', () => {
  test('tells what changed and where the page lies, in text, Markdown and JSON', async () => {
    const project = createGitProject();
    const { root } = project;
    project.write({ 'copy/de.json': german });
    const text = await run(root, '--since', 'HEAD');
    expect(text).toMatchObject({ exit: 0, stderr: '' });
    expect(text.stdout).toMatch(
      /^1 changed since HEAD; 4 not reviewed\n {6}1 {2}Copy: headline, at most [\d.]+ %\n {6}3 {2}as they were\n✓ \.visuals\/report\/index\.html\n$/,
    );
    const { stdout } = await run(root, '--since', 'HEAD', '--markdown', '--out', 'sheet');
    expect(stdout).toContain('### visuals: what changed since HEAD\n\n1 changed; 3 as they were.\n');
    expect(stdout).toMatch(/\| Copy: headline \| 1 \| [\d.]+ % \| hello\/wide\.de \|/);
    expect(stdout).toContain('keep the folder `sheet` as an artifact');
    const json = JSON.parse((await run(root, '--json')).stdout) as { readonly data: ReportData };
    expect(json.data.cells).toHaveLength(4);
  });

  test('--sprint tells figures, and says plainly which it has not', async () => {
    const project = createGitProject();
    const { root } = project;
    project.write({ 'copy/de.json': german });
    const { stdout } = await run(root, '--sprint', '--since', 'HEAD');
    expect(stdout).toMatch(/^Delivered since HEAD \(\d{4}-\d\d-\d\d, [0-9a-f]{10}\)\n/);
    expect(stdout).toMatch(
      /made +1 new or changed\n +reused +3 as they were\n +bought +0 pictures for \$0\.00\n +whole images +\$[\d.]+( to \$[\d.]+)? for the 1 picture that was made/,
    );
    expect(stdout).toContain('Builds keep no times');
    expect((await run(root, '--sprint', '--markdown')).stdout).toContain('| pictures | 4, 4 files |');
    expect(JSON.parse((await run(root, '--sprint', '--json')).stdout)).toMatchObject({ pictures: { made: 4 } });
  });

  test('refuses flags that would do nothing, and tells a state that git does not know', async () => {
    const { root } = createGitProject();
    expect(await run(root, '--sprint', '--out', 'x')).toMatchObject({
      exit: 2,
      stdout: '',
      stderr: expect.stringContaining("--out can't go with --sprint") as string,
    });
    expect(await run(root, '--since', 'nowhere', '--markdown')).toMatchObject({
      exit: 2,
      stdout: '',
      stderr: expect.stringContaining('REPORT_REFERENCE') as string,
    });
  });

  test('Markdown of a name that is markup stays text', () => {
    const name = '|<img src=x>`*[a](b)';
    const spending = { pictures: 0, cost: 0, month: { name: '2026-11', cost: 0 } };
    const change = { cell: name, asset: name, locale: 'en', direction: 'ltr', alt: '', fields: [] } as const;
    const comparison = {
      since: name,
      commit: '',
      unchanged: 0,
      groups: [{ kind: 'changed' as const, causes: [name], changes: [change] }],
      alternatives: [],
      bought: spending,
      work: { milliseconds: 1, drawn: 1 },
    };
    const data: ReportData = { project: name, locales: [], cells: [], problems: [], purchases: [], spending, comparison };
    const text = formatReportMarkdown({ exit: 0, page: 'sheet/index.html', data, diagnostics: [] });
    expect(text).not.toMatch(/(?<!\\)<img|(?<!\\)\[a/);
    expect(text.split('\n').filter((line) => line.startsWith('| ') && line.includes('img'))).toHaveLength(1);
  });
});
