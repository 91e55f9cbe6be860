import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { completeWords, shells } from '../../src/cli/complete-words.ts';
import { runCommandLine } from '../../src/cli/run-command-line.ts';
import { createProject, repository } from '../support/create-project.ts';
import { ensureProgram } from '../support/debian-packages.ts';
import { driveTerminal, hasTerminal, keys } from '../support/drive-terminal.ts';
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
  });

  /** How each shell starts with nothing of anybody's, and what is typed to have it complete, and to know its prompt. PowerShell is in no package of Debian or npm: its script is not run. */
  const started = [
    ['bash', ['--norc', '--noprofile', '-i'], "source <(visuals completion bash); bind 'set show-all-if-ambiguous on'; PS1='REA''DY> '"],
    ['zsh', ['--no-rcs', '-i'], "autoload -U compinit; compinit -u -D; source <(visuals completion zsh); PROMPT='REA''DY> '"],
    ['fish', ['--no-config', '-i'], "visuals completion fish | source; function fish_prompt; echo -n 'REA''DY> '; end"],
  ] as const;

  test.for(started)(
    '%s completes commands, flags and names of the project when Tab is pressed',
    { timeout: 60_000 },
    async ([shell, flags, begin], { skip }) => {
      skip(!hasTerminal || (shell !== 'bash' && !ensureProgram(shell)), `needs python3 and ${shell}`);
      const project = createProject();
      await project.buildWell();
      mkdirSync(join(project.root, 'bin'));
      writeFileSync(join(project.root, 'bin/visuals'), `#!/bin/sh\nexec "${process.execPath}" "${join(repository, 'dist/bin.cjs')}" "$@"\n`, { mode: 0o755 });
      const type = (words: string): string => `${keys.clear}${words}${keys.tab}`;
      const { shown, left } = await driveTerminal(
        [shell, ...flags],
        [
          ['', `${begin}\r`],
          ['READY> ', type('visuals expl')],
          ['visuals explain ', type('visuals copy ')],
          ['pseudo', type('visuals build --fro')],
          ['--frozen ', type('visuals build --only ph')],
          ['--only photo ', type('visuals plan --size ')],
          ['--size wide ', `${keys.clear}exit\r`],
        ],
        { cwd: project.root, path: `${join(project.root, 'bin')}:` },
      );
      expect(left, shown).toEqual([]);
      // No files among the commands.
      expect(shown).not.toContain('tokens.json');
    },
  );

  test('another shell is told which there are', async () => {
    const io = createFakeIo();
    expect(await runCommandLine(['completion', 'zshh'], io)).toBe(2);
    expect(io.written.stderr).toContain('did you mean "zsh"');
  });
});
