import { expect, test } from 'vitest';
import { createProject, tinyConfig, tinySources } from '../support/create-project.ts';

const procedural = (token: string) => ({ kind: 'procedural', procedure: 'mesh-gradient', seed: 1, palette: ['color.ground', token], settings: {} });

/** @returns of each fault its code, its cell, and what stands on the line that it is told at */
function tell(art: object): Promise<unknown> {
  const { photo, ...others } = tinyConfig.assets;
  const assets = { ...others, photo: { ...photo, art } };
  const config = `export default ${JSON.stringify({ ...tinyConfig, assets }, null, 2)};\n`;
  const project = createProject({ ...tinySources(), 'visuals.config.ts': config });
  const lines = config.split('\n');
  return project.build().then(({ diagnostics }) => diagnostics.map(({ code, cell, place }) => [code, cell, place?.file, lines[place!.line! - 1]?.trim()]));
}

test.each([
  ['ART_MISSING', '"art": {}', {}],
  ['TOKEN_UNKNOWN', '"color.gruond"', { background: procedural('color.gruond') }],
])('%s is told at its line, for each cell', async (code, line, art) =>
  expect(await tell(art)).toEqual(['en', 'de'].map((locale) => [code, `photo/wide.${locale}`, 'visuals.config.ts', line])),
);

test('a slot that there is not is told at its line, too, after the one that is missing', async () => {
  const found = await tell({ backgruond: { kind: 'file', path: 'art/view.svg' } });
  const faults = [
    ['ART_MISSING', '"art": {'],
    ['ART_SLOT_UNKNOWN', '"backgruond": {'],
  ] as const;
  expect(found).toEqual(['en', 'de'].flatMap((locale) => faults.map(([code, line]) => [code, `photo/wide.${locale}`, 'visuals.config.ts', line])));
});
