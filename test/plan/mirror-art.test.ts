import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createSharpCodec } from '../../src/adapters/image/sharp/create-sharp-codec.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { createProject, tinyConfig, tinySize, tinySources } from '../support/create-project.ts';

const arabic = {
  fonts: [...tinyConfig.fonts, 'node_modules/@expo-google-fonts/noto-sans-arabic/400Regular/*.ttf'],
  locales: { source: 'en', targets: ['ar'], fonts: { ar: ['Schibsted Grotesk', 'Noto Sans Arabic'] } },
};

/** A card for each of these pictures. */
function createCards(art: { readonly [asset: string]: JsonObject }) {
  const assets = Object.fromEntries(
    Object.entries(art).map(([id, background]) => [id, { template: 'photo', sizes: [tinySize], copy: 'photo', alt: 'photo.alt', art: { background } }]),
  );
  return createProject({
    ...tinySources({ ...arabic, assets }),
    'copy/en.json': { photo: { headline: 'A view', alt: 'A photo' } },
    'copy/ar.json': { photo: { headline: 'منظر', alt: 'صورة' } },
    'copy/de.json': undefined,
  });
}

type Project = ReturnType<typeof createCards>;

/** Red of the pixels near the lower left and the lower right corner: the picture's left half has much of it, the right half little. */
async function readCorners(project: Project, cell: string): Promise<readonly boolean[]> {
  const { data, width, height } = await createSharpCodec().decode(readFileSync(project.pathOf(cell)));
  return [3, width - 4].map((x) => data[((height - 4) * width + x) * 4]! > 128);
}

describe('pictures in right-to-left cells', () => {
  const path = 'art/view.svg';

  test('are mirrored where their art says so, and only there; a file, such as a logo, is not by itself', async () => {
    const project = createCards({ told: { kind: 'file', path, mirror: true }, refused: { kind: 'file', path, mirror: false }, silent: { kind: 'file', path } });
    await project.buildWell();
    for (const asset of ['told', 'refused', 'silent']) expect(await readCorners(project, `${asset}/wide.en`), asset).toEqual([true, false]);
    expect(await readCorners(project, 'told/wide.ar')).toEqual([false, true]);
    expect(await readCorners(project, 'refused/wide.ar')).toEqual([true, false]);
    expect(await readCorners(project, 'silent/wide.ar')).toEqual([true, false]);
  });

  test('that are painted from a seed are mirrored by themselves, unless told otherwise', async () => {
    const painted = { kind: 'procedural', procedure: 'mesh-gradient', seed: 7, palette: ['color.ground', 'color.frame'] };
    const project = createCards({ silent: painted, refused: { ...painted, mirror: false } });
    await project.buildWell();
    const row = async (cell: string) => {
      const { data, width, height } = await createSharpCodec().decode(readFileSync(project.pathOf(cell)));
      return Array.from({ length: width }, (_, x) => data[((height - 2) * width + x) * 4]!);
    };
    const english = await row('silent/wide.en');
    expect(english).not.toEqual(english.toReversed());
    expect(await row('silent/wide.ar')).toEqual(english.toReversed());
    expect(await row('refused/wide.ar')).toEqual(english);
  });
});
