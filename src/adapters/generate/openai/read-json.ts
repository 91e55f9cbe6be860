import { isObject } from '../../../model/json.ts';

/** Parses JSON; undefined for text that is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A field that holds an object; undefined otherwise. */
export function findObject(value: unknown, name: string): { readonly [name: string]: unknown } | undefined {
  const field = isObject(value) ? value[name] : undefined;
  return isObject(field) ? field : undefined;
}

/** A field that holds a text with something in it; undefined otherwise. */
export function readText(value: unknown, name: string): string | undefined {
  const field = isObject(value) ? value[name] : undefined;
  return typeof field === 'string' && field !== '' ? field : undefined;
}

/** A field that holds a list; empty otherwise. */
export function readList(value: unknown, name: string): readonly unknown[] {
  const field = isObject(value) ? value[name] : undefined;
  return Array.isArray(field) ? field : [];
}
