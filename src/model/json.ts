/** Plain data: what survives `JSON.parse(JSON.stringify(value))` unchanged. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A plain object of {@link Json}. */
export interface JsonObject {
  readonly [key: string]: Json;
}
