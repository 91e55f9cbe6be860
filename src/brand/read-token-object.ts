import type { BrandSource } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Json } from '../model/json.ts';
import type { JsonNode } from './read-json.ts';
import { readTokenGroup, type TokenGroup } from './read-token-group.ts';
import type { TokenLayer } from './token-layers.ts';

/** The layers of a brand that the config holds as an object. A value that is none of an axis's modes, such as `light` where only `dark` is given, means the base. */
export function readTokenObject(source: BrandSource & { readonly kind: 'object' }, problems: Diagnostic[]): readonly TokenLayer[] {
  const read = (tokens: Json): TokenGroup => readTokenGroup(toNode(tokens), '', { placeOf: () => undefined, bareValues: true, problems });
  const axes = Object.entries(source.modes).map(([name, modes]): TokenLayer => {
    const contexts = new Map(Object.entries(modes).map(([mode, tokens]) => [mode, read(tokens)]));
    return { kind: 'modifier', axis: { name, contexts: [...contexts.keys()], fallback: '', closed: false }, contexts };
  });
  return [{ kind: 'set', group: read(source.tokens) }, ...axes];
}

function toNode(value: Json): JsonNode {
  if (Array.isArray(value)) return { kind: 'array', items: value.map(toNode), offset: -1 };
  if (typeof value === 'object' && value !== null)
    return { kind: 'object', members: Object.entries(value).map(([key, member]) => ({ key, offset: -1, value: toNode(member) })), offset: -1 };
  return { kind: 'scalar', value, offset: -1, length: 0 };
}
