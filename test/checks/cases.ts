import { checkAlt } from '../../src/checks/check-alt.ts';
import { checkBrandColor } from '../../src/checks/check-brand-color.ts';
import { checkBytes } from '../../src/checks/check-bytes.ts';
import { checkContrast } from '../../src/checks/check-contrast.ts';
import { checkCopySpace } from '../../src/checks/check-copy-space.ts';
import { checkDimensions } from '../../src/checks/check-dimensions.ts';
import { checkDuplicates, computeDifferenceHash } from '../../src/checks/check-duplicates.ts';
import { checkExpiry } from '../../src/checks/check-expiry.ts';
import { checkLogo } from '../../src/checks/check-logo.ts';
import { checkMask } from '../../src/checks/check-mask.ts';
import { checkModel } from '../../src/checks/check-model.ts';
import { checkPolicy } from '../../src/checks/check-policy.ts';
import { checkSafeArea } from '../../src/checks/check-safe-area.ts';
import { checkTerritory } from '../../src/checks/check-territory.ts';
import type { AssetCheck, CheckedAsset, CheckedFile, CheckedPicture, PictureCheck } from '../../src/checks/check.ts';
import type { FileArt } from '../../src/model/config.ts';
import type { CheckName, Observation } from '../../src/model/finding.ts';
import type { Box, Raster } from '../../src/model/geometry.ts';
import type { TextBox } from '../../src/model/outcome.ts';
import { createBox, createDigest, createPicture, createSubject, paintBox, paintPicture, paintWords, readHex } from './paint.ts';
import type { Paint } from './paint.ts';

/** Something that a check must pass, or must find fault with; the pairs differ by little. */
export interface CheckCase {
  readonly check: CheckName;
  readonly what: string;
  readonly isRight: boolean;
  readonly observe: () => Promise<readonly Observation[]>;
}

const of = (check: PictureCheck, what: string, isRight: boolean, make: () => CheckedPicture): CheckCase => ({
  check: check.name,
  what,
  isRight,
  observe: async () => {
    const picture = make();
    return check.parameters(picture) === undefined ? [] : check.run(picture);
  },
});
const ofAsset = (check: AssetCheck, what: string, isRight: boolean, subject: Parameters<typeof createSubject>[0]): CheckCase => ({
  check: check.name,
  what,
  isRight,
  observe: async () => check.run(createSubject(subject) satisfies CheckedAsset),
});

const [width, height] = [400, 200];
const flat = (paint: Paint): Raster => paintPicture(width, height, paint);

function written(ink: string, paper: Paint, changes: Partial<TextBox> = {}): CheckedPicture {
  const box = createBox(changes);
  const ground = flat(paper);
  return createPicture({ boxes: [box], ground, card: paintWords(ground, box, ink) });
}

/** A bright patch under so large a share of a box's words. */
const patch =
  (share: number): Paint =>
  (x) =>
    x >= 40 && x < 40 + 200 * share ? [190, 190, 190] : [10, 10, 10];

const contrast: readonly CheckCase[] = [
  of(checkContrast, 'grey of 4.54 on white', true, () => written('#767676', '#ffffff')),
  of(checkContrast, 'grey of 4.47 on white', false, () => written('#777777', '#ffffff')),
  of(checkContrast, 'large grey of 3.03 on white', true, () => written('#949494', '#ffffff', { fontSize: 32 })),
  of(checkContrast, 'large grey of 2.9 on white', false, () => written('#979797', '#ffffff', { fontSize: 32 })),
  of(checkContrast, 'white on black with a bright patch under 3 % of it', true, () => written('#ffffff', patch(0.03))),
  of(checkContrast, 'white on black with a bright patch under 9 % of it', false, () => written('#ffffff', patch(0.09))),
  of(checkContrast, 'a bright patch beside the words', true, () => written('#ffffff', (_, y) => (y > 80 ? [255, 255, 255] : [0, 0, 0]))),
  of(checkContrast, 'a bright patch behind the words', false, () => written('#ffffff', (_, y) => (y > 50 ? [255, 255, 255] : [0, 0, 0]))),
  of(checkContrast, 'words over a gradient that stays dark', true, () => written('#ffffff', (x) => Array.from({ length: 3 }, () => Math.round(x / 4)))),
  of(checkContrast, 'words over a gradient that gets light', false, () => written('#ffffff', (x) => Array.from({ length: 3 }, () => Math.round(x / 1.6)))),
  of(checkContrast, 'dark words on a photo-like ground', true, () =>
    written('#101010', (x, y) => Array.from({ length: 3 }, () => 170 + ((x * 7 + y * 13) % 60))),
  ),
  of(checkContrast, 'grey words on a photo-like ground', false, () =>
    written('#606060', (x, y) => Array.from({ length: 3 }, () => 120 + ((x * 7 + y * 13) % 110))),
  ),
  of(checkContrast, 'words in the colour of their ground', false, () => written('#ffffff', '#ffffff')),
];

/** Stripes as wide as a stroke, whose lightness differs by so much. */
const stripes =
  (step: number): Paint =>
  (x) =>
    Array.from({ length: 3 }, () => (Math.floor((x - 40) / 4) % 2 === 0 ? 120 : 120 + step));

function beneath(paper: Paint): CheckedPicture {
  return createPicture({ boxes: [createBox({ fontSize: 32 })], ground: flat(paper), images: { background: { isMirrored: false } } });
}

const copySpace: readonly CheckCase[] = [
  of(checkCopySpace, 'a flat ground', true, () => beneath('#335577')),
  of(checkCopySpace, 'a long gradient', true, () => beneath((x) => Array.from({ length: 3 }, () => Math.round(x / 2)))),
  // Rows are alike, so that half of all steps are none.
  of(checkCopySpace, 'stripes of 28', true, () => beneath(stripes(28))),
  of(checkCopySpace, 'stripes of 40', false, () => beneath(stripes(40))),
  of(checkCopySpace, 'grain finer than a stroke', true, () => beneath((x, y) => Array.from({ length: 3 }, () => ((x + y) % 2 === 0 ? 60 : 200)))),
  of(checkCopySpace, 'squares of a stroke', false, () =>
    beneath((x, y) => Array.from({ length: 3 }, () => ((Math.floor(x / 4) + Math.floor(y / 4)) % 2 === 0 ? 60 : 200))),
  ),
];

const square = (changes: Partial<Box>): Box => ({ x: 40, y: 40, width: 60, height: 40, ...changes });

/** A drawn logo: a block and a bar. */
function drawLogo(picture: Raster, { x, y, width: w, height: h }: Box, block: Paint = '#aa2233'): Raster {
  const half = Math.round(w / 2);
  const first = paintBox(picture, { x, y, width: half, height: h }, block);
  return paintBox(first, { x: x + half, y: y + Math.round(h / 4), width: w - half, height: Math.round(h / 2) }, '#223344');
}

interface LogoCase {
  readonly box?: Partial<Box>;
  readonly block?: Paint;
  readonly over?: Box;
  readonly boxes?: readonly TextBox[];
  readonly safeArea?: number;
  readonly isMirrored?: boolean;
}

function withLogo({ box = {}, block, over, boxes = [], safeArea = 0, isMirrored = false }: LogoCase): CheckedPicture {
  const bare = flat('#ffffff');
  const drawn = drawLogo(bare, square(box), block);
  const card = over === undefined ? drawn : paintBox(drawn, over, '#ffffff');
  const plate = drawLogo(paintPicture(140, 100, '#00000000'), { x: 10, y: 10, width: 120, height: 80 });
  return createPicture({ card, ground: card, bare, plate, boxes, safeArea, images: { logo: { isMirrored } } });
}

const logo: readonly CheckCase[] = [
  of(checkLogo, 'as its picture', true, () => withLogo({})),
  of(checkLogo, 'at another scale', true, () => withLogo({ box: { width: 90, height: 60 } })),
  of(checkLogo, 'a pixel wider', true, () => withLogo({ box: { width: 61 } })),
  of(checkLogo, 'stretched by a tenth', false, () => withLogo({ box: { width: 66 } })),
  of(checkLogo, 'in a slightly other colour', true, () => withLogo({ block: '#a62636' })),
  of(checkLogo, 'with an opacity of 0.8', false, () => withLogo({ block: '#bb4e5c' })),
  of(checkLogo, 'in another red', false, () => withLogo({ block: '#dd2233' })),
  of(checkLogo, 'with something over its middle', false, () => withLogo({ over: { x: 50, y: 50, width: 15, height: 15 } })),
  of(checkLogo, 'with its end cut off', false, () => withLogo({ over: { x: 92, y: 40, width: 20, height: 40 } })),
  of(checkLogo, 'not there', false, () => withLogo({ over: { x: 0, y: 0, width, height } })),
  of(checkLogo, 'mirrored', false, () => withLogo({ isMirrored: true })),
  of(checkLogo, '8 px high where 8 are the least', true, () => withLogo({ box: { width: 12, height: 8 } })),
  of(checkLogo, '7 px high where 8 are the least', false, () => withLogo({ box: { width: 11, height: 7 } })),
  of(checkLogo, 'text at its clear space', true, () => withLogo({ boxes: [createBox({ x: 40, y: 96 })] })),
  of(checkLogo, 'text a little nearer', false, () => withLogo({ boxes: [createBox({ x: 40, y: 94 })] })),
];

const safeArea: readonly CheckCase[] = [
  of(checkSafeArea, 'text at its edge', true, () => createPicture({ safeArea: 40, boxes: [createBox()] })),
  of(checkSafeArea, 'text 2 px beyond', false, () => createPicture({ safeArea: 42, boxes: [createBox()] })),
  of(checkSafeArea, 'a button at its edge', true, () =>
    createPicture({ safeArea: 30, boxes: [createBox({ role: 'action', element: { x: 30, y: 30, width: 220, height: 40 } })] }),
  ),
  of(checkSafeArea, 'a button 3 px beyond', false, () =>
    createPicture({ safeArea: 30, boxes: [createBox({ role: 'action', element: { x: 27, y: 30, width: 220, height: 40 } })] }),
  ),
  of(checkSafeArea, 'the box of a text that is no button', true, () =>
    createPicture({ safeArea: 30, boxes: [createBox({ element: { x: 0, y: 0, width: 400, height: 60 } })] }),
  ),
  of(checkSafeArea, 'a logo at its edge', true, () => withLogo({ safeArea: 40 })),
  of(checkSafeArea, 'a logo 4 px beyond', false, () => withLogo({ safeArea: 44 })),
];

function button(color: Paint, rules = [{ token: 'color.action', slot: 'action' }]): CheckedPicture {
  const element = { x: 40, y: 40, width: 120, height: 40 };
  const round: Paint = (x, y) => {
    const [dx, dy] = [Math.max(60 - x, x - 140, 0), y - 60];
    return dx * dx + dy * dy <= 400 ? (typeof color === 'string' ? readHex(color) : color(x, y)) : [255, 255, 255];
  };
  return createPicture({
    ground: paintBox(flat('#ffffff'), element, round),
    boxes: [createBox({ slot: 'action', role: 'action', element })],
    settings: { colors: rules },
  });
}

const brandColor: readonly CheckCase[] = [
  of(checkBrandColor, 'the token, in a pill with round ends', true, () => button('#2563eb')),
  of(checkBrandColor, 'one step off', true, () => button('#2664eb')),
  of(checkBrandColor, 'with fine grain', true, () => button((x, y) => [0x25 + ((x + y) % 3), 0x63, 0xeb - (x % 2)])),
  of(checkBrandColor, 'a neighbouring blue', false, () => button('#2f6df0')),
  of(checkBrandColor, 'with an opacity of 0.95', false, () => button('#306bec')),
  of(checkBrandColor, 'another hue of the same lightness', false, () => button('#8044e0')),
  of(checkBrandColor, 'a region', true, () =>
    createPicture({ ground: flat('#2563eb'), settings: { colors: [{ token: 'color.action', region: { x: 0, y: 0, width: 1, height: 0.5 } }] } }),
  ),
  of(checkBrandColor, 'a rule for another size', true, () =>
    createPicture({
      ground: flat('#ffffff'),
      settings: { colors: [{ token: 'color.action', region: { x: 0, y: 0, width: 1, height: 1 }, sizes: ['story'] }] },
    }),
  ),
];

function encoded(changes: Partial<CheckedFile>, maxBytes: { readonly avif?: number; readonly png?: number } = {}): CheckedPicture {
  const file: CheckedFile = { format: 'avif', bytes: 1200, digest: createDigest('a'), quality: 60, readSize: async () => ({ width, height }), ...changes };
  return createPicture({ files: [file], settings: { maxBytes } });
}

const files: readonly CheckCase[] = [
  of(checkBytes, 'just as many as allowed', true, () => encoded({}, { avif: 1200 })),
  of(checkBytes, 'one more', false, () => encoded({}, { avif: 1199 })),
  of(checkBytes, 'a budget of another format', true, () => encoded({}, { png: 1 })),
  of(checkDimensions, 'its own size', true, () => encoded({})),
  of(checkDimensions, 'a pixel narrower', false, () => encoded({ readSize: async () => ({ width: width - 1, height }) })),
];

const alts = (...texts: readonly string[]): CheckedAsset['alts'] =>
  texts.map((alt, at) => ({ cell: `hero/og.${['en', 'de'][at]}`, locale: ['en', 'de'][at]!, alt }));
const photo = (rights: Partial<FileArt>): CheckedAsset['arts'] => [
  { slot: 'background', art: { kind: 'file', path: 'art/a.png', focus: { x: 0.5, y: 0.5 }, mirror: false, ...rights } },
];
const scene = (shift: number): string =>
  computeDifferenceHash(paintPicture(90, 80, (x, y) => Array.from({ length: 3 }, () => Math.round(127 + 120 * Math.sin((x + shift) / 9) * Math.cos(y / 11)))));
const pair = (one: string, other: string): CheckedAsset['candidates'] => [
  { art: 'hero/background', pictures: [one, other].map((hash, at) => ({ digest: createDigest(String(at)), computeHash: async () => hash })) },
];

const declared: readonly CheckCase[] = [
  ofAsset(checkAlt, 'a sentence', true, {}),
  ofAsset(checkAlt, 'a translation', true, { alts: alts('A desk', 'Ein Tisch') }),
  ofAsset(checkAlt, 'the same in both languages', false, { alts: alts('A desk', 'A desk') }),
  ofAsset(checkAlt, 'a file name', false, { alts: alts('hero-final.png') }),
  ofAsset(checkAlt, "a camera's name", false, { alts: alts('IMG_2041') }),
  ofAsset(checkAlt, 'a word about pictures', true, { alts: alts('Picture of a desk') }),
  ofAsset(checkAlt, 'blank', false, { alts: alts(' ') }),
  ofAsset(checkAlt, '250 characters', true, { alts: alts('é'.repeat(250)) }),
  ofAsset(checkAlt, '251 characters', false, { alts: alts('é'.repeat(251)) }),
  ofAsset(checkExpiry, 'art without an end', true, { arts: photo({}) }),
  ofAsset(checkExpiry, 'art that ends in 31 days', true, { arts: photo({ expires: '2026-12-24' }) }),
  ofAsset(checkExpiry, 'art that ends in 30 days', false, { arts: photo({ expires: '2026-12-23' }) }),
  ofAsset(checkExpiry, 'art that ended yesterday', false, { arts: photo({ expires: '2026-11-22' }) }),
  ofAsset(checkExpiry, 'an asset that ended', false, { asset: { expires: '2026-01-01' } }),
  ofAsset(checkTerritory, 'art for everywhere', true, { arts: photo({}) }),
  ofAsset(checkTerritory, 'shown where its art may be', true, { arts: photo({ territories: ['DE', 'AT'] }), asset: { territories: ['DE'] } }),
  ofAsset(checkTerritory, 'shown in one country more', false, { arts: photo({ territories: ['DE', 'AT'] }), asset: { territories: ['DE', 'CH'] } }),
  ofAsset(checkTerritory, 'limited art shown nobody knows where', false, { arts: photo({ territories: ['DE'] }) }),
  ofAsset(checkTerritory, 'a locale of another country', false, {
    asset: { territories: ['DE'] },
    alts: [{ cell: 'hero/og.de-AT', locale: 'de-AT', alt: 'Ein Tisch' }],
  }),
  ofAsset(checkPolicy, 'nothing declared', true, {}),
  ofAsset(checkPolicy, 'real people with a release', true, { asset: { policy: { people: 'real', likeness: 'released', claims: 'proven' } } }),
  ofAsset(checkPolicy, 'real people without', false, { asset: { policy: { people: 'real' } } }),
  ofAsset(checkPolicy, 'open claims', false, { asset: { policy: { claims: 'open' } } }),
  ofAsset(checkModel, 'a model without an end', true, { models: [{ model: 'new', end: undefined }] }),
  ofAsset(checkModel, 'a model with an end', false, { models: [{ model: 'old', end: { date: '2026-12-01', replacement: 'new' } }] }),
  ofAsset(checkMask, '2 % changed outside', true, { edits: [{ art: 'hero/product', changedOutside: 0.02, made: false }] }),
  ofAsset(checkMask, '2.1 % changed outside', false, { edits: [{ art: 'hero/product', changedOutside: 0.021, made: false }] }),
  ofAsset(checkDuplicates, 'two compositions', true, { candidates: pair(scene(0), scene(20)) }),
  ofAsset(checkDuplicates, 'nearly the same composition', false, { candidates: pair(scene(0), scene(0.2)) }),
];

/** Every case of every check. */
export const checkCases: readonly CheckCase[] = [...contrast, ...copySpace, ...safeArea, ...brandColor, ...logo, ...files, ...declared];
