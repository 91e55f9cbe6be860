import { tokenAliasCycle, tokenAliasUnknown } from '../diagnostics/brand.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { mergeTokenGroups, rootName, type TokenDeclaration, type TokenGroup } from './read-token-group.ts';

/**
 * Tokens by path: `$extends` is carried out, and a token without `$type` has that of its nearest group. `$root` stands for its group.
 * Extended groups that do not exist are added to `problems`; when groups extend themselves there are no tokens at all.
 */
export function flattenTokens(root: TokenGroup, problems: Diagnostic[]): ReadonlyMap<string, TokenDeclaration> {
  const tokens = new Map<string, TokenDeclaration>();
  const extensions = listExtensions(root, '');
  const cycle = findCycle(extensions);
  if (cycle === undefined) collect(root, { root, path: '', type: undefined, tokens, problems });
  else problems.push(tokenAliasCycle({ chain: cycle.map(({ path }) => path) }, toContext(cycle[0]?.place)));
  return tokens;
}

interface Position {
  readonly root: TokenGroup;
  readonly path: string;
  readonly type: string | undefined;
  readonly tokens: Map<string, TokenDeclaration>;
  readonly problems: Diagnostic[];
}

function collect(written: TokenGroup, position: Position): void {
  const group = extend(written, position);
  const type = group.type ?? position.type;
  for (const [name, child] of group.children) {
    const path = name === rootName ? position.path : join(position.path, name);
    if (child.kind === 'group') collect(child, { ...position, path, type });
    else position.tokens.set(path, { ...child, type: child.type ?? type });
  }
}

/** The group with what it extends beneath its own members. */
function extend(group: TokenGroup, position: Position): TokenGroup {
  if (group.extended === undefined) return group;
  const own = { ...group, extended: undefined };
  const base = findGroup(position.root, group.extended);
  if (base !== undefined) return mergeTokenGroups({ ...extend(base, position), extended: undefined }, own);
  position.problems.push(tokenAliasUnknown({ token: position.path, alias: group.extended, known: listGroups(position.root, '') }, toContext(group.place)));
  return own;
}

function findGroup(root: TokenGroup, path: string): TokenGroup | undefined {
  let group: TokenGroup | undefined = root;
  for (const name of path.split('.')) {
    const child: TokenGroup | TokenDeclaration | undefined = group.children.get(name);
    if (child?.kind !== 'group') return undefined;
    group = child;
  }
  return group;
}

interface Extension {
  readonly path: string;
  readonly target: string;
  readonly place: Place | undefined;
}

/** The first extensions that lead back to where they started. An extension needs all extensions within its target. */
function findCycle(extensions: readonly Extension[]): readonly Extension[] | undefined {
  const settled = new Set<Extension>();
  const visit = (extension: Extension, chain: readonly Extension[]): readonly Extension[] | undefined => {
    if (chain.includes(extension)) return [...chain.slice(chain.indexOf(extension)), extension];
    if (settled.has(extension)) return undefined;
    const needed = extensions.filter(({ path }) => path === extension.target || path.startsWith(`${extension.target}.`));
    for (const each of needed) {
      const cycle = visit(each, [...chain, extension]);
      if (cycle !== undefined) return cycle;
    }
    settled.add(extension);
    return undefined;
  };
  for (const extension of extensions) {
    const cycle = visit(extension, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

function listExtensions(group: TokenGroup, path: string): readonly Extension[] {
  const own = group.extended === undefined ? [] : [{ path, target: group.extended, place: group.place }];
  return [...own, ...[...group.children].flatMap(([name, child]) => (child.kind === 'group' ? listExtensions(child, join(path, name)) : []))];
}

function listGroups(group: TokenGroup, path: string): readonly string[] {
  return [...group.children].flatMap(([name, child]) => (child.kind === 'group' ? [join(path, name), ...listGroups(child, join(path, name))] : []));
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);
const toContext = (place: Place | undefined): { readonly place?: Place } => (place === undefined ? {} : { place });
