import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { acceptShadow } from '../../src/accept-shadow.ts';
import { dropShadow } from '../../src/drop-shadow.ts';
import { inspectMigration } from '../../src/inspect-migration.ts';
import { readLock } from '../../src/lock/lock-file.ts';
import { migrateModel } from '../../src/migrate-model.ts';
import { planBuild } from '../../src/plan-build.ts';
import { cloneProject, codesOf, createPaidProject, plate } from '../support/paid-project.ts';
import type { PaidProject } from '../support/paid-project.ts';

const [old, next] = ['gpt-image-2-2026-04-21', 'gpt-image-2.5-sunburst-2026-09-08'];

function typesOf({ root }: PaidProject): readonly string[] {
  return readLock(join(root, 'visuals.lock.json')).map(({ type }) => type);
}

describe('migrating to another model', () => {
  test('buys a shadow with consent, changes no output, and swaps on acceptance without buying', async () => {
    const project = await createPaidProject();
    const { root } = project;
    await project.buildWell({ spend: 1 });
    const before = project.outputs();

    const refused = await migrateModel({ root, to: 'gpt-image-2.5-sunburst' });
    expect({ exit: refused.exit, codes: codesOf(refused) }).toEqual({ exit: 3, codes: ['SPEND_CONSENT'] });
    expect(refused.missing).toMatchObject([{ art: 'photo/background', model: next, pictures: 1, known: true }]);
    expect(project.server.counters.paidPosts).toBe(1);

    const bought = await migrateModel({ root, to: 'gpt-image-2.5-sunburst', spend: 1 });
    expect(bought).toMatchObject({ exit: 0, to: next, bought: 1, missing: [], sheet: '.visuals/migrate.html' });
    expect(bought.spent).toBeGreaterThan(0);
    expect(project.server.posts.map(({ model }) => model)).toEqual([old, next]);
    expect(project.server.posts[1]?.prompt).toBe(project.server.posts[0]?.prompt);
    expect(typesOf(project)).toEqual(['picture', 'picture', 'shadow']);
    expect(await project.buildWell()).toMatchObject({ spent: 0, counts: { made: 0 } });
    expect(project.outputs()).toEqual(before);

    const status = await inspectMigration({ root });
    const [view] = status.views;
    expect(view).toMatchObject({ art: 'photo/background', current: { model: old }, shadow: { model: next } });
    for (const path of [view!.current.path, view!.shadow.path]) expect(existsSync(join(root, path!))).toBe(true);
    const page = readFileSync(join(root, status.sheet!), 'utf8');
    expect(page.match(/data:image\/webp;base64,/g)).toHaveLength(2);
    expect(page).not.toMatch(/<script|https?:/);

    expect(await migrateModel({ root, to: next })).toMatchObject({ exit: 0, bought: 0, missing: [] });
    expect(await acceptShadow({ root, assets: ['photo'] })).toMatchObject({ exit: 0, accepted: [{ art: 'photo/background', from: old, to: next }] });
    expect(typesOf(project)).toEqual(['picture', 'picture', 'swap']);
    expect((await planBuild({ root })).purchases).toEqual([]);
    expect(await project.buildWell()).toMatchObject({ spent: 0, counts: { made: 2 } });
    const swapped = project.outputs();
    expect(swapped).not.toEqual(before);

    project.write({ 'visuals.config.ts': project.read('visuals.config.ts').replace('"quality": "low"', `"quality": "low", "model": "${next}"`) });
    expect(await project.buildWell()).toMatchObject({ spent: 0, counts: { made: 0 } });
    expect(project.outputs()).toEqual(swapped);
    expect(project.server.counters.paidPosts).toBe(2);
  });

  test('a clone builds what was accepted, and dropping goes back, without a purchase', async () => {
    const project = await createPaidProject();
    const { root } = project;
    await project.buildWell({ spend: 1 });
    const before = project.outputs();
    await migrateModel({ root, to: next, spend: 1 });
    await acceptShadow({ root, assets: ['photo'] });
    await project.buildWell();
    const clone = cloneProject(project);
    expect(await clone.buildWell()).toMatchObject({ spent: 0 });
    expect(clone.outputs()).toEqual(project.outputs());
    expect(await inspectMigration({ root: clone.root })).toMatchObject({ views: [], accepted: [{ to: next }] });

    expect(await dropShadow({ root, asset: 'photo' })).toMatchObject({ exit: 0, dropped: [{ type: 'swap' }] });
    expect(typesOf(project)).toEqual(['picture', 'picture']);
    expect(await project.buildWell()).toMatchObject({ spent: 0 });
    expect(project.outputs()).toEqual(before);
    expect(codesOf(await dropShadow({ root, asset: 'photo' }))).toEqual(['SHADOW_NONE']);
    expect(codesOf(await acceptShadow({ root, assets: ['photo'] }))).toEqual(['SHADOW_NONE']);
  });

  test('what the new model can not do is told for each asset before any cent', async () => {
    const project = await createPaidProject({ art: { background: { ...plate, model: next, quality: 'max' } } });
    const { root } = project;
    await project.buildWell({ spend: 1 });
    const report = await migrateModel({ root, to: old, spend: 1 });
    expect(report).toMatchObject({ exit: 2, bought: 0, spent: 0, diagnostics: [{ code: 'API_REQUEST_INVALID', asset: 'photo' }] });
    expect(project.server.counters.paidPosts).toBe(1);
    expect(typesOf(project)).toEqual(['picture']);
    expect(codesOf(await migrateModel({ root, to: next, only: ['nobody'], spend: 1 }))).toEqual(['SELECTION_EMPTY']);
    expect(await migrateModel({ root, to: next, spend: 1 })).toMatchObject({ exit: 0, views: [], bought: 0 });
  });

  test('art that is made from other art moves together, in the order of its making', async () => {
    const edited = { kind: 'edit', from: { kind: 'asset', asset: 'photo', slot: 'background' }, prompt: 'Add a lamp', quality: 'low' };
    const assets = (art: object) => ({
      template: 'photo',
      sizes: [{ name: 'wide', width: 120, height: 63 }],
      copy: 'photo',
      alt: 'photo.alt',
      art: { background: art },
    });
    const project = await createPaidProject({ config: { assets: { photo: assets(plate), lamp: assets(edited) } as never } });
    const { root } = project;
    await project.buildWell({ spend: 1 });
    expect(await migrateModel({ root, to: next, spend: 1 })).toMatchObject({ exit: 0, bought: 2 });
    expect(project.server.posts.map(({ model, references }) => `${model} ${references}`)).toEqual([`${old} 0`, `${old} 1`, `${next} 0`, `${next} 1`]);

    const alone = await acceptShadow({ root, assets: ['photo'] });
    expect(alone).toMatchObject({ exit: 2, accepted: [], diagnostics: [{ code: 'SWAP_UNBOUGHT', asset: 'lamp' }] });
    expect(alone.diagnostics[0]?.fix).toContain('visuals migrate accept photo lamp');
    expect(await acceptShadow({ root, assets: ['photo', 'lamp'] })).toMatchObject({ exit: 0 });
    expect(await project.buildWell()).toMatchObject({ spent: 0 });
    expect(project.server.counters.paidPosts).toBe(4);
  });

  test('art that is made in two steps moves whole, and `generate` with references can be bought', async () => {
    const base = { ...plate, references: [{ kind: 'file', path: 'art/view.svg' }] };
    const project = await createPaidProject({ art: { background: { kind: 'edit', from: base, prompt: 'Add a lamp', quality: 'low' } } });
    const { root } = project;
    await project.buildWell({ spend: 1 });
    expect(await migrateModel({ root, to: next, spend: 1 })).toMatchObject({ exit: 0, bought: 2 });
    expect(project.server.posts.map(({ model, route }) => `${model} ${route}`)).toEqual([`${old} edit`, `${old} edit`, `${next} edit`, `${next} edit`]);
    const { accepted } = await acceptShadow({ root, assets: ['photo'] });
    expect(accepted.map(({ art }) => art)).toEqual(['photo/background', 'photo/background.from']);
    expect(await project.buildWell()).toMatchObject({ spent: 0, counts: { made: 2 } });
    expect(project.server.counters.paidPosts).toBe(4);
  });

  test('a purchase that failed leaves no shadow, and the next call buys the rest alone', async () => {
    const project = await createPaidProject();
    const { root } = project;
    await project.buildWell({ spend: 1 });
    project.server.failNext('moderated');
    expect(codesOf(await migrateModel({ root, to: next, spend: 1 }))).toContain('API_MODERATED');
    expect(typesOf(project)).toEqual(['picture']);
    expect(codesOf(await migrateModel({ root, to: next, spend: 1 }))).toEqual(['PURCHASE_REFUSED']);
    expect(await migrateModel({ root, to: next, spend: 1, buyAgain: true })).toMatchObject({ exit: 0, bought: 1 });
    expect(typesOf(project)).toEqual(['picture', 'picture', 'shadow']);
  });

  test('two models accepted on two branches are decided by a person', async () => {
    const project = await createPaidProject();
    const { root } = project;
    await project.buildWell({ spend: 1 });
    const flare = 'gpt-image-2.5-flare-2026-09-08';
    await migrateModel({ root, to: next, spend: 1 });
    await migrateModel({ root, to: flare, spend: 1 });
    expect(codesOf(await acceptShadow({ root, assets: ['photo'] }))).toEqual(['SHADOW_SEVERAL']);
    await acceptShadow({ root, assets: ['photo'], to: next });
    const lock = project.read('visuals.lock.json');
    const swap = lock.split('\n').find((line) => line.includes('"swap"'))!;
    project.write({ 'visuals.lock.json': lock.replace(swap, `${swap}\n${swap.replace(next, flare)}`) });
    expect(codesOf(await project.build())).toContain('SWAP_CONFLICT');
    expect(await acceptShadow({ root, assets: ['photo'], to: flare })).toMatchObject({ exit: 0, accepted: [{ to: flare }] });
    expect(await project.buildWell()).toMatchObject({ spent: 0 });
    expect(typesOf(project).filter((type) => type === 'swap')).toHaveLength(1);
  });
});
