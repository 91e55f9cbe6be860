import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** The built command as a shell starts it. `npm ci` builds it; `node scripts/build.mjs` does after a change. */

const root = fileURLToPath(new URL('../..', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string;
  readonly bin: { readonly visuals: string };
  readonly engines: { readonly node: string };
};
const command = join(root, manifest.bin.visuals);
let empty = '';

beforeAll(() => {
  if (!existsSync(command)) throw new Error('Build first: node scripts/build.mjs');
  empty = mkdtempSync(join(tmpdir(), 'visuals-command-'));
});

afterAll(() => rmSync(empty, { recursive: true, force: true }));

function run(...words: string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...words], {
    cwd: empty,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', GITHUB_ACTIONS: '' },
  });
  return { status, stdout, stderr };
}

describe('the command', () => {
  it('tells its version', () => {
    for (const flag of ['--version', '-V']) expect(run(flag)).toEqual({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  it.each(['18.20.8', '20.18.3'])('says under Node %s that it is too old, and loads nothing that would fail', (version) => {
    const pretend = join(empty, 'pretend.cjs');
    writeFileSync(
      pretend,
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } }); Array.prototype.toSorted = undefined;`,
    );
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', pretend, command, 'build'], { cwd: empty, encoding: 'utf8' });
    rmSync(pretend);
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: '',
      stderr: `error[NODE_TOO_OLD] this is Node ${version}; visuals needs 20.19 or later\n  fix: Install Node 24 from https://nodejs.org or with your version manager.\n`,
    });
  });

  it('holds to the Node that its package asks for', () => expect(manifest.engines.node).toBe('>=20.19'));

  it('ends with the exit code of what it found', () => {
    expect(run('explain', 'INTERNAL').status).toBe(0);
    expect(run('explain', 'NO_SUCH').status).toBe(2);
    expect(run('buidl').status).toBe(2);
    expect(run('build', '--frozn').stderr).toContain('Did you mean --frozen?');
    expect(run().status).toBe(2);
  });

  it('refuses a folder without a config, with a place to go on', () => {
    const { status, stderr } = run('build');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error\[[A-Z_]+\] /);
    expect(stderr).toContain('fix: ');
    expect(stderr).not.toContain('    at ');
  });

  it('tells the same as JSON', () => {
    const { status, stdout } = run('build', '--json');
    expect(status).toBe(2);
    const last: unknown = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
    expect(last).toMatchObject({ type: 'report', report: { exit: 2 } });
  });

  it('ends in silence when its reader goes away', async () => {
    const child = spawn(process.execPath, [command, 'explain'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      complaint += part;
    });
    const code = await new Promise((resolve) => child.once('close', resolve));
    expect({ code, complaint }).toEqual({ code: 0, complaint: '' });
  });
});
