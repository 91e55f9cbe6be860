import type { SpaceColor } from '../brand/convert-color.ts';
import { parseColor } from '../brand/parse-color.ts';
import { toOklch } from '../brand/to-oklch.ts';
import { isMark } from './detect-logo.ts';
import type { SiteFile } from './site-files.ts';

/** What a colour is for. */
export type ColorRole = 'accent' | 'ground' | 'ink';

/** A colour of the brand, as the site writes it. */
export interface FoundColor {
  readonly role: ColorRole;
  readonly color: SpaceColor;
  /** Such as `--brand in src/index.css`. */
  readonly where: string;
}

/** The brand's colours as far as the site's files tell: custom properties and Tailwind's theme first, then what pages tell browsers, then the logo. One a role at most. */
export function detectColors(files: readonly SiteFile[]): readonly FoundColor[] {
  const all = [
    ...files.filter(({ path }) => path.endsWith('.css')).flatMap(readProperties),
    ...files.flatMap(readStyleBlocks),
    ...files.filter(({ path }) => /(?:^|\/)tailwind\.config\.\w+$/.test(path)).flatMap(readTailwind),
    ...files.filter(({ path }) => /\.(?:html|astro|vue|[jt]sx)$/.test(path)).flatMap(readThemeColor),
    ...files.filter(({ path }) => /manifest\w*\.(?:json|webmanifest)$/.test(path)).flatMap(readManifest),
    ...files.filter(({ path }) => path.endsWith('.svg')).flatMap(readDrawing),
  ].filter(isUsable);
  const [accent, ground] = (['accent', 'ground'] as const).map((role) => all.find((each) => each.role === role));
  const ink = findInk(
    all.filter(({ role }) => role === 'ink'),
    ground,
  );
  return [accent, ground, ink].filter((each) => each !== undefined);
}

/** Headlines are set in it: of several the one that stands out most, for running text is often greyed. */
function findInk(inks: readonly FoundColor[], ground: FoundColor | undefined): FoundColor | undefined {
  const paper = ground === undefined ? 1 : toOklch(ground.color)[0];
  const distance = ({ color }: FoundColor): number => Math.abs(toOklch(color)[0] - paper);
  return inks.toSorted((one, other) => distance(other) - distance(one))[0];
}

/** An accent without chroma accents nothing; grounds and inks are opaque. */
function isUsable({ role, color }: FoundColor): boolean {
  const [lightness, chroma] = toOklch(color);
  if (color.alpha < 1) return false;
  return role === 'accent' ? chroma >= 0.05 : role === 'ground' ? lightness > 0.88 || lightness < 0.35 : true;
}

const roleOfProperty: readonly (readonly [ColorRole, RegExp])[] = [
  ['accent', /^--(?:[\w-]+-)?(?:accent|brand|primary)(?:-color|-?[56]00)?$/],
  ['ground', /^--(?:color-)?(?:background|bg|ground|base-100)(?:-color)?$/],
  ['ink', /^--(?:color-)?(?:foreground|text-h|heading|text|ink|fg|base-content)(?:-color)?$/],
];

/** Custom properties outside of dark themes. The scan follows braces alone, which is all that tells a theme. */
function readProperties({ path, text }: SiteFile): readonly FoundColor[] {
  const plain = text.replaceAll(/\/\*[^]*?\*\//g, '');
  const stack: string[] = [];
  const found: FoundColor[] = [];
  let from = 0;
  for (const { 0: sign, index } of plain.matchAll(/[{};]/g)) {
    const part = plain.slice(from, index).trim();
    from = index + 1;
    if (sign === '{') stack.push(part);
    else if (!stack.some((selector) => /dark/i.test(selector))) found.push(...readDeclaration(part, path));
    if (sign === '}') stack.pop();
  }
  return found;
}

/** Styles that stand in a page or a component. */
function readStyleBlocks({ path, text }: SiteFile): readonly FoundColor[] {
  if (!/\.(?:html|astro|vue|svelte)$/.test(path)) return [];
  return [...text.matchAll(/<style\b[^>]*>([^]*?)<\/style>/g)].flatMap(([, style = '']) => readProperties({ path, text: style }));
}

function readDeclaration(declaration: string, path: string): readonly FoundColor[] {
  const [, name = '', value = ''] = /^(--[\w-]+)\s*:\s*([^]+)$/.exec(declaration) ?? [];
  const [role] = roleOfProperty.find(([, pattern]) => pattern.test(name)) ?? [];
  const color = readColor(value);
  return role === undefined || color === undefined ? [] : [{ role, color, where: `${name} in ${path}` }];
}

/** Any notation of CSS, and the bare `222 47% 11%` that component kits put into `hsl()`. */
function readColor(value: string): SpaceColor | undefined {
  const bare = /^[\d.]+(?:deg)?\s+[\d.]+%\s+[\d.]+%$/.test(value.trim());
  return parseColor(bare ? `hsl(${value.trim()})` : value);
}

const tailwindColor = /\b(brand|primary|accent)['"]?\s*:\s*(?:\{[^}]*?(?:DEFAULT|500|600)['"]?\s*:\s*)?['"]([^'"]+)['"]/g;

function readTailwind({ path, text }: SiteFile): readonly FoundColor[] {
  return [...text.matchAll(tailwindColor)].flatMap(([, name = '', value = '']) => describe('accent', value, `${name} in ${path}`));
}

function readThemeColor({ path, text }: SiteFile): readonly FoundColor[] {
  const tags = text.match(/<meta\b[^>]*>/g) ?? [];
  const tag = tags.find((each) => /name=["']theme-color["']/.test(each) && !/dark/.test(each)) ?? '';
  return describe('accent', /content=["']([^"']+)["']/.exec(tag)?.[1], `theme-color in ${path}`);
}

function readManifest({ path, text }: SiteFile): readonly FoundColor[] {
  const read = (key: string): string | undefined => new RegExp(`"${key}"\\s*:\\s*"([^"]+)"`).exec(text)?.[1];
  return [...describe('accent', read('theme_color'), `theme_color in ${path}`), ...describe('ground', read('background_color'), `background_color in ${path}`)];
}

/** The strongest colour of a logo or an icon of the site. */
function readDrawing(file: SiteFile): readonly FoundColor[] {
  if (!isMark(file)) return [];
  const { path, text } = file;
  const values = [...text.matchAll(/(?:fill|stroke|stop-color)\s*[=:]\s*["']?\s*(#[\da-f]{3,8}|rgb\([^)]*\))/gi)].map(([, value = '']) => value);
  const found = values.flatMap((value) => describe('accent', value, path));
  return found.toSorted((one, other) => toOklch(other.color)[1] - toOklch(one.color)[1]).slice(0, 1);
}

function describe(role: ColorRole, value: string | undefined, where: string): readonly FoundColor[] {
  const color = value === undefined ? undefined : readColor(value);
  return color === undefined ? [] : [{ role, color, where }];
}
