import { expect, test } from 'vitest';
import { createProject, tinyConfig, tinySources } from '../support/create-project.ts';

const procedural = (token: string) => ({ kind: 'procedural', procedure: 'mesh-gradient', seed: 1, palette: ['color.ground', token], settings: {} });

function tell(art: object): Promise<unknown> {
  const { photo, ...others } = tinyConfig.assets;
  const assets = { ...others, photo: { ...photo, art } };
  const config = `export default ${JSON.stringify({ ...tinyConfig, assets }, null, 2)};\n`;
  const project = createProject({ ...tinySources(), 'visuals.config.ts': config });
  const line = config.split('\n').findIndex((each) => each.includes('"art":')) + 1;
  return project.build().then(({ diagnostics }) => diagnostics.map(({ code, cell, place }) => [code, cell, place?.file, place?.line === line]));
}

test.each([
  ['ART_MISSING', {}],
  ['TOKEN_UNKNOWN', { background: procedural('color.gruond') }],
])('%s is told at the line of the art, for each cell', async (code, art) =>
  expect(await tell(art)).toEqual(['en', 'de'].map((locale) => [code, `photo/wide.${locale}`, 'visuals.config.ts', true])),
);

test('a slot that there is not is told there, too, after the one that is missing', async () => {
  const found = await tell({ backgruond: { kind: 'file', path: 'art/view.svg' } });
  expect(found).toEqual(
    ['en', 'de'].flatMap((locale) => ['ART_MISSING', 'ART_SLOT_UNKNOWN'].map((code) => [code, `photo/wide.${locale}`, 'visuals.config.ts', true])),
  );
});
