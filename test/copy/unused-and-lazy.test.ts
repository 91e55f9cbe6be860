import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkProject } from '../../src/check-project.ts';
import { checkText } from '../../src/check-text.ts';
import { copyProject, repository } from '../support/create-project.ts';

const plain = join(repository, 'fixtures/plain');

describe('a message that no picture uses', () => {
  it('is a warning of check, at its line, once for all languages', async () => {
    const project = copyProject(plain);
    const copy = JSON.parse(project.read('copy/en.json')) as { readonly hello: object };
    const german = JSON.parse(project.read('copy/de.json')) as { readonly hello: object };
    project.write({
      'copy/en.json': { ...copy, hello: { ...copy.hello, old: 'Left over' } },
      'copy/de.json': { ...german, hello: { ...german.hello, old: 'Rest' }, only: 'Nur hier' },
      'expected.json': undefined,
    });
    await project.buildWell();
    const { exit, diagnostics } = await checkProject({ root: project.root, jobs: 2 });
    expect(exit).toBe(0);
    expect(diagnostics.map(({ code, severity, message, place }) => [code, severity, message, place?.file, place?.line])).toEqual([
      ['COPY_UNUSED', 'warning', 'No picture uses the message "hello.old" of en.', 'copy/en.json', 5],
      ['COPY_UNUSED', 'warning', 'No picture uses the message "only" of de.', 'copy/de.json', 11],
    ]);
  });

  it('is told of in each language where it is no ICU MessageFormat, at the fault', async () => {
    const project = copyProject(plain);
    const german = JSON.parse(project.read('copy/de.json')) as object;
    project.write({ 'copy/de.json': { ...german, only: 'Nur {hier', also: 'Nur {{hier}}' }, 'expected.json': undefined });
    const { exit, diagnostics } = await checkText({ root: project.root });
    expect(exit).toBe(0);
    expect(diagnostics.map(({ code, message, place }) => [code, message, place?.file, place?.column])).toEqual([
      ['COPY_UNUSED', 'No picture uses the message "also" of de, which is not valid ICU MessageFormat: malformed argument.', 'copy/de.json', 16],
      ['COPY_UNUSED', 'No picture uses the message "only" of de, which is not valid ICU MessageFormat: expect argument closing brace.', 'copy/de.json', 16],
    ]);
  });

  it('is not told of while a template can not be read', async () => {
    const project = copyProject(plain);
    project.write({ 'templates/note/template.hbs': '{{#if}}', 'expected.json': undefined });
    const { diagnostics } = await checkProject({ root: project.root, jobs: 2 });
    expect(diagnostics.some(({ severity }) => severity === 'error')).toBe(true);
    expect(diagnostics.map(({ code }) => code)).not.toContain('COPY_UNUSED');
  });
});

describe('the libraries of copy formats', () => {
  const marks = ['tag:yaml.org,2002', 'Unable to auto-detect delimiting character'] as const;
  const files = readdirSync(join(repository, 'dist')).filter((file) => file.endsWith('.js'));
  const heavy = files.filter((file) => marks.some((mark) => readFileSync(join(repository, 'dist', file), 'utf8').includes(mark)));

  const listLoaded = (folder: string): readonly string[] => {
    const project = copyProject(plain, folder);
    const parameters = [join(repository, 'dist/bin.cjs'), 'plan'];
    const { stderr } = spawnSync(process.execPath, parameters, {
      cwd: project.root,
      encoding: 'utf8',
      env: { ...process.env, NODE_DEBUG: 'esm' },
      maxBuffer: 2 ** 28,
    });
    return heavy.filter((file) => stderr.includes(`dist/${file}`));
  };

  it('are loaded for a project of their format, and for none of JSON alone', () => {
    expect(heavy.length).toBeGreaterThanOrEqual(2);
    expect(listLoaded(plain)).toEqual([]);
    expect(listLoaded(join(repository, 'fixtures/copy-yaml'))).toHaveLength(1);
    expect(listLoaded(join(repository, 'fixtures/copy-csv'))).toHaveLength(1);
  });
});
