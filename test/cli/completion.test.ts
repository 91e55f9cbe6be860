import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { completeWords, shells } from '../../src/cli/complete-words.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { createProject, repository } from '../support/create-project.ts';
import { createFakeIo } from './fake-io.ts';

const complete = (line: string, root = '/nowhere'): readonly string[] => completeWords(line.split(' '), root, () => ['COPY_EMPTY', 'COPY_MISSING', 'DRIFT']);

describe('what a word could become', () => {
  test.each([
    ['bu', ['build']],
    ['cop', ['copy']],
    ['copy ', ['export', 'import', 'pseudo']],
    ['templates e', ['eject']],
    ['templates show po', ['poster']],
    ['build --fr', ['--frozen']],
    ['build --frozen --dr', ['--draft']],
    ['explain COPY_', ['COPY_EMPTY', 'COPY_MISSING']],
    ['completion z', ['zsh']],
    ['copy export --format x', ['xliff', 'xliff-2']],
    ['init --template qu', ['quote']],
    ['build --jobs ', []],
    ['nonsense ', []],
  ])('visuals %s', (line, expected) => expect(complete(line)).toEqual(expected));

  test('names of the project as it was published last', async () => {
    const project = createProject();
    await project.buildWell();
    expect(complete('why ', project.root)).toEqual(['hello', 'photo']);
    expect(complete('build --only h', project.root)).toEqual(['hello']);
    expect(complete('build --only hello --locale ', project.root)).toEqual(['de', 'en']);
    expect(complete('plan --size ', project.root)).toEqual(['wide']);
  });
});

describe('the scripts', () => {
  test.each(shells)('%s', async (shell) => {
    const io = createFakeIo();
    expect(await runCommandLine(['completion', shell], io)).toBe(0);
    expect(io.written.stdout).toContain('completion words --');
    if (shell === 'powershell' || spawnSync(shell, ['-c', 'true']).status !== 0) return;
    const { status, stderr } = spawnSync(shell, ['-n'], { input: io.written.stdout, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
  });

  test('bash completes with it', async () => {
    const project = createProject();
    await project.buildWell();
    mkdirSync(join(project.root, 'bin'));
    writeFileSync(join(project.root, 'bin/visuals'), `#!/bin/sh\nexec "${process.execPath}" "${join(repository, 'dist/bin.cjs')}" "$@"\n`);
    chmodSync(join(project.root, 'bin/visuals'), 0o755);
    const script = 'source <(visuals completion bash); COMP_WORDS=(visuals build --only ph); COMP_CWORD=3; _visuals; echo "${COMPREPLY[@]}"';
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', script], {
      cwd: project.root,
      encoding: 'utf8',
      env: { SHLVL: '1', PATH: `${join(project.root, 'bin')}:${process.env['PATH'] ?? ''}` },
    });
    expect([stdout, stderr]).toEqual(['photo\n', '']);
  });

  test('another shell is told which there are', async () => {
    const io = createFakeIo();
    expect(await runCommandLine(['completion', 'zshh'], io)).toBe(2);
    expect(io.written.stderr).toContain('did you mean "zsh"');
  });
});
