import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { repository } from '../support/create-project.ts';
import { driveTerminal, hasTerminal, keys } from '../support/drive-terminal.ts';
import type { Seen, Step } from '../support/drive-terminal.ts';
import { commandFile } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const { enter, down, right, interrupt } = keys;
const [which, whether] = ['Which template', 'Install what is missing?'];

/** `visuals init` as somebody types it; `npm` is a script that says `installing` and goes on for a minute. */
function init(root: string, ...steps: readonly Step[]): Promise<Seen> {
  const commands = createTemporaryFolder();
  writeFileSync(join(commands, 'npm'), '#!/bin/sh\necho installing\nsleep 60\n', { mode: 0o755 });
  return driveTerminal([process.execPath, join(repository, 'dist', commandFile), 'init'], steps, { cwd: root, path: `${commands}:` });
}

describe.skipIf(!hasTerminal)('visuals init in a terminal (needs python3)', () => {
  test('takes the template that is chosen, and installs nothing that is declined', async () => {
    const root = createTemporaryFolder();
    const { exit, shown, left } = await init(root, [which, down], ['ad-banner (', enter], [whether, right], ['● No', enter]);
    expect([exit, left], shown).toEqual([0, []]);
    expect(shown).toMatch(/● social-card \(A headline, a line below it/);
    expect(shown).toContain('npm install --save-dev visuals@');
    expect(readFileSync(join(root, 'visuals.config.ts'), 'utf8')).toContain("template: 'ad-banner'");
    expect(readdirSync(root).toSorted()).toEqual(['.gitignore', 'art', 'brand', 'copy', 'package.json', 'tsconfig.json', 'visuals.config.ts']);
  });

  test.each([
    ['the first question', [[which, interrupt]]],
    [
      'the second question',
      [
        [which, enter],
        [whether, interrupt],
      ],
    ],
    [
      'the installation',
      [
        [which, enter],
        [whether, enter],
        ['installing', interrupt],
      ],
    ],
  ] as readonly (readonly [string, readonly Step[]])[])('Ctrl-C at %s leaves nothing behind', async (_title, steps) => {
    const root = createTemporaryFolder();
    const { exit, shown, left } = await init(root, ...steps);
    expect([exit, left], shown).toEqual([130, []]);
    expect(shown).toMatch(/[Nn]othing was written/);
    expect(readdirSync(root)).toEqual([]);
  });

  test('a config that is there is kept, and no template asked for', async () => {
    const root = createTemporaryFolder();
    mkdirSync(join(root, 'copy'));
    const mine = { 'visuals.config.ts': '// mine\n', 'package.json': '{}', 'copy/en.json': '{"mine": "yes"}' };
    for (const [path, text] of Object.entries(mine)) writeFileSync(join(root, path), text);
    const { exit, shown, left } = await init(root, [whether, right], ['● No', enter]);
    expect([exit, left], shown).toEqual([0, []]);
    expect(shown).not.toContain(which);
    expect(shown).toMatch(/Left alone, as they were there\s+visuals\.config\.ts/);
    for (const [path, text] of Object.entries(mine)) expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  });
});
