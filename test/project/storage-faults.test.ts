import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { locateState } from '../../src/project/state-paths.ts';
import { withFault } from '../support/break-disk.ts';
import type { DiskFault } from '../support/break-disk.ts';
import { createProject, readFolder, tinyConfig, tinySources } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { findBroken, findHalfWritten, findLeftovers } from '../support/inspect-state.ts';
import { runCommand } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const codesOf = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }): readonly string[] => diagnostics.map(({ code }) => code);

interface JsonReport {
  readonly exit: number;
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
}

async function buildWithFault(project: TestProject, fault: DiskFault): Promise<JsonReport> {
  const { lines, exit, stderr } = await runCommand(project.root, ['build', '--json'], withFault(fault));
  const report = lines.find(({ type }) => type === 'report')?.['report'] as JsonReport | undefined;
  expect(report, stderr).toBeDefined();
  expect(report!.exit).toBe(exit);
  return report!;
}

/** Only root may run the command as somebody else, and only where this Node lies open to everybody. */
function canRunAsAnother(): boolean {
  const open = (path: string): boolean => (statSync(path).mode & 0o001) !== 0 && (dirname(path) === path || open(dirname(path)));
  return process.getuid?.() === 0 && open(realpathSync(process.execPath));
}

describe('a disk that fails', () => {
  test.each([
    ['E2 full while a blob is written', { operation: 'writeSync', code: 'ENOSPC', path: 'blobs' }, 'DISK_FULL'],
    ['E2 out of quota while an output is written', { operation: 'writeSync', code: 'EDQUOT', path: '/out/' }, 'DISK_FULL'],
    ['E2 out of inodes', { operation: 'openSync', code: 'ENOSPC', path: '/out/' }, 'DISK_FULL'],
    ['E2 full while the index is written', { operation: 'writeSync', code: 'ENOSPC', path: 'actions.log' }, 'DISK_FULL'],
    ['E2 full while folders are made', { operation: 'mkdirSync', code: 'ENOSPC', path: '/out' }, 'DISK_FULL'],
    ['E2 full when the manifest is written', { operation: 'writeSync', code: 'ENOSPC', path: '/out/.visuals-tmp' }, 'DISK_FULL'],
    ['E2 full when the lock is taken', { operation: 'writeFileSync', code: 'ENOSPC', path: 'build.lock' }, 'DISK_FULL'],
    ['E2 full when the snapshot is written', { operation: 'writeSync', code: 'ENOSPC', path: '.visuals/.visuals-tmp' }, 'DISK_FULL'],
    ['E3 EIO while a blob is written', { operation: 'writeSync', code: 'EIO', path: 'blobs' }, 'STORAGE_IO'],
    ['E3 EIO while an output is written', { operation: 'writeSync', code: 'EIO', path: '/out/' }, 'STORAGE_IO'],
    ['E3 EIO while an orphan is removed', { operation: 'rmSync', code: 'EIO', path: '/out/' }, 'STORAGE_IO'],
  ] as const)('%s: named, exit 6, nothing half-written, the next build is right', async (_what, fault, code) => {
    const project = createProject();
    if (fault.operation === 'rmSync') {
      await project.buildWell();
      project.write({ 'copy/de.json': project.read('copy/de.json').replace('Guten Tag', 'Servus') });
    }
    const report = await buildWithFault(project, fault);
    expect(codesOf(report)).toContain(code);
    expect(report.exit).toBe(6);
    expect(findHalfWritten(project.root)).toEqual([]);
    expect(findBroken(project.root)).toEqual([]);
    await project.buildWell();
    expect(findBroken(project.root)).toEqual([]);
    expect(findLeftovers(project.root)).toEqual([]);
  });

  test('E2 the message names the path as the project knows it, not as the machine does', async () => {
    const project = createProject();
    const { diagnostics } = await buildWithFault(project, { operation: 'writeSync', code: 'ENOSPC', path: '/out/' });
    for (const { message } of diagnostics) expect(message).not.toContain(project.root);
  });

  test('E3 what could not be stored is not recorded as stored', async () => {
    const project = createProject();
    await buildWithFault(project, { operation: 'writeSync', code: 'EIO', path: 'blobs', at: 6 });
    const report = await project.buildWell();
    expect(report.counts.made).toBeGreaterThan(0);
    expect(findBroken(project.root)).toEqual([]);
  });

  test.each([['EPERM'], ['EBUSY'], ['EACCES']])('E16 a rename that %s refuses for a moment is tried again', async (code) => {
    const project = createProject();
    expect((await buildWithFault(project, { operation: 'renameSync', code, path: '/out/', times: 3 })).exit).toBe(0);
    expect(findBroken(project.root)).toEqual([]);
  });

  test('E16 a rename that is refused for good ends after about a second', async () => {
    const project = createProject(tinySources({ assets: { hello: { ...tinyConfig.assets.hello, locales: ['en'] } } }));
    const begun = performance.now();
    const report = await buildWithFault(project, { operation: 'renameSync', code: 'EPERM', path: '/out/' });
    expect(performance.now() - begun).toBeLessThan(8000);
    expect(codesOf(report)).toContain('STORAGE_IO');
    expect(report.exit).toBe(6);
    expect(findHalfWritten(project.root)).toEqual([]);
  });
});

describe('E4 state that can’t be written', () => {
  test('a file in place of the folder: a warning, and the pictures are made', async () => {
    const project = createProject({ ...tinySources(), '.visuals': 'in the way' });
    const report = await project.build();
    expect(report.exit).toBe(0);
    expect(codesOf(report)).toEqual(['CACHE_READONLY']);
    expect(findBroken(project.root)).toEqual([]);
    expect(project.outputs().size).toBe(5);
  });

  test.skipIf(!canRunAsAnother())('a folder of another user: the command warns and makes the pictures', async () => {
    const project = createProject();
    await project.buildWell();
    const wanted = project.outputs();
    rmSync(join(project.root, 'out'), { recursive: true });
    mkdirSync(join(project.root, 'out'));
    chmodSync(project.root, 0o755);
    chmodSync(join(project.root, 'out'), 0o777);
    const { exit, stdout } = await runCommand(project.root, ['build', '--json'], { uid: 65_534 });
    expect(stdout).toContain('CACHE_READONLY');
    expect(exit).toBe(0);
    expect(project.outputs()).toEqual(wanted);
  });

  test.skipIf(!canRunAsAnother())('an output folder of another user is STORAGE_IO, exit 6', async () => {
    const project = createProject();
    chmodSync(project.root, 0o777);
    mkdirSync(join(project.root, 'out'), { mode: 0o755 });
    const { exit, stdout } = await runCommand(project.root, ['build', '--json'], { uid: 65_534 });
    expect(stdout).toContain('STORAGE_IO');
    expect(exit).toBe(6);
  });
});

describe('E5 bits that flip', () => {
  const damaged = async (damage: (project: TestProject) => void): Promise<TestProject> => {
    const project = createProject();
    await project.buildWell();
    const wanted = project.outputs();
    damage(project);
    rmSync(join(project.root, 'out'), { recursive: true });
    const report = await project.build();
    expect(report.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(report.exit).toBe(0);
    expect(project.outputs()).toEqual(wanted);
    return project;
  };
  const flip = (path: string): void => {
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    rmSync(path);
    writeFileSync(path, bytes);
  };
  const blobsOf = (project: TestProject): readonly string[] =>
    [...readFolder(locateState(project.root).blobs).keys()].map((path) => join(locateState(project.root).blobs, path));

  test('E5 in every blob: set aside, told, made again', async () => {
    const project = await damaged((each) => blobsOf(each).forEach(flip));
    expect(blobsOf(project).filter((path) => path.endsWith('.bad')).length).toBeGreaterThan(0);
  });

  test('in a blob: a warning names it, and the second build is fresh', async () => {
    const project = createProject();
    await project.buildWell();
    const picture = project.pathOf('hello/wide.de');
    const digest = blobsOf(project).find((path) => readFileSync(path).equals(readFileSync(picture)))!;
    flip(digest);
    rmSync(picture);
    const report = await project.build();
    expect(codesOf(report)).toEqual(['CACHE_CORRUPT']);
    expect(report.diagnostics[0]!.message).not.toContain(project.root);
    expect((await project.buildWell()).counts.fresh).toBe(4);
  });

  test.each([
    ['in the middle of the index', (paths: ReturnType<typeof locateState>) => flip(paths.actions)],
    ['in the snapshot', (paths: ReturnType<typeof locateState>) => flip(paths.snapshot)],
    ['in the key memory', (paths: ReturnType<typeof locateState>) => flip(paths.keyMemory)],
    ['an index that is cut off', (paths: ReturnType<typeof locateState>) => truncateSync(paths.actions, 1000)],
    ['an index that ends in half a line', (paths: ReturnType<typeof locateState>) => appendFileSync(paths.actions, 'f'.repeat(70))],
    ['a snapshot that is cut off', (paths: ReturnType<typeof locateState>) => truncateSync(paths.snapshot, 100)],
    ['an empty snapshot', (paths: ReturnType<typeof locateState>) => truncateSync(paths.snapshot, 0)],
    ['a key memory that is cut off', (paths: ReturnType<typeof locateState>) => truncateSync(paths.keyMemory, 10)],
    ['an index of zeros', (paths: ReturnType<typeof locateState>) => writeFileSync(paths.actions, Buffer.alloc(5000))],
    ['a kept module', (paths: ReturnType<typeof locateState>) => readdirSync(paths.modules).forEach((name) => flip(join(paths.modules, name)))],
    [
      'a kept module that is cut off',
      (paths: ReturnType<typeof locateState>) => readdirSync(paths.modules).forEach((name) => truncateSync(join(paths.modules, name), 40)),
    ],
  ])('%s', async (_what, damage) => {
    await damaged((project) => damage(locateState(project.root)));
  });
});

test.each([
  ['of another shape', '{"version":1,"assets":{"hello":{"pictures":[{}]}}}'],
  ['with conflict marks', '<<<<<<< ours\n{"version":1}\n=======\n'],
  ['of a later version', '{"version":2,"pictures":[]}'],
  ['that is null', 'null'],
])('E5 a published manifest %s is taken for none', async (_what, text) => {
  const project = createProject();
  await project.buildWell();
  const wanted = project.outputs();
  project.write({ 'out/manifest.json': text });
  await project.buildWell();
  expect(project.outputs()).toEqual(wanted);
});

describe('E6 records and blobs without each other', () => {
  test('a record without its blob is a miss', async () => {
    const project = createProject();
    await project.buildWell();
    const wanted = project.outputs();
    rmSync(locateState(project.root).blobs, { recursive: true });
    rmSync(join(project.root, 'out'), { recursive: true });
    const report = await project.buildWell();
    expect(report.counts.made).toBe(4);
    expect(project.outputs()).toEqual(wanted);
  });

  test('a blob without its record is a miss', async () => {
    const project = createProject();
    await project.buildWell();
    const wanted = project.outputs();
    const { actions, snapshot, assets } = locateState(project.root);
    for (const path of [actions, snapshot, assets]) rmSync(path);
    expect((await project.buildWell()).counts.made).toBe(4);
    expect(project.outputs()).toEqual(wanted);
  });

  test('a failing cell whose last picture is gone everywhere is told', async () => {
    const project = createProject();
    await project.buildWell();
    rmSync(project.pathOf('hello/wide.de'));
    rmSync(locateState(project.root).folder, { recursive: true });
    project.write({ 'copy/de.json': project.read('copy/de.json').replace('Guten Tag', '漢') });
    const report = await project.build();
    expect(report.exit).not.toBe(0);
    expect(codesOf(report)).toEqual(expect.arrayContaining(['GLYPH_MISSING', 'OUTPUT_LOST']));
  });
});

test('E7 check tells deleted and edited outputs', async () => {
  const project = createProject();
  await project.buildWell();
  writeFileSync(project.pathOf('hello/wide.de'), 'scribble');
  rmSync(project.pathOf('hello/wide.en'));
  const { exit, stdout } = await runCommand(project.root, ['check', '--json']);
  expect(exit).toBe(7);
  const { diagnostics } = JSON.parse(stdout) as JsonReport;
  expect(diagnostics.map(({ code, message }) => `${code} ${message.replace(/.*is /, '')}`)).toEqual(['OUTPUT_MODIFIED missing', 'OUTPUT_MODIFIED modified']);
});

describe('E13 state of a newer visuals', () => {
  test.each([['is a miss'], ['is told'], ['is left as it is']])('%s', async (what) => {
    const project = createProject();
    await project.buildWell();
    const { snapshot, keyMemory } = locateState(project.root);
    const newer = readFileSync(keyMemory, 'utf8').replace('visuals keys 1', 'visuals keys 99');
    expect(newer).toContain('visuals keys 99');
    writeFileSync(keyMemory, newer);
    writeFileSync(snapshot, readFileSync(snapshot, 'utf8').replace('"schema":1', '"schema":99'));
    const report = await project.build();
    expect(report.exit).toBe(0);
    expect(report.counts).toMatchObject({ fresh: 0, cached: 4 });
    if (what === 'is told') expect(codesOf(report)).toContain('SCHEMA_NEWER');
    if (what === 'is left as it is') expect(readFileSync(keyMemory, 'utf8')).toBe(newer);
  });

  test('a newer cache lies elsewhere and is not touched', async () => {
    const project = createProject({ ...tinySources(), '.visuals/cache/v99/actions.log': 'from the future' });
    await project.buildWell();
    expect(project.read('.visuals/cache/v99/actions.log')).toBe('from the future');
  });
});

describe('D3 links that lead out', () => {
  test.each([
    ['the output folder', (root: string, away: string) => symlinkSync(away, join(root, 'out'))],
    ['a folder above the output folder', (root: string, away: string) => symlinkSync(away, join(root, 'public'))],
    [
      'an asset’s folder, planted later',
      (root: string, away: string) => {
        mkdirSync(join(root, 'out'));
        symlinkSync(away, join(root, 'out/hello'));
      },
    ],
  ])('%s', async (what, plant) => {
    const away = createTemporaryFolder();
    const project = createProject(what.includes('above') ? tinySources({ output: { dir: 'public/out', formats: ['png'] } }) : tinySources());
    plant(project.root, away);
    const report = await project.build();
    expect(codesOf(report)).toEqual(['PATH_ESCAPE']);
    expect(report.exit).toBe(2);
    expect(readdirSync(away)).toEqual([]);
  });

  test('a link in place of an output file is replaced, and what it leads to stays', async () => {
    const away = join(createTemporaryFolder(), 'mine.txt');
    writeFileSync(away, 'mine');
    const project = createProject();
    await project.buildWell();
    const picture = project.pathOf('hello/wide.de');
    const bytes = readFileSync(picture);
    rmSync(picture);
    symlinkSync(away, picture);
    await project.buildWell();
    expect(readFileSync(away, 'utf8')).toBe('mine');
    expect(readFileSync(picture)).toEqual(bytes);
  });
});

describe('D4 files that are not ours', () => {
  test('stay, wherever they lie in the output folder', async () => {
    const project = createProject({ ...tinySources(), 'out/notes.txt': 'mine', 'out/hello/logo.png': 'mine too' });
    await project.buildWell();
    project.write({ 'visuals.config.ts': tinySources({ assets: { photo: tinyConfig.assets.photo } })['visuals.config.ts'] });
    await project.buildWell();
    expect(project.read('out/notes.txt')).toBe('mine');
    expect(project.read('out/hello/logo.png')).toBe('mine too');
  });

  test('under the name of an output are refused, unless --adopt', async () => {
    const project = createProject();
    await project.buildWell();
    const name = project.pathOf('hello/wide.de');
    rmSync(join(project.root, 'out'), { recursive: true });
    mkdirSync(join(project.root, 'out/hello'), { recursive: true });
    writeFileSync(name, 'mine');
    const report = await project.build();
    expect(codesOf(report)).toEqual(['OUTPUT_FOREIGN']);
    expect(report.exit).toBe(2);
    expect(readFileSync(name, 'utf8')).toBe('mine');
    await project.buildWell({ adopt: true });
    expect(findBroken(project.root)).toEqual([]);
  });

  test('a manifest that names files elsewhere removes none of them', async () => {
    const project = createProject({ ...tinySources(), 'precious.txt': 'mine' });
    await project.buildWell();
    const manifest = JSON.parse(project.read('out/manifest.json')) as { assets: Record<string, { pictures: { files: { src: string }[] }[] }> };
    manifest.assets['gone'] = {
      pictures: [{ ...manifest.assets['hello']!.pictures[0]!, files: [{ src: '../precious.txt' }, { src: '../copy/en.json' }, { src: '/etc/hosts' }] }],
    };
    project.write({ 'out/manifest.json': JSON.stringify(manifest) });
    const report = await project.build();
    expect(report.removed).toEqual([]);
    expect(project.read('precious.txt')).toBe('mine');
    expect(existsSync(join(project.root, 'copy/en.json'))).toBe(true);
  });
});

describe('D5 names that the file system refuses', () => {
  test('a file name that is too long is PATH_TOO_LONG, and the other assets are published', async () => {
    const axes = Object.fromEntries(['one', 'two', 'three', 'four'].map((axis) => [axis, ['v'.repeat(60)]]));
    const project = createProject(tinySources({ assets: { ...tinyConfig.assets, hello: { ...tinyConfig.assets.hello, variants: axes } } }));
    const report = await project.build();
    expect(codesOf(report)).toContain('PATH_TOO_LONG');
    expect(Object.keys(project.manifest().assets)).toEqual(['photo']);
  });

  test('temporary files stand beside their targets, so that a rename never crosses file systems', async () => {
    const project = createProject();
    const { exit } = await runCommand(project.root, ['build', '--quiet'], { env: { TMPDIR: '/nonexistent' } });
    expect(exit).toBe(0);
  });
});
