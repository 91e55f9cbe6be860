import { formatNearest } from '../diagnostics/did-you-mean.ts';
import type { Piece } from './text-places.ts';
import type { FoundMessage, UnitCollector } from './unit-collector.ts';

/** What stands behind a key of a file of nested keys. */
export type CopyNode = CopyGroup | CopyLeaf | CopyStranger;

/** Keys below a key, as written: order and duplicates are kept. */
export interface CopyGroup {
  readonly kind: 'group';
  readonly offset: number;
  readonly members: readonly CopyMember[];
}

/** A key with what stands under it: a text or a group. */
export interface CopyMember {
  readonly key: string;
  readonly offset: number;
  readonly value: CopyNode;
  /** The comment above the key. */
  readonly comment?: string;
}

/** A text; `offset` and `end` enclose it with its quotes. */
export interface CopyLeaf {
  readonly kind: 'text';
  readonly text: string;
  readonly offset: number;
  readonly end: number;
  readonly start: number;
  readonly pieces: readonly Piece[];
}

/** Something that is no message. */
export interface CopyStranger {
  readonly kind: 'other';
  readonly offset: number;
  readonly value: unknown;
}

/** Takes all messages of a tree, their keys joined by dots. `"@key": { … }` beside a key says what translators should know about it. */
export function collectTree(group: CopyGroup, collector: UnitCollector, prefix = ''): void {
  const about = new Map(group.members.flatMap((member) => (isAbout(member) ? [[member.key.slice(1), member.value] as const] : [])));
  for (const { key, offset, value, comment } of group.members.filter((member) => !isAbout(member))) {
    const path = joinKey(prefix, key);
    const facts = { ...readComment(comment), ...readAbout(about.get(key), collector) };
    if (value.kind === 'group') collectTree(value, collector, path);
    else if (value.kind === 'text') collector.add({ key: path, keyOffset: offset, pieces: value.pieces, start: value.start, ...facts });
    else collector.refuse(value.offset, `"${path}" is not a text`);
  }
  refuseOrphans(group, collector);
}

/** A key with the names around it. */
export function joinKey(prefix: string, key: string): string {
  return prefix === '' ? key : `${prefix}.${key}`;
}

/** Whether a member tells about the one beside it. */
export function isAbout(member: CopyMember): member is CopyMember & { readonly value: CopyGroup } {
  return member.key.startsWith('@') && member.value.kind === 'group';
}

type Facts = Pick<FoundMessage, 'note' | 'context' | 'limit'>;

function refuseOrphans({ members }: CopyGroup, { refuse }: UnitCollector): void {
  const keys = members.filter((member) => !isAbout(member)).map(({ key }) => key);
  const orphans = members.filter((member) => isAbout(member) && !keys.includes(member.key.slice(1)));
  for (const { key, offset } of orphans) refuse(offset, `"${key}" tells about a message that is not there${formatNearest(key.slice(1), keys)}`);
}

/** `description`, `context`, and `maxLength` or `x-limit`, as in ARB; whatever else stands there is for other tools. */
function readAbout(about: CopyGroup | undefined, { refuse }: UnitCollector): Facts {
  const facts: { -readonly [Name in keyof Facts]: Facts[Name] } = {};
  for (const { key, value } of about?.members ?? []) {
    const name = aboutNames.get(key);
    if (name === undefined) continue;
    if (name === 'limit') {
      if (value.kind === 'other' && isLimit(value.value)) facts.limit = value.value;
      else refuse(value.offset, `"${key}" is not a number of characters`);
    } else if (value.kind === 'text') facts[name] = value.text;
    else refuse(value.offset, `"${key}" is not a text`);
  }
  return facts;
}

const aboutNames: ReadonlyMap<string, keyof Facts> = new Map([
  ['description', 'note'],
  ['context', 'context'],
  ['maxLength', 'limit'],
  ['x-limit', 'limit'],
]);

const isLimit = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value > 0;

/** Lines `context: …` and `limit: 40` of a comment mean these, the others are the note. */
function readComment(comment: string | undefined): Facts {
  const lines = (comment ?? '').split('\n');
  const find = (name: RegExp): string | undefined => lines.map((line) => name.exec(line)?.[1]).find((each) => each !== undefined);
  const [context, limit] = [find(contextLine), find(limitLine)];
  const note = lines.filter((line) => !contextLine.test(line) && !limitLine.test(line)).join('\n');
  return { ...(note !== '' && { note }), ...(context !== undefined && { context }), ...(limit !== undefined && { limit: Number(limit) }) };
}

const contextLine = /^context:\s*(\S.*)$/i;
const limitLine = /^limit:\s*([1-9]\d{0,8})$/i;

/** Every text of a tree by its key. */
export function listLeaves(group: CopyGroup, prefix = ''): ReadonlyMap<string, CopyLeaf> {
  return new Map(
    group.members.flatMap((member): readonly (readonly [string, CopyLeaf])[] => {
      const path = joinKey(prefix, member.key);
      if (member.value.kind === 'text') return [[path, member.value]];
      return member.value.kind === 'group' && !isAbout(member) ? [...listLeaves(member.value, path)] : [];
    }),
  );
}

/** New members of a group: name → text, or members below it. */
export type Branch = Map<string, string | Branch>;

/** Whether a tree nests its keys; an empty one is free to. */
export function nestsKeys({ members }: CopyGroup): boolean {
  return members.length === 0 || members.some((member) => member.value.kind === 'group' && !isAbout(member));
}

/** Which members each group of a tree gets for new keys: in the deepest group that is there, nested below it if the file nests keys, else with dots. */
export function planInsertions(root: CopyGroup, texts: ReadonlyMap<string, string>, nests = nestsKeys(root)): ReadonlyMap<CopyGroup, Branch> {
  const plans = new Map<CopyGroup, Branch>();
  for (const [key, text] of texts) {
    const { group, rest } = findHome(root, key);
    const branch = plans.get(group) ?? new Map<string, string | Branch>();
    plans.set(group, branch);
    const isTaken = group.members.some((member) => member.key === rest.split('.')[0]);
    insert(branch, nests && !isTaken && !isBelowText(key, texts) ? splitKey(rest) : [rest], text);
  }
  return plans;
}

function findHome(group: CopyGroup, key: string): { readonly group: CopyGroup; readonly rest: string } {
  const doors = group.members.filter((member) => member.key !== '' && !isAbout(member) && member.value.kind === 'group' && key.startsWith(`${member.key}.`));
  const door = doors.toSorted((a, b) => b.key.length - a.key.length)[0];
  return door?.value.kind === 'group' ? findHome(door.value, key.slice(door.key.length + 1)) : { group, rest: key };
}

/** An empty name and one with an @ would be read as something else in a place of their own. */
function splitKey(key: string): readonly string[] {
  const parts = key.split('.');
  return parts.some((part) => part === '' || part.startsWith('@')) ? [key] : parts;
}

/** `a` and `a.b` can't both be nested. */
function isBelowText(key: string, texts: ReadonlyMap<string, string>): boolean {
  for (let dot = key.indexOf('.'); dot !== -1; dot = key.indexOf('.', dot + 1)) if (texts.has(key.slice(0, dot))) return true;
  return false;
}

function insert(branch: Branch, [name = '', ...rest]: readonly string[], text: string): void {
  if (rest.length === 0) {
    branch.set(name, text);
    return;
  }
  const below = branch.get(name);
  const deeper: Branch = below instanceof Map ? below : new Map();
  branch.set(name, deeper);
  insert(deeper, rest, text);
}
