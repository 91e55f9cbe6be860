import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readFontFacts } from '../text/read-font-facts.ts';
import type { SiteFile } from './site-files.ts';

/** The family that pictures are set in. */
export interface FoundFont {
  readonly family: string;
  /** Globs for the config. */
  readonly patterns: readonly string[];
  readonly weights: { readonly text: number; readonly strong: number };
  /** The package that brings its files, where the site has none. */
  readonly install?: string;
  /** Such as `next/font in app/layout.tsx`; undefined for the one that is taken where a site tells nothing. */
  readonly where?: string;
}

/** What is known of the site before anything is installed. */
export interface FontSources {
  readonly root: string;
  readonly paths: readonly string[];
  readonly styles: readonly SiteFile[];
  /** Names of installed packages, as package.json lists them. */
  readonly packages: readonly string[];
}

const usualWeights = { text: 400, strong: 600 } as const;

/** The brand's family: font files of the site itself, font packages that it has, then families that its styles name and a package brings; else Inter. */
export async function detectFont(sources: FontSources): Promise<FoundFont> {
  return (await findFiles(sources)) ?? findPackage(sources) ?? findNamed(sources) ?? usualFont;
}

/** The family where a site tells none. */
export const usualFont: PackagedFont = fromPackage('Inter');

/** A family whose files a package brings. */
export interface PackagedFont extends FoundFont {
  readonly install: string;
}

/** Upright faces of one family among the site's files, with a weight for text and one for headlines. */
async function findFiles({ root, paths }: FontSources): Promise<FoundFont | undefined> {
  const faces = (await Promise.all(paths.filter((path) => /\.(?:ttf|otf|woff2)$/i.test(path)).map((path) => readFace(root, path)))).flat();
  for (const family of new Set(faces.map((face) => face.family))) {
    const own = faces.filter((face) => face.family === family);
    const pair = pickWeights(own.flatMap(({ weights }) => weights));
    if (pair === undefined) continue;
    const used = own.filter(({ weights }) => weights.includes(pair.text) || weights.includes(pair.strong));
    return { family, weights: pair, patterns: used.map(({ path }) => path), where: `font files in ${dirname(used[0]!.path)}/` };
  }
  return undefined;
}

interface Face {
  readonly family: string;
  readonly path: string;
  readonly weights: readonly number[];
}

/** A file that is no font, or one that would not be drawn, is passed over. */
async function readFace(root: string, path: string): Promise<readonly Face[]> {
  try {
    const { family, weight, weightRange, style, colour } = await readFontFacts(readFileSync(join(root, path)));
    if (style !== 'normal' || colour !== 'none') return [];
    const weights = weightRange === undefined ? [weight] : [400, 600, 700].filter((each) => each >= weightRange[0] && each <= weightRange[1]);
    return [{ family, path, weights }];
  } catch {
    return [];
  }
}

/** The weight for text and the next stronger one that stands out; undefined when a family has no two. */
function pickWeights(available: readonly number[]): FoundFont['weights'] | undefined {
  const pick = (wanted: readonly number[]): number | undefined => wanted.find((weight) => available.includes(weight));
  const [text, strong] = [pick([400, 500, 300]), pick([600, 700, 800])];
  return text === undefined || strong === undefined ? undefined : { text, strong };
}

function findPackage({ root, packages }: FontSources): FoundFont | undefined {
  const expo = packages.find((name) => name.startsWith('@expo-google-fonts/'));
  if (expo !== undefined) return { ...describeExpo(root, toFamily(expo.split('/')[1]!), expo), where: `${expo} in package.json` };
  const [, scope, id] = packages.map((name) => /^(@fontsource(?:-variable)?)\/(.+)$/.exec(name)).find((match) => match !== null) ?? [];
  if (scope === undefined || id === undefined) return undefined;
  const where = `${scope}/${id} in package.json`;
  // Variable packages have the axes cut into files of subsets, which name another family.
  if (scope === '@fontsource-variable') return { ...fromPackage(toFamily(id)), where };
  return { family: toFamily(id), weights: usualWeights, patterns: [`node_modules/@fontsource/${id}/files/${id}-latin-{400,600}-normal.woff2`], where };
}

/** Families of Google Fonts that sites are often set in. */
const known: ReadonlySet<string> = new Set(
  (
    'Inter,Roboto,Open Sans,Lato,Montserrat,Poppins,Raleway,Nunito,Nunito Sans,Work Sans,DM Sans,Manrope,Outfit,Plus Jakarta Sans,Rubik,Source Sans 3,Source Serif 4,IBM Plex Sans,IBM Plex Serif,Fira Sans,' +
    'Noto Sans,Noto Serif,Playfair Display,Merriweather,Lora,Libre Franklin,Archivo,Space Grotesk,Sora,Figtree,Lexend,Urbanist,Karla,Mulish,Public Sans,Schibsted Grotesk,Bricolage Grotesque,Instrument Sans,' +
    'Onest,Geist,Hanken Grotesk,Albert Sans,Red Hat Display,Be Vietnam Pro,Barlow,Oswald,Quicksand,Cabin,Fraunces,Crimson Pro,EB Garamond,Spectral,Bitter,Zilla Slab,Roboto Slab,JetBrains Mono,Space Mono'
  ).split(','),
);

function findNamed({ styles }: FontSources): FoundFont | undefined {
  for (const { path, text } of styles) {
    const [, imported] = /import\s*\{\s*(\w+)[^}]*\}\s*from\s*['"]next\/font\/google['"]/.exec(text) ?? [];
    if (imported !== undefined) return { ...fromPackage(imported.replaceAll('_', ' ')), where: `next/font in ${path}` };
    const [, linked] = /fonts\.googleapis\.com\/css2?\?family=([^:&"')]+)/.exec(text) ?? [];
    if (linked !== undefined) return { ...fromPackage(decodeURIComponent(linked).replaceAll('+', ' ')), where: `Google Fonts in ${path}` };
    const named = [...text.matchAll(/font-family\s*:\s*['"]?([A-Z][\w ]*?)['"]?\s*[,;}]|--font-[\w-]+\s*:\s*['"]?([A-Z][\w ]*?)['"]?\s*[,;]/g)].map(
      ([, one, other]) => one ?? other ?? '',
    );
    const family = named.find((each) => known.has(each));
    if (family !== undefined) return { ...fromPackage(family), where: `font-family in ${path}` };
  }
  return undefined;
}

/** `plus-jakarta-sans` → `Plus Jakarta Sans`; short words in capitals are what they are among Google's names. */
function toFamily(id: string): string {
  return id
    .split('-')
    .map((word) => (/^(?:dm|ibm|eb|pt)$/.test(word) ? word.toUpperCase() : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(' ');
}

/** A family of Google Fonts, in the package of its name. */
export function fromPackage(family: string): PackagedFont {
  const name = `@expo-google-fonts/${family.toLowerCase().replaceAll(' ', '-')}`;
  return { family, weights: usualWeights, patterns: [formatPattern(name, ['400Regular', '600SemiBold'])], install: name };
}

function formatPattern(name: string, folders: readonly string[]): string {
  return `node_modules/${name}/{${folders.join(',')}}/*.ttf`;
}

/** The same font once its package lies there: with the weights that it really has. */
export function settleFont(root: string, font: FoundFont): FoundFont {
  return font.install === undefined ? font : { ...font, ...describeExpo(root, font.family, font.install) };
}

/** Packages of Expo have a folder a face, such as `600SemiBold`. */
function describeExpo(root: string, family: string, name: string): FoundFont {
  const folder = join(root, 'node_modules', name);
  const folders = existsSync(folder) ? readdirSync(folder).filter((each) => /^\d{3}[A-Z]\w*$/.test(each) && !each.endsWith('Italic')) : [];
  const weights = pickWeights(folders.map((each) => Number(each.slice(0, 3))));
  if (weights === undefined) return { family, weights: usualWeights, patterns: [formatPattern(name, ['400Regular', '600SemiBold'])] };
  const used = folders.filter((each) => [weights.text, weights.strong].includes(Number(each.slice(0, 3))));
  return { family, weights, patterns: [formatPattern(name, used)] };
}
