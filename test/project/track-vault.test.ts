import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { trackVault } from '../../src/track-vault.ts';
import { createProject } from '../support/create-project.ts';
import { createRepository } from '../support/create-repository.ts';
import { codesOf } from '../support/paid-project.ts';

const vaultLine = 'visuals.vault/[0-9a-f][0-9a-f]/* filter=lfs diff=lfs merge=lfs -text';
const lockLine = 'visuals.lock.json merge=union';

/** A `git-lfs` on the path that answers, or none. */
function provideLfs(root: string, there: boolean): void {
  const folder = join(root, 'bin');
  mkdirSync(folder);
  const git = execFileSync('which', ['git'], { encoding: 'utf8' }).trim();
  writeFileSync(join(folder, 'git'), `#!/bin/sh\ncase " $* " in *' lfs version '*) exit ${there ? 0 : 1} ;; esac\nexec ${git} "$@"\n`);
  chmodSync(join(folder, 'git'), 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env['PATH'] ?? ''}`);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}

describe('vault track', () => {
  test('writes its lines once, and git takes them for pictures and not for papers', async () => {
    const project = createProject();
    const { root } = project;
    provideLfs(root, true);
    expect(await trackVault({ root })).toMatchObject({ exit: 0, added: [vaultLine, lockLine], lfs: true, diagnostics: [] });
    expect(project.read('.gitattributes')).toBe(`${vaultLine}\n${lockLine}\n`);
    expect(await trackVault({ root })).toMatchObject({ exit: 0, added: [] });
    expect(project.read('.gitattributes')).toBe(`${vaultLine}\n${lockLine}\n`);
    const git = createRepository(root);
    const filterOf = (path: string): string => git('check-attr', 'filter', 'merge', '--', path);
    expect(filterOf('visuals.vault/ab/abcdef')).toContain('filter: lfs');
    expect(filterOf('visuals.vault/.journal/ledger.jsonl')).toContain('filter: unspecified');
    expect(filterOf('visuals.lock.json')).toContain('merge: union');
  });

  test('what people wrote stays: other lines, line ends, and other words on the same paths', async () => {
    const project = createProject();
    const { root } = project;
    provideLfs(root, true);
    const theirs = `*.psd filter=lfs\r\nvisuals.lock.json merge=binary`;
    project.write({ '.gitattributes': theirs });
    const report = await trackVault({ root });
    expect(report).toMatchObject({ exit: 0, added: [vaultLine] });
    expect(codesOf(report)).toEqual(['ATTRIBUTES_TAKEN']);
    expect(project.read('.gitattributes')).toBe(`${theirs}\r\n${vaultLine}\r\n`);
  });

  test('says when Git LFS is missing', async () => {
    const project = createProject();
    provideLfs(project.root, false);
    const report = await trackVault({ root: project.root });
    expect(report).toMatchObject({ exit: 0, lfs: false });
    expect(codesOf(report)).toEqual(['GIT_LFS_MISSING']);
    expect(existsSync(join(project.root, '.gitattributes'))).toBe(true);
  });
});
