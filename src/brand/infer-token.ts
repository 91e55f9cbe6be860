import type { Json } from '../model/json.ts';
import { namedWeights } from './token-types.ts';

/**
 * The type of a value that stands without one in the object of `defineBrand`; undefined when it is not plain.
 * Numbers are numbers; `#…` and `oklch(…)` colours; `12px` and `1rem` dimensions; `200ms` a duration; four numbers a curve; `bold` a weight; any other name, or list of names, font families.
 */
export function inferToken(value: Json): { readonly type: string; readonly value: Json } | undefined {
  const type = inferType(value);
  return type === undefined ? undefined : { type, value };
}

function inferType(value: Json): string | undefined {
  if (typeof value === 'number') return 'number';
  if (typeof value === 'string') return inferTextType(value.trim());
  if (Array.isArray(value)) return inferListType(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if ('colorSpace' in value) return 'color';
  if (!('unit' in value)) return undefined;
  return value['unit'] === 'ms' || value['unit'] === 's' ? 'duration' : 'dimension';
}

function inferTextType(text: string): string | undefined {
  if (/^#|^[a-z][\w-]*\(/i.test(text)) return 'color';
  if (/^-?\d*\.?\d+(?:px|rem)$/.test(text)) return 'dimension';
  if (/^\d*\.?\d+m?s$/.test(text)) return 'duration';
  if (namedWeights.has(text)) return 'fontWeight';
  return /^\p{L}[\p{L}\p{N}\p{M} _-]*$/u.test(text) ? 'fontFamily' : undefined;
}

function inferListType(list: readonly Json[]): string | undefined {
  if (list.length === 4 && list.every((item) => typeof item === 'number')) return 'cubicBezier';
  return list.length > 0 && list.every((item) => typeof item === 'string') ? 'fontFamily' : undefined;
}
