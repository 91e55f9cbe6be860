import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { editPicture } from '../../src/edit-picture.ts';
import { computeActionKey } from '../../src/keys/canonical.ts';
import { readLock } from '../../src/lock/lock-file.ts';
import type { PictureEntry } from '../../src/model/purchase.ts';
import { pickPicture } from '../../src/pick-picture.ts';
import { planBuild } from '../../src/plan-build.ts';
import { verifyVault } from '../../src/verify-vault.ts';
import { cloneProject, codesOf, createPaidProject, plate } from '../support/paid-project.ts';
import { tinySize, tinyTemplates } from '../support/create-project.ts';

const instruction = 'Make the sky calmer';

describe('regenerate --edit', () => {
  test('buys an edit of the picture in use, which becomes a chosen candidate, here and in a clone', async () => {
    const project = await createPaidProject();
    const { root } = project;
    await project.buildWell({ spend: 1 });
    const before = project.outputs();
    const [first] = readLock(join(root, 'visuals.lock.json'));

    const refused = await editPicture({ root, asset: 'photo', instruction });
    expect({ exit: refused.exit, codes: codesOf(refused) }).toEqual({ exit: 3, codes: ['SPEND_CONSENT'] });
    expect(refused.missing).toMatchObject([{ art: 'photo/background', pictures: 1, known: true }]);
    expect(project.server.counters.paidPosts).toBe(1);

    const report = await editPicture({ root, asset: 'photo', instruction, spend: 1 });
    expect(report).toMatchObject({ exit: 0, edited: [{ art: 'photo/background' }], missing: [], following: [] });
    expect(project.server.posts[1]).toMatchObject({ route: 'edit', references: 1, prompt: expect.stringContaining(instruction) });
    const [edited] = report.edited;
    expect(first).toMatchObject({ type: 'picture', digest: edited!.from });
    expect(existsSync(join(root, edited!.path))).toBe(true);
    expect(readLock(join(root, 'visuals.lock.json'))).toMatchObject([
      { type: 'choice', digest: edited!.digest },
      ...[{ digest: edited!.digest, from: edited!.from, record: { operation: 'edit', 'reference.Image 1': edited!.from } }, { digest: edited!.from }].toSorted(
        (a, b) => (a.digest < b.digest ? -1 : 1),
      ),
    ]);

    expect((await planBuild({ root })).purchases).toEqual([]);
    expect(await project.buildWell()).toMatchObject({ spent: 0, counts: { made: 2 } });
    expect(project.outputs()).not.toEqual(before);
    expect(await verifyVault({ root })).toMatchObject({ exit: 0, pictures: 2, orphans: [] });
    const { lists } = await pickPicture({ root, asset: 'photo' });
    expect(lists[0]!.candidates.find(({ chosen }) => chosen)).toMatchObject({ digest: edited!.digest, from: edited!.from });

    const clone = cloneProject(project);
    expect(await clone.buildWell()).toMatchObject({ spent: 0 });
    expect(clone.outputs()).toEqual(project.outputs());
  });

  test('a second edit starts from the first, and the same edit of the same picture is not bought twice', async () => {
    const project = await createPaidProject();
    const { root } = project;
    await project.buildWell({ spend: 1 });
    const one = await editPicture({ root, asset: 'photo', instruction, spend: 1 });
    const two = await editPicture({ root, asset: 'photo', instruction: 'Add a bird', spend: 1 });
    expect(two.edited[0]?.from).toBe(one.edited[0]?.digest);
    await pickPicture({ root, asset: 'photo', digest: one.edited[0]!.from });
    expect(await editPicture({ root, asset: 'photo', instruction })).toMatchObject({ exit: 0, spent: 0, edited: [{ digest: one.edited[0]!.digest }] });
    expect(project.server.counters.paidPosts).toBe(3);
  });

  test('an edit whose answer came just before a crash is taken over by asking again, for nothing', async () => {
    const project = await createPaidProject();
    const { root } = project;
    await project.buildWell({ spend: 1 });
    const { edited } = await editPicture({ root, asset: 'photo', instruction, spend: 1 });
    const lines = project.read('visuals.lock.json').split('\n');
    const { from: _from, ...own } = JSON.parse(lines.find((line) => line.includes('"from"'))!.replace(/,$/, '')) as PictureEntry;
    const kept = lines.filter((line) => !line.includes('"from"') && !line.includes('"choice"'));
    // As it lies in the lock when the process ends between the purchase and the choice: under the key of the edit itself.
    const alone = JSON.stringify({ ...own, key: computeActionKey('generate', own.record) });
    project.write({ 'visuals.lock.json': [kept[0], `${alone},`, ...kept.slice(1)].join('\n') });
    const again = await editPicture({ root, asset: 'photo', instruction });
    expect(again).toMatchObject({ spent: 0, edited: [{ digest: edited[0]!.digest }] });
    expect(project.server.counters.paidPosts).toBe(2);
  });

  test('nothing bought, several slots and unknown names are told, and nothing is bought', async () => {
    const project = await createPaidProject();
    const { root } = project;
    expect(codesOf(await editPicture({ root, asset: 'photo', instruction, spend: 1 }))).toEqual(['EDIT_UNBOUGHT']);
    expect(codesOf(await editPicture({ root, asset: 'photoo', instruction, spend: 1 }))).toEqual(['ASSET_UNKNOWN']);
    expect(codesOf(await editPicture({ root, asset: 'hello', instruction, spend: 1 }))).toEqual(['PAID_ART_NONE']);
    await project.buildWell({ spend: 1 });
    expect(codesOf(await editPicture({ root, asset: 'photo', instruction: '  ', spend: 1 }))).toEqual(['PROMPT_EMPTY']);
    expect(project.server.counters.paidPosts).toBe(1);
  });

  test('where two slots have bought art, the slot has to be named', async () => {
    const contract = tinyTemplates['templates/photo/template.ts'] as string;
    const project = await createPaidProject({ art: { background: plate, side: { ...plate, prompt: 'A cup' } } });
    const { root } = project;
    project.write({
      'templates/photo/template.ts': contract.replace('background: image(),', 'background: image(),\n    side: image(),'),
      'templates/photo/template.hbs': `${project.read('templates/photo/template.hbs')}<img class="back" src="{{art.side}}" alt="">\n`,
    });
    await project.buildWell({ spend: 1 });
    const report = await editPicture({ root, asset: 'photo', instruction, spend: 1 });
    expect(report).toMatchObject({ exit: 2, spent: 0, diagnostics: [{ code: 'EDIT_AMBIGUOUS' }] });
    expect(await editPicture({ root, asset: 'photo', slot: 'side', instruction, spend: 1 })).toMatchObject({ exit: 0, edited: [{ art: 'photo/side' }] });
    expect(project.server.counters.paidPosts).toBe(3);
  });

  test('art that is made from the edited picture is told, and bought anew by the next build', async () => {
    const part = (art: object) => ({ template: 'photo', sizes: [tinySize], copy: 'photo', alt: 'photo.alt', art: { background: art } });
    const lamp = { kind: 'edit', from: { kind: 'asset', asset: 'photo', slot: 'background' }, prompt: 'Add a lamp', quality: 'low' };
    const project = await createPaidProject({ config: { assets: { photo: part(plate), lamp: part(lamp) } as never } });
    const { root } = project;
    await project.buildWell({ spend: 1 });
    const report = await editPicture({ root, asset: 'photo', instruction, spend: 1 });
    expect(report).toMatchObject({ exit: 0, following: [{ art: 'lamp/background', pictures: 1 }] });
    expect(await project.build()).toMatchObject({ exit: 3 });
    expect(await project.buildWell({ spend: 1 })).toMatchObject({ art: { bought: 1 } });
    expect(codesOf(await editPicture({ root, asset: 'lamp', instruction, spend: 1 }))).toEqual([]);
  });

  test('what moderation refused stays refused until somebody says so', async () => {
    const project = await createPaidProject();
    const { root } = project;
    await project.buildWell({ spend: 1 });
    project.server.failNext('moderated');
    expect(codesOf(await editPicture({ root, asset: 'photo', instruction, spend: 1 }))).toEqual(['API_MODERATED']);
    expect(codesOf(await editPicture({ root, asset: 'photo', instruction, spend: 1 }))).toEqual(['PURCHASE_REFUSED']);
    expect(await project.buildWell()).toMatchObject({ spent: 0, exit: 0 });
    expect(await editPicture({ root, asset: 'photo', instruction, spend: 1, buyAgain: true })).toMatchObject({ exit: 0, edited: [{}] });
  });
});
