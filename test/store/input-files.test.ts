import { mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import fc from '../support/properties.ts';
import { describe, expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import { VisualsError } from '../../src/model/diagnostic.ts';
import { createInputFiles } from '../../src/store/input-files.ts';
import type { TrackedInputFiles } from '../../src/store/input-files.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

/** A project whose files were written a while ago. */
function createProject(files: { readonly [path: string]: string }): string {
  const root = createTemporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
    utimesSync(join(root, path), 1_700_000_000, 1_700_000_000);
  }
  return root;
}

const open = (root: string): TrackedInputFiles => createInputFiles({ root, shipped: join(root, 'shipped') });

async function codeOf(promise: Promise<unknown>): Promise<string | undefined> {
  try {
    await promise;
  } catch (error) {
    return error instanceof VisualsError ? error.diagnostics[0]?.code : String(error);
  }
  return undefined;
}

describe('input files', () => {
  test('hashes the bytes that it hands on', async () => {
    const files = open(createProject({ 'art/a.txt': 'one' }));
    const { bytes, digest } = await files.read('art/a.txt');
    expect(Buffer.from(bytes).toString()).toBe('one');
    expect(digest).toBe(computeDigest('one'));
    expect([...files.dependencies().files.keys()]).toEqual(['art/a.txt']);
  });

  test('reads what ships with the tool behind @visuals/', async () => {
    const files = open(createProject({ 'shipped/templates/a.hbs': 'x' }));
    expect((await files.read('@visuals/templates/a.hbs')).path).toBe('@visuals/templates/a.hbs');
  });

  test('names what is wrong with a file', async () => {
    const root = createProject({ 'a/b.txt': 'one' });
    expect(await codeOf(open(root).read('none.txt'))).toBe('REF_MISSING');
    expect(await codeOf(open(root).read('a'))).toBe('INPUT_UNREADABLE');
    expect(await codeOf(open(root).read('a/b.txt', { mostBytes: 2 }))).toBe('INPUT_TOO_LARGE');
  });

  test('no path leads out of the project', async () => {
    const files = open(createProject({}));
    for (const path of ['../x', 'a/../../x', '/etc/passwd', 'C:/x', 'a\\b', 'a\0b', '@visuals/../../x'])
      expect(await codeOf(files.read(path))).toBe('PATH_ESCAPE');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom('..', '.', 'a', '/', '\\', 'C:', '@visuals', ''), { maxLength: 8 }), async (parts) => {
        const path = parts.join('/');
        if ((await codeOf(files.read(path))) === 'PATH_ESCAPE') return;
        expect(files.locate(path).startsWith(files.root)).toBe(true);
      }),
    );
  });

  test('a digest is taken from the last build while the file was not touched', async () => {
    const root = createProject({ 'a.txt': 'one' });
    // A file that was just written is hashed again next time: another write in the same tick would not show.
    await setTimeout(30);
    const first = open(root);
    await first.digest('a.txt');
    const { files: known } = first.dependencies();
    const wrong = new Map([...known].map(([path, file]) => [path, { ...file, digest: computeDigest('remembered') }]));
    expect(await createInputFiles({ root, shipped: root, known: wrong }).digest('a.txt')).toBe(computeDigest('remembered'));
    writeFileSync(join(root, 'a.txt'), 'two');
    expect(await createInputFiles({ root, shipped: root, known: wrong }).digest('a.txt')).toBe(computeDigest('two'));
  });

  test('notices a file that is edited after it was read', async () => {
    const root = createProject({ 'a.txt': 'one', 'b.txt': 'same' });
    const files = open(root);
    await files.read('a.txt');
    await files.read('b.txt');
    writeFileSync(join(root, 'a.txt'), 'two');
    utimesSync(join(root, 'b.txt'), 1, 1);
    expect(files.changed()).toEqual(['a.txt']);
  });

  test('lists in code-unit order and remembers the folders in which more may match', async () => {
    const root = createProject({ 'fonts/b/x.ttf': '', 'fonts/B/x.ttf': '', 'fonts/a/x.otf': '', 'brand/one.ttf': '' });
    const files = open(root);
    expect(await files.list(['fonts/*/*.ttf', 'brand/one.ttf', 'none.ttf'])).toEqual(['brand/one.ttf', 'fonts/B/x.ttf', 'fonts/b/x.ttf']);
    expect([...files.dependencies().folders.keys()]).toEqual(['fonts', 'fonts/B', 'fonts/a', 'fonts/b']);
  });

  test('follows a linked folder, as package managers make them', async () => {
    const root = createProject({ 'store/inter/a.ttf': 'x' });
    mkdirSync(join(root, 'node_modules'));
    symlinkSync(join(root, 'store/inter'), join(root, 'node_modules/inter'));
    expect(await open(root).list(['node_modules/inter/*.ttf'])).toEqual(['node_modules/inter/a.ttf']);
  });

  test('remembers what was looked for in vain', () => {
    const root = createProject({ 'a.txt': '' });
    const files = open(root);
    expect([files.exists('a.txt'), files.exists('b.txt')]).toEqual([true, false]);
    expect([...files.dependencies().absent]).toEqual(['b.txt']);
    rmSync(join(root, 'a.txt'));
  });
});
