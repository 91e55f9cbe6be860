/** Plain data: what survives `JSON.parse(JSON.stringify(value))` unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A plain object of {@link Json}. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** Whether a value is an object with named fields: no list, not null. A {@link Json} that is one is a {@link JsonObject}. */
export function isObject(value: unknown): value is { readonly [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
