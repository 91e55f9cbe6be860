import { expect, it } from 'vitest';
import { planBuild } from '../../src/plan-build.ts';
import { createPaidProject, plate } from '../support/paid-project.ts';

it('asks for the same picture whichever cells of an asset are selected', async () => {
  const sizes = [
    { name: 'wide', width: 120, height: 63 },
    { name: 'large', width: 1200, height: 630 },
  ];
  const photo = { template: 'photo', sizes, copy: 'photo', alt: 'photo.alt', art: { background: plate } };
  const { root } = await createPaidProject({ config: { assets: { photo } } });
  const purchases = async (selection: { readonly sizes?: readonly string[] }): Promise<readonly string[]> =>
    (await planBuild({ root, ...selection })).purchases.map(({ task }) => task);
  const all = await purchases({});
  expect(all).toHaveLength(1);
  expect(await purchases({ sizes: ['wide'] })).toEqual(all);
  expect(await purchases({ sizes: ['large'] })).toEqual(all);
});
