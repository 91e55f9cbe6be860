import { tokenInvalid } from '../diagnostics/brand.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import type { Json } from '../model/json.ts';
import type { JsonMember, JsonNode, JsonObjectNode } from './read-json.ts';

/** A token as declared: nothing is resolved yet. */
export interface TokenDeclaration {
  readonly kind: 'token';
  readonly type: string | undefined;
  /** Whether the value was written bare, without `$value`, so that its type may be inferred. */
  readonly bare: boolean;
  readonly value: Json;
  readonly place: Place | undefined;
}

/** Tokens and groups by name. `extended` is the path of the group in `$extends`. */
export interface TokenGroup {
  readonly kind: 'group';
  readonly type: string | undefined;
  readonly extended: string | undefined;
  readonly place: Place | undefined;
  readonly children: ReadonlyMap<string, TokenGroup | TokenDeclaration>;
}

/** How a group is read. */
export interface GroupReading {
  /** Place of an offset in the file; undefined for tokens that come from the config. */
  readonly placeOf: (offset: number) => Place | undefined;
  /** Whether values may stand without `$value`, as in the object of `defineBrand`. */
  readonly bareValues: boolean;
  readonly problems: Diagnostic[];
}

/** Name of the token that stands for its group. */
export const rootName = '$root';

/** Reads a group of tokens from JSON; what is wrong is added to `problems` and left out. */
export function readTokenGroup(node: JsonNode, path: string, reading: GroupReading): TokenGroup {
  if (node.kind !== 'object') {
    report(reading, node.offset, path, 'a group of tokens must be an object');
    return emptyGroup;
  }
  const children = new Map<string, TokenGroup | TokenDeclaration>();
  for (const member of node.members.filter(({ key }) => !key.startsWith('$') || key === rootName)) {
    const child = readChild(member, join(path, member.key), reading);
    if (child === undefined) continue;
    if (children.has(member.key)) report(reading, member.offset, join(path, member.key), 'the name is defined twice in its group');
    children.set(member.key, child);
  }
  return { kind: 'group', type: readType(node, path, reading), extended: readExtends(node, path, reading), place: reading.placeOf(node.offset), children };
}

/** Tokens of both; a token of the later group replaces that of the earlier as a whole, groups are merged. */
export function mergeTokenGroups(earlier: TokenGroup, later: TokenGroup): TokenGroup {
  const children = new Map(earlier.children);
  for (const [name, child] of later.children) {
    const before = children.get(name);
    children.set(name, before?.kind === 'group' && child.kind === 'group' ? mergeTokenGroups(before, child) : child);
  }
  return { ...earlier, type: later.type ?? earlier.type, extended: later.extended ?? earlier.extended, place: later.place ?? earlier.place, children };
}

/** No tokens at all. */
export const emptyGroup: TokenGroup = { kind: 'group', type: undefined, extended: undefined, place: undefined, children: new Map() };

/** The value without positions. Keys such as `__proto__` become plain properties. */
export function toJson(node: JsonNode): Json {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'array') return node.items.map(toJson);
  return Object.fromEntries(node.members.map(({ key, value }) => [key, toJson(value)]));
}

function readChild({ key, offset, value }: JsonMember, path: string, reading: GroupReading): TokenGroup | TokenDeclaration | undefined {
  if (key === '' || /[{}.]/.test(key)) {
    report(reading, offset, path, 'a name must not be empty nor hold a dot or a brace');
    return undefined;
  }
  const place = reading.placeOf(offset);
  if (value.kind === 'object' && hasMember(value, '$value'))
    return { kind: 'token', type: readType(value, path, reading), bare: false, value: toJson(findMember(value, '$value')!), place };
  if (value.kind === 'object' && hasMember(value, '$ref')) return readReference(value, place);
  if (value.kind === 'object' && !(reading.bareValues && isBareObject(value))) return readTokenGroup(value, path, reading);
  if (reading.bareValues) return { kind: 'token', type: undefined, bare: true, value: toJson(value), place };
  report(reading, offset, path, 'a token must be an object with $value');
  return undefined;
}

/** `{ "$ref": "#/color/accent" }` in place of a token stands for that token. */
function readReference(node: JsonObjectNode, place: Place | undefined): TokenDeclaration {
  const reference = toJson(findMember(node, '$ref')!);
  const target = typeof reference === 'string' && !reference.endsWith('/$value') ? `${reference}/$value` : reference;
  return { kind: 'token', type: undefined, bare: false, value: { $ref: target }, place };
}

/** A colour or a dimension written without `$value`. */
function isBareObject(node: JsonObjectNode): boolean {
  return hasMember(node, 'colorSpace') || (hasMember(node, 'value') && hasMember(node, 'unit'));
}

function readType(node: JsonObjectNode, path: string, reading: GroupReading): string | undefined {
  const type = findMember(node, '$type');
  if (type === undefined) return undefined;
  if (type.kind === 'scalar' && typeof type.value === 'string') return type.value;
  report(reading, type.offset, path, '$type must be a string');
  return undefined;
}

function readExtends(node: JsonObjectNode, path: string, reading: GroupReading): string | undefined {
  const extended = findMember(node, '$extends');
  if (extended === undefined) return undefined;
  const target = extended.kind === 'scalar' && typeof extended.value === 'string' ? readGroupReference(extended.value) : undefined;
  if (target === undefined) report(reading, extended.offset, path, '$extends must name a group, as "{button}" or "#/button"');
  return target;
}

function readGroupReference(text: string): string | undefined {
  const braces = /^\{([^{}]+)\}$/.exec(text);
  if (braces !== null) return braces[1];
  return text.startsWith('#/') ? text.slice(2).split('/').join('.') : undefined;
}

const findMember = (node: JsonObjectNode, name: string): JsonNode | undefined => node.members.findLast(({ key }) => key === name)?.value;
const hasMember = (node: JsonObjectNode, name: string): boolean => findMember(node, name) !== undefined;
const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

function report(reading: GroupReading, offset: number, path: string, problem: string): void {
  const place = reading.placeOf(offset);
  reading.problems.push(
    tokenInvalid(path === '' ? { problem: `The tokens: ${problem}.` } : { token: path, problem: `${problem}.` }, place === undefined ? {} : { place }),
  );
}
