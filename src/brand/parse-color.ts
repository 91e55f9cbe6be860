import { isColorSpace, type SpaceColor } from './convert-color.ts';

/** Reads `#rgb`, `#rrggbb`, with or without alpha, and the functions `rgb hsl hwb lab lch oklab oklch color` of CSS Color 4 with numbers and percentages; undefined for anything else. */
export function parseColor(text: string): SpaceColor | undefined {
  const trimmed = text.trim().toLowerCase();
  return trimmed.startsWith('#') ? parseHex(trimmed.slice(1)) : parseFunction(trimmed);
}

function parseHex(digits: string): SpaceColor | undefined {
  if (!/^[0-9a-f]+$/.test(digits) || ![3, 4, 6, 8].includes(digits.length)) return undefined;
  const long = digits.length <= 4 ? digits.replaceAll(/./g, '$&$&') : digits;
  const [red, green, blue, alpha = 255] = (long.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  return { colorSpace: 'srgb', components: [red! / 255, green! / 255, blue! / 255], alpha: alpha / 255 };
}

interface Notation {
  readonly colorSpace: SpaceColor['colorSpace'];
  /** What 100 % of each component is; for hues, percentages are refused. */
  readonly whole: readonly [number, number, number];
  /** What plain numbers are divided by. */
  readonly divisor?: number;
}

const notations: { readonly [name: string]: Notation } = {
  rgb: { colorSpace: 'srgb', whole: [1, 1, 1], divisor: 255 },
  hsl: { colorSpace: 'hsl', whole: [Number.NaN, 100, 100] },
  hwb: { colorSpace: 'hwb', whole: [Number.NaN, 100, 100] },
  lab: { colorSpace: 'lab', whole: [100, 125, 125] },
  lch: { colorSpace: 'lch', whole: [100, 150, Number.NaN] },
  oklab: { colorSpace: 'oklab', whole: [1, 0.4, 0.4] },
  oklch: { colorSpace: 'oklch', whole: [1, 0.4, Number.NaN] },
};

function parseFunction(text: string): SpaceColor | undefined {
  const call = /^([a-z]+)\(([^()]*)\)$/.exec(text);
  if (call === null) return undefined;
  const words = call[2]!
    .replaceAll(/[,/]/g, ' ')
    .split(/\s+/)
    .filter((word) => word !== '');
  const space = call[1] === 'color' ? words.shift() : undefined;
  const notation = space === undefined ? readNotation(call[1]!.replace(/^(rgb|hsl)a$/, '$1')) : readSpace(space);
  if (notation === undefined || words.length < 3 || words.length > 4) return undefined;
  const components = words.slice(0, 3).map((word, index) => readComponent(word, notation.whole[index]!, notation.divisor ?? 1));
  const alpha = words[3] === undefined ? 1 : readComponent(words[3], 1, 1);
  if (![...components, alpha].every(Number.isFinite)) return undefined;
  return { colorSpace: notation.colorSpace, components: [components[0]!, components[1]!, components[2]!], alpha: Math.min(1, Math.max(0, alpha)) };
}

function readNotation(name: string): Notation | undefined {
  return Object.hasOwn(notations, name) ? notations[name] : undefined;
}

function readSpace(space: string): Notation | undefined {
  const name = space === 'xyz' ? 'xyz-d65' : space;
  return isColorSpace(name) && !Object.hasOwn(notations, name) ? { colorSpace: name, whole: [1, 1, 1] } : undefined;
}

function readComponent(word: string, whole: number, divisor: number): number {
  if (word === 'none') return 0;
  const [, number, unit] = /^([+-]?\d*\.?\d+)(%|deg)?$/.exec(word) ?? [];
  if (number === undefined) return Number.NaN;
  if (unit === '%') return (Number(number) / 100) * whole;
  if (unit === 'deg') return Number.isNaN(whole) ? Number(number) : Number.NaN;
  return Number(number) / divisor;
}
