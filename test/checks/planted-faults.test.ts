import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { approvePictures } from '../../src/approve-pictures.ts';
import { checkProject } from '../../src/check-project.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { drawWords } from '../support/draw-words.ts';
import { formatConfig, repository, formatContract, tinyConfig } from '../support/create-project.ts';
import type { Sources } from '../support/create-project.ts';
import { codesOf, createPaidProject, listVault, plate } from '../support/paid-project.ts';
import type { PaidProject } from '../support/paid-project.ts';

const by = 'Ada Lovelace <ada@example.com>';
const size = { name: 'wide', width: 400, height: 210 };
/** Large enough for words in a picture to be read. */
const largeSize = { name: 'large', width: 1000, height: 525 };
const words = "headline: text({ role: 'headline', size: { smallest: 10, largest: 12 }, lines: 1 }),";

const strip = '{ width: 1, height: 0.25 }';

/** A card on paper, with a button and a picture strip; what a fault changes is a parameter. */
function templateSources(name: string, { ink = 'var(--color-ink)', fill = 'var(--color-accent)' } = {}): Sources {
  return {
    [`templates/${name}/template.hbs`]:
      '<div class="page"><h1 class="headline" data-slot="headline">{{headline}}</h1><p class="action" data-slot="action">{{action}}</p></div>{{#if (optional art.strip)}}<img class="strip" src="{{art.strip}}" alt="">{{/if}}\n',
    [`templates/${name}/template.css`]: `.card { position: relative; display: flex; width: 100%; height: 100%; background-color: var(--color-ground); color: ${ink}; font-family: var(--font-sans); }
.page { display: flex; flex-direction: column; align-items: flex-start; padding: 16px; width: 100%; }
.headline { margin: 0; white-space: nowrap; }
.action { margin: 0; margin-top: 24px; padding: 8px; background-color: ${fill}; color: var(--color-paper); }
.strip { position: absolute; bottom: 0; left: 0; width: 100%; height: 50px; object-fit: cover; }
`,
    [`templates/${name}/template.ts`]: formatContract(
      `${words}\n    action: text({ role: 'action', size: { smallest: 8, largest: 8 } }),\n    strip: image({ optional: true, area: { tall: ${strip}, square: ${strip}, wide: ${strip}, banner: ${strip} } }),`,
    ),
  };
}

const names = ['long', 'pale', 'brand', 'licence', 'glyph', 'vault', 'draft', 'reviewed', 'stray', 'misspelt'];
const art: { readonly [name: string]: JsonObject } = {
  licence: { strip: { kind: 'file', path: 'art/view.svg', expires: '2999-01-01' } },
  vault: { strip: plate },
  draft: { strip: { ...plate, prompt: 'A quiet street at noon' } },
  stray: { strip: { kind: 'file', path: 'art/wall.png' } },
  misspelt: { strip: { kind: 'file', path: 'art/sign.png' } },
};

const readBack: { readonly [name: string]: JsonObject } = {
  stray: { art: { strip: { text: 'none' } } },
  misspelt: { art: { strip: { text: ['misspelt.headline'] } } },
};

/** A strip of a picture with words painted into it, as a model might; none for a bare wall. */
async function paintStrip(painted: string): Promise<Uint8Array> {
  const { data, width, height } = await drawWords(repository, { words: [painted], locale: 'en', font: 'inter/600SemiBold', width: 1000, height: 260 });
  return sharp(data, { raw: { width, height, channels: 4 } })
    .extract({ left: 0, top: 55, width: 1000, height: 131 })
    .png()
    .toBuffer();
}

function assets(changes: { readonly [name: string]: JsonObject } = {}): JsonObject {
  const one = (name: string): JsonObject => ({
    template: name === 'pale' || name === 'brand' ? name : 'plain',
    sizes: [readBack[name] === undefined ? size : largeSize],
    copy: name,
    alt: `${name}.alt`,
    ...(art[name] && { art: art[name] }),
    ...(name === 'brand' && { checks: { colors: [{ token: 'color.accent', slot: 'action' }] } }),
    ...(readBack[name] && { checks: readBack[name] }),
    ...(name === 'reviewed' && { review: 'required' }),
    ...changes[name],
  });
  return Object.fromEntries(names.map((name) => [name, one(name)]));
}

function copy(headlines: { readonly [name: string]: string } = {}): JsonObject {
  return Object.fromEntries(names.map((name) => [name, { headline: headlines[name] ?? `Card ${name}`, action: 'Read on', alt: `A card about ${name}` }]));
}

const common = { locales: { source: 'en' }, checks: {} };

async function createClean(): Promise<PaidProject> {
  const project = await createPaidProject({ config: { ...common, assets: assets() } });
  project.write({
    'art/wall.png': await paintStrip(' '),
    'art/sign.png': await paintStrip('Card misspelt'),
    'copy/en.json': copy(),
    'copy/de.json': undefined,
    'brand/tokens.json': {
      color: { $type: 'color', ground: { $value: '#fdf6e3' }, ink: { $value: '#112233' }, accent: { $value: '#1d4ed8' }, paper: { $value: '#ffffff' } },
      font: { sans: { $type: 'fontFamily', $value: 'Schibsted Grotesk' } },
    },
    'templates/note': undefined,
    'templates/photo': undefined,
    ...templateSources('plain'),
    ...templateSources('pale'),
    ...templateSources('brand'),
  });
  await project.buildWell({ spend: 2 });
  await approvePictures({ root: project.root, pictures: ['*'], by });
  return project;
}

async function plantFaults(project: PaidProject): Promise<void> {
  project.write({
    'art/wall.png': await paintStrip('SALE 20'),
    'art/sign.png': await paintStrip('Card mispelt'),
    'visuals.config.ts': formatConfig({
      ...tinyConfig,
      ...common,
      assets: assets({
        licence: { art: { strip: { kind: 'file', path: 'art/view.svg', expires: '2026-01-31' } } },
        draft: { art: { strip: { ...plate, prompt: 'A busy street at noon' } } },
      }),
    }),
    'copy/en.json': copy({ long: 'A headline that is much too long for a card of this size', glyph: 'Card 漢字', reviewed: 'Another card' }),
    ...templateSources('pale', { ink: '#9b958a' }),
    ...templateSources('brand', { fill: '#2b59d9' }),
  });
  await project.build({ draft: true });
  const path = join(project.root, 'visuals.vault', findPicture(project));
  chmodSync(path, 0o644);
  writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.from('x')]));
}

function findPicture(project: PaidProject): string {
  return listVault(project).find((each) => /^[0-9a-f]{2}\//.test(each))!;
}

describe('ten planted faults', () => {
  test('the clean branch passes, the other fails with a finding and a fix for each', async () => {
    const project = await createClean();
    const { root } = project;
    const clean = await checkProject({ root });
    expect(clean.diagnostics).toEqual([]);
    expect(clean).toMatchObject({ exit: 0, cells: 10, findings: [], remembered: 0 });
    expect(clean.looked).toBeGreaterThan(16);
    const again = await checkProject({ root });
    expect(again).toMatchObject({ exit: 0, looked: 0, remembered: clean.looked });

    await plantFaults(project);
    const faulty = await checkProject({ root });
    const expected: readonly (readonly [code: string, about: string | undefined, fix: RegExp])[] = [
      ['TEXT_OVERFLOW', 'long', /Shorten/i],
      ['CHECK_CONTRAST', 'pale', /token/],
      ['CHECK_BRAND_COLOR', 'brand', /var\(--color-accent\)/],
      ['CHECK_EXPIRY', 'licence', /Renew/],
      ['GLYPH_MISSING', 'glyph', /font/i],
      ['PAID_BLOB_CORRUPT', undefined, /Restore/],
      ['DRAFT_PUBLISHED', undefined, /--spend/],
      ['UNAPPROVED', 'reviewed', /approve/],
      ['CHECK_UNWANTED_TEXT', 'stray', /./],
      ['CHECK_WANTED_TEXT', 'misspelt', /./],
    ];
    for (const [code, about, fix] of expected) {
      const found = faulty.diagnostics.filter((each) => each.code === code);
      expect(found.length, `${code} in ${codesOf(faulty).join(' ')}`).toBeGreaterThan(0);
      for (const each of found) expect(each.fix).toMatch(fix);
      if (about !== undefined) expect(found.map(assetOf)).toEqual(found.map(() => about));
    }
    expect(new Set(codesOf(faulty))).toEqual(new Set(expected.map(([code]) => code)));
    expect(faulty.exit).toBe(6);
  });
});

function assetOf({ asset, cell }: Diagnostic): string | undefined {
  return asset ?? cell?.split('/')[0];
}
