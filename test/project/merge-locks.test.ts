import { describe, expect, test } from 'vitest';
import { acceptShadow } from '../../src/accept-shadow.ts';
import { migrateModel } from '../../src/migrate-model.ts';
import { regenerateAsset } from '../../src/regenerate-asset.ts';
import { resolveLock } from '../../src/resolve-lock.ts';
import { createRepository } from '../support/create-repository.ts';
import { codesOf, createPaidProject } from '../support/paid-project.ts';

describe('two branches that both bought', () => {
  test('E15 a real merge leaves markers, `lock resolve` keeps both sides, and both builds go on', async () => {
    const project = await createPaidProject();
    const { root } = project;
    const git = createRepository(root);
    const commit = (message: string): void => {
      git('add', 'visuals.lock.json', 'visuals.vault');
      git('commit', '-q', '-m', message);
    };
    await project.buildWell({ spend: 1 });
    commit('one picture');
    git('checkout', '-q', '-b', 'theirs');
    await regenerateAsset({ root, asset: 'photo' });
    await project.buildWell({ spend: 1 });
    commit('another take');
    git('checkout', '-q', 'main');
    const next = 'gpt-image-2.5-sunburst-2026-09-08';
    await migrateModel({ root, to: next, spend: 1 });
    await acceptShadow({ root, assets: ['photo'] });
    commit('another model');
    expect(() => git('merge', '-q', 'theirs')).toThrow();
    expect(project.read('visuals.lock.json')).toContain('<<<<<<<');
    expect(codesOf(await project.build())).toEqual(['LOCK_CONFLICT']);
    expect(codesOf(await migrateModel({ root, to: next, spend: 1 }))).toEqual(['LOCK_CONFLICT']);

    expect(await resolveLock({ root })).toMatchObject({ exit: 0, conflicted: true, pictures: 3, undecided: [] });
    const entries = JSON.parse(project.read('visuals.lock.json')) as { readonly entries: readonly ({ readonly type: string } | null)[] };
    expect(entries.entries.map((entry) => entry?.type)).toEqual(['picture', 'picture', 'picture', 'swap', 'take', undefined]);
    commit('merged');
    expect(git('status', '--porcelain', '--', 'visuals.lock.json')).toBe('');
  });

  test('E13 a lock of a newer tool is refused by every command and stays as it is, also with markers', async () => {
    const project = await createPaidProject();
    const { root } = project;
    await project.buildWell({ spend: 1 });
    const newer = '{"version":99,"entries":[\n{"type":"hologram"},\nnull]}\n';
    const conflicted = `<<<<<<< HEAD\n{"version":1,"entries":[\n=======\n{"version":99,"entries":[\n>>>>>>> theirs\nnull]}\n`;
    for (const text of [newer, conflicted]) {
      project.write({ 'visuals.lock.json': text });
      expect(await resolveLock({ root })).toMatchObject({ exit: 2, diagnostics: [{ code: 'SCHEMA_NEWER' }] });
      expect(project.read('visuals.lock.json')).toBe(text);
    }
    project.write({ 'visuals.lock.json': newer });
    expect(await project.build({ spend: 1 })).toMatchObject({ exit: 2, diagnostics: [{ code: 'SCHEMA_NEWER' }] });
    expect(await migrateModel({ root, to: 'gpt-image-2', spend: 1 })).toMatchObject({ exit: 2, diagnostics: [{ code: 'SCHEMA_NEWER' }] });
    expect(project.read('visuals.lock.json')).toBe(newer);
    expect(project.server.counters.paidPosts).toBe(1);
  });
});
