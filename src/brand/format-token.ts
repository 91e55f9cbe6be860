import { isObject } from '../model/json.ts';
import type { Json } from '../model/json.ts';
import { formatHexColor, isColorSpace } from './convert-color.ts';
import { namedWeights, partTypes } from './token-types.ts';
import { parseColor } from './parse-color.ts';

/** A value that does not suit its type. */
export class TokenFault extends Error {
  override readonly name = 'TokenFault';
}

/** A part of a composite token, ready for CSS; `name` is empty for the whole. */
export interface FormattedPart {
  readonly name: string;
  readonly type: string;
  readonly css: string;
}

/** Pixels of one rem: a card has no reader who could set another size. */
export const pixelsPerRem = 16;

/**
 * CSS of a token without references: the whole first, then the parts of a composite one. Colours become sRGB hex; `rem` becomes pixels at 16 a rem; a gradient its list of stops, for use within `linear-gradient(90deg, …)`;
 * typography the `font` shorthand; a shadow the value of `box-shadow`; a border that of `border`; a transition that of `transition` without the property.
 * @throws TokenFault when the value does not suit the type
 */
export function formatToken(type: string, value: Json): readonly FormattedPart[] {
  const format = Object.hasOwn(formats, type) ? formats[type] : undefined;
  if (format === undefined) throw new TokenFault(`"${type}" is no type of DTCG 2025.10 (${Object.keys(formats).join(', ')})`);
  const whole = { name: '', type, css: format(value) };
  const parts = partTypes[type];
  if (parts === undefined || !isObject(value)) return [whole];
  const names = Object.keys(parts).filter((name) => value[name] !== undefined);
  return [whole, ...names.map((name) => formatPart(name, parts[name]!, value[name]!))];
}

function formatPart(name: string, type: string, value: Json): FormattedPart {
  const actual = name === 'lineHeight' && typeof value === 'object' ? 'dimension' : type;
  return { name, type: actual, css: formats[actual]!(value) };
}

const formats: { readonly [type: string]: (value: Json) => string } = {
  color: formatColor,
  dimension: formatDimension,
  fontFamily: formatFamilies,
  fontWeight: formatWeight,
  duration: formatDuration,
  cubicBezier: formatCurve,
  number: formatNumber,
  strokeStyle: formatStroke,
  border: formatBorder,
  transition: formatTransition,
  shadow: formatShadows,
  gradient: formatGradient,
  typography: formatTypography,
};

function formatColor(value: Json): string {
  const color = typeof value === 'string' ? parseColor(value) : readColor(value);
  if (color === undefined) throw new TokenFault(`${show(value)} is not a colour`);
  return formatHexColor(color);
}

function readColor(value: Json): ReturnType<typeof parseColor> {
  const { colorSpace, components, alpha = 1 } = readObject(value, 'a colour');
  if (typeof colorSpace !== 'string' || !isColorSpace(colorSpace)) throw new TokenFault(`${show(colorSpace)} is not a colour space of DTCG 2025.10`);
  if (!Array.isArray(components) || components.length !== 3) throw new TokenFault(`a colour has three components, not ${show(components)}`);
  const [first, second, third] = components.map((component: Json) => (component === 'none' ? 0 : readNumber(component, 'a component of a colour')));
  const opacity = readNumber(alpha, 'alpha');
  if (opacity < 0 || opacity > 1) throw new TokenFault(`alpha lies between 0 and 1, not at ${opacity}`);
  return { colorSpace, components: [first!, second!, third!], alpha: opacity };
}

function formatDimension(value: Json): string {
  const { amount, unit } = readQuantity(value, 'a dimension', ['px', 'rem']);
  return `${trim(unit === 'rem' ? amount * pixelsPerRem : amount)}px`;
}

function formatDuration(value: Json): string {
  const { amount, unit } = readQuantity(value, 'a duration', ['ms', 's']);
  return `${trim(amount)}${unit}`;
}

/** `{ value, unit }`, or a text such as `12px`. */
function readQuantity(value: Json, what: string, units: readonly string[]): { readonly amount: number; readonly unit: string } {
  const text = typeof value === 'string' ? /^(-?\d*\.?\d+)([a-z]+)$/.exec(value.trim()) : null;
  const written = text === null ? readObject(value, what) : { value: Number(text[1]), unit: text[2]! };
  if (typeof written['unit'] !== 'string' || !units.includes(written['unit'])) throw new TokenFault(`${what} is in ${units.join(' or ')}, not ${show(value)}`);
  return { amount: readNumber(written['value'], what), unit: written['unit'] };
}

const genericFamilies = new Set([
  'serif',
  'sans-serif',
  'monospace',
  'cursive',
  'fantasy',
  'system-ui',
  'ui-serif',
  'ui-sans-serif',
  'ui-monospace',
  'ui-rounded',
  'math',
  'emoji',
]);

/** Names in quotes, for they may hold spaces and digits; generic families bare. */
function formatFamilies(value: Json): string {
  const families = (Array.isArray(value) ? value : [value]).flat();
  if (families.length === 0 || !families.every((family): family is string => typeof family === 'string' && family.trim() !== ''))
    throw new TokenFault(`${show(value)} is not a list of font families`);
  return families.map((family) => (genericFamilies.has(family) ? family : `"${family.replaceAll(/["\\]/g, '\\$&')}"`)).join(', ');
}

function formatWeight(value: Json): string {
  const weight = typeof value === 'string' ? namedWeights.get(value) : value;
  if (typeof weight !== 'number' || !(weight >= 1 && weight <= 1000))
    throw new TokenFault(`${show(value)} is not a font weight: a number from 1 to 1000, or a name such as "bold"`);
  return trim(weight);
}

function formatNumber(value: Json): string {
  return trim(readNumber(value, 'the value'));
}

function formatCurve(value: Json): string {
  if (!Array.isArray(value) || value.length !== 4) throw new TokenFault(`a curve has four numbers, not ${show(value)}`);
  const numbers = value.map((item: Json) => readNumber(item, 'a point of a curve'));
  if ([numbers[0]!, numbers[2]!].some((x) => x < 0 || x > 1)) throw new TokenFault("a curve's first and third numbers lie between 0 and 1");
  return `cubic-bezier(${numbers.map(trim).join(', ')})`;
}

const strokeStyles = new Set(['solid', 'dashed', 'dotted', 'double', 'groove', 'ridge', 'outset', 'inset']);

/** A pattern of dashes has no CSS but `dashed`. */
function formatStroke(value: Json): string {
  if (typeof value === 'string' && strokeStyles.has(value)) return value;
  if (isObject(value) && Array.isArray(value['dashArray'])) return 'dashed';
  throw new TokenFault(`${show(value)} is not a stroke style (${[...strokeStyles].join(', ')})`);
}

function formatBorder(value: Json): string {
  const { width, style, color } = readParts(value, 'a border', ['width', 'style', 'color']);
  return `${formatDimension(width!)} ${formatStroke(style!)} ${formatColor(color!)}`;
}

function formatTransition(value: Json): string {
  const { duration, timingFunction, delay } = readParts(value, 'a transition', ['duration', 'timingFunction', 'delay']);
  return `${formatDuration(duration!)} ${formatCurve(timingFunction!)} ${formatDuration(delay!)}`;
}

function formatShadows(value: Json): string {
  const shadows = Array.isArray(value) ? value.flat() : [value];
  if (shadows.length === 0) throw new TokenFault('a shadow has at least one layer');
  return shadows.map(formatShadow).join(', ');
}

function formatShadow(value: Json): string {
  const { color, offsetX, offsetY, blur, spread, inset = false } = readParts(value, 'a shadow', ['color', 'offsetX', 'offsetY', 'blur', 'spread']);
  if (typeof inset !== 'boolean') throw new TokenFault(`inset of a shadow is true or false, not ${show(inset)}`);
  return `${inset ? 'inset ' : ''}${[offsetX!, offsetY!, blur!, spread!].map(formatDimension).join(' ')} ${formatColor(color!)}`;
}

/** Positions beyond the ends are moved to them, as DTCG asks. */
function formatGradient(value: Json): string {
  if (!Array.isArray(value) || value.length === 0) throw new TokenFault(`a gradient is a list of stops, not ${show(value)}`);
  const stops = value.flat().map((stop: Json) => {
    const { color, position } = readParts(stop, 'a stop of a gradient', ['color', 'position']);
    return `${formatColor(color!)} ${trim(Math.min(1, Math.max(0, readNumber(position, 'the position of a stop'))) * 100)}%`;
  });
  return stops.join(', ');
}

function formatTypography(value: Json): string {
  const { fontFamily, fontSize, fontWeight = 400, lineHeight } = readParts(value, 'typography', ['fontFamily', 'fontSize']);
  const height = lineHeight === undefined ? '' : `/${formatPart('lineHeight', 'number', lineHeight).css}`;
  return `${formatWeight(fontWeight)} ${formatDimension(fontSize!)}${height} ${formatFamilies(fontFamily!)}`;
}

function readParts(value: Json, what: string, needed: readonly string[]): { readonly [part: string]: Json | undefined } {
  const parts = readObject(value, what);
  const missing = needed.filter((name) => parts[name] === undefined);
  if (missing.length > 0) throw new TokenFault(`${what} lacks ${missing.join(', ')}`);
  return parts;
}

function readObject(value: Json, what: string): { readonly [name: string]: Json | undefined } {
  if (isObject(value)) return value;
  throw new TokenFault(`${show(value)} is not ${what}`);
}

function readNumber(value: Json | undefined, what: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw new TokenFault(`${what} must be a number, not ${show(value)}`);
}

/** A number without the noise of binary fractions nor an exponent. */
const trim = (value: number): string => {
  const text = value.toFixed(4);
  return text.includes('.') ? text.replace(/\.?0+$/, '').replace(/^-0$/, '0') : text;
};

function show(value: Json | undefined): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
