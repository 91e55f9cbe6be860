import type { OutputFormat } from '../model/config.ts';
import type { SiteData, SitePicture } from './site-data.ts';
import type { Visual, VisualSource } from './visual.ts';

/** Thrown on a page that asks for a picture that is not there; in a checked TypeScript project the compiler has said so before. */
export class VisualError extends Error {
  readonly code: 'VISUAL_UNKNOWN' | 'VISUAL_SHAPES_DIFFER';

  constructor(code: VisualError['code'], message: string) {
    super(`${code}: ${message}`);
    this.name = 'VisualError';
    this.code = code;
  }
}

/**
 * Makes the function that `visuals:assets` exports. It runs in browsers, so it knows nothing but the data.
 * @throws VisualError from the function: `VISUAL_UNKNOWN` with what there is, `VISUAL_SHAPES_DIFFER` for sizes that no browser may exchange for each other
 */
export function createVisual(data: SiteData): (id: string, wanted?: VisualQuery) => Visual {
  return (id, wanted = {}) => findVisual(data, id, wanted);
}

/** What a caller may ask for; the declaration of `visuals:assets` says it with the names of the project. */
export interface VisualQuery {
  readonly locale?: string | undefined;
  readonly size?: string | readonly string[] | undefined;
  readonly variant?: { readonly [axis: string]: string | undefined } | undefined;
}

function findVisual({ base, assets }: SiteData, id: string, wanted: VisualQuery): Visual {
  const pictures = Object.hasOwn(assets, id) ? assets[id]! : [];
  const [first] = pictures;
  if (first === undefined) throw unknown(`no asset "${id}"`, Object.keys(assets));
  const locale = wanted.locale ?? onlyLocaleOf(id, pictures);
  const variant = { ...first.variant, ...dropUndefined(wanted.variant) };
  const sizes = [wanted.size ?? first.size].flat();
  const chosen = sizes.map((size) => findPicture(id, pictures, { size, locale, variant }));
  return describeVisual(base, id, refuseOtherShapes(id, chosen));
}

/** An asset in many languages has no language to show by itself. */
function onlyLocaleOf(id: string, pictures: readonly SitePicture[]): string {
  const locales = [...new Set(pictures.map(({ locale }) => locale))];
  if (locales.length > 1) throw unknown(`"${id}" has several languages, so \`locale\` must be given`, locales);
  return locales[0]!;
}

function dropUndefined(variant: VisualQuery['variant'] = {}): SitePicture['variant'] {
  return Object.fromEntries(Object.entries(variant).flatMap(([axis, value]) => (value === undefined ? [] : [[axis, value]])));
}

type Choice = Pick<SitePicture, 'size' | 'locale' | 'variant'>;

function findPicture(id: string, pictures: readonly SitePicture[], { size, locale, variant }: Choice): SitePicture {
  const names = (each: Choice): string => [each.size, each.locale, ...Object.values(each.variant)].join('.');
  const isVariant = (picture: SitePicture): boolean => Object.keys({ ...picture.variant, ...variant }).every((axis) => picture.variant[axis] === variant[axis]);
  const found = pictures.find((picture) => picture.size === size && picture.locale === locale && isVariant(picture));
  if (found === undefined) throw unknown(`no picture "${names({ size, locale, variant })}" of "${id}"`, pictures.map(names));
  return found;
}

/** How far the ratios of two sizes may differ before one can't stand in for the other. */
const ratioTolerance = 0.01;

/** Widest first. */
function refuseOtherShapes(id: string, pictures: readonly SitePicture[]): readonly SitePicture[] {
  const ordered = pictures.toSorted((a, b) => b.width - a.width);
  const ratioOf = ({ width, height }: SitePicture): number => width / height;
  const other = ordered.find((each) => Math.abs(ratioOf(each) / ratioOf(ordered[0]!) - 1) > ratioTolerance);
  if (other === undefined) return ordered;
  const words = [ordered[0]!, other].map(({ size, width, height }) => `${size} (${width}×${height})`).join(' and ');
  throw new VisualError('VISUAL_SHAPES_DIFFER', `${words} of "${id}" have different shapes: ask for one of them.`);
}

/** Smallest files first. */
const formats: readonly OutputFormat[] = ['avif', 'webp', 'jpeg', 'png'];

function describeVisual(base: string, id: string, pictures: readonly SitePicture[]): Visual {
  const [widest] = pictures;
  const { size, width, height, locale, direction, variant, alt, color, placeholder, source } = widest!;
  const sources = formats.flatMap((format) => describeSource(base, format, pictures) ?? []);
  const { src = '', srcset = '' } = sources.at(-1) ?? {};
  return {
    id,
    size,
    locale,
    direction,
    variant,
    src,
    srcset,
    sizes: `(max-width: ${width}px) 100vw, ${width}px`,
    width,
    height,
    alt,
    placeholder,
    color,
    sources,
    ...(source && { digitalSource: source }),
  };
}

/** Undefined unless all the pictures have the format. */
function describeSource(base: string, format: OutputFormat, pictures: readonly SitePicture[]): VisualSource | undefined {
  const files = pictures.flatMap(({ files, width }) => (files[format] === undefined ? [] : [{ src: base + files[format], width }]));
  if (files.length === 0 || files.length < pictures.length) return undefined;
  const srcset = files.toReversed().map(({ src, width }) => `${src} ${width}w`);
  return { format, type: `image/${format}`, src: files[0]!.src, srcset: srcset.join(', ') };
}

function unknown(problem: string, known: readonly string[]): VisualError {
  const list = known.length > 12 ? `${known.slice(0, 12).join(', ')}, …` : known.join(', ');
  return new VisualError('VISUAL_UNKNOWN', `${problem}. There ${known.length === 1 ? 'is' : 'are'}: ${list || 'none yet'}.`);
}
