import { tokenAliasCycle, tokenAliasUnknown, tokenInvalid } from '../diagnostics/brand.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isObject } from '../model/json.ts';
import type { Json } from '../model/json.ts';
import { inferToken } from './infer-token.ts';
import type { TokenDeclaration } from './read-token-group.ts';
import { partTypes } from './token-types.ts';

/** A token whose value holds no reference any more. */
export interface ResolvedToken {
  readonly path: string;
  readonly type: string;
  readonly value: Json;
  readonly declaration: TokenDeclaration;
}

/**
 * Follows every alias: `{color.accent}` as a whole value or within one, a part of a composite token such as `{type.headline.fontSize}`, and JSON pointers such as `{ "$ref": "#/color/accent/$value/components/0" }`.
 * An alias gives its type to a token that has none. Tokens that can't be resolved are left out and told in `problems`.
 */
export function resolveAliases(declarations: ReadonlyMap<string, TokenDeclaration>, problems: Diagnostic[]): readonly ResolvedToken[] {
  const resolver = new AliasResolver(declarations, problems);
  return [...declarations.keys()].flatMap((path) => resolver.resolve(path, []) ?? []);
}

/** A value with the type that it brings along. */
interface Typed {
  readonly type: string | undefined;
  readonly value: Json;
}

class AliasResolver {
  readonly #declarations: ReadonlyMap<string, TokenDeclaration>;
  readonly #problems: Diagnostic[];
  readonly #done = new Map<string, ResolvedToken | undefined>();

  constructor(declarations: ReadonlyMap<string, TokenDeclaration>, problems: Diagnostic[]) {
    this.#declarations = declarations;
    this.#problems = problems;
  }

  resolve(path: string, chain: readonly string[]): ResolvedToken | undefined {
    if (this.#done.has(path)) return this.#done.get(path);
    if (chain.includes(path)) return this.#failCycle([...chain.slice(chain.indexOf(path)), path]);
    const resolved = this.#resolveDeclaration(path, [...chain, path]);
    if (!this.#done.has(path)) this.#done.set(path, resolved);
    return this.#done.get(path);
  }

  #resolveDeclaration(path: string, chain: readonly string[]): ResolvedToken | undefined {
    const declaration = this.#declarations.get(path)!;
    const typed = this.#resolveValue(declaration.value, chain);
    if (typed === undefined) return undefined;
    const type = declaration.type ?? typed.type;
    if (type !== undefined) return { path, type, value: typed.value, declaration };
    const inferred = declaration.bare ? inferToken(typed.value) : undefined;
    if (inferred !== undefined) return { path, ...inferred, declaration };
    const problem = declaration.bare ? `it is not plain what ${JSON.stringify(typed.value)} is.` : 'it has no $type, and neither has a group around it.';
    this.#report(path, (context) => tokenInvalid({ token: path, problem, fix: 'Give it as { $type, $value }.' }, context));
    return undefined;
  }

  #resolveValue(value: Json, chain: readonly string[]): Typed | undefined {
    if (typeof value === 'string') return this.#resolveText(value, chain);
    if (Array.isArray(value)) {
      const items = value.map((item) => this.#resolveValue(item, chain));
      return items.includes(undefined) ? undefined : { type: undefined, value: items.map((item) => item!.value) };
    }
    if (!isObject(value)) return { type: undefined, value };
    if (typeof value['$ref'] === 'string') return this.#resolvePointer(value['$ref'], chain);
    const members = Object.entries(value).map(([key, member]) => [key, this.#resolveValue(member, chain)] as const);
    if (members.some(([, member]) => member === undefined)) return undefined;
    return { type: undefined, value: Object.fromEntries(members.map(([key, member]) => [key, member!.value])) };
  }

  #resolveText(text: string, chain: readonly string[]): Typed | undefined {
    const alias = /^\{([^{}]*)\}$/.exec(text.trim())?.[1];
    return alias === undefined ? { type: undefined, value: text } : this.#resolveAlias(alias.trim().replace(/\.\$root$/, ''), chain);
  }

  #resolveAlias(alias: string, chain: readonly string[]): Typed | undefined {
    if (this.#declarations.has(alias)) return this.resolve(alias, chain);
    const dot = alias.lastIndexOf('.');
    const parent = alias.slice(0, Math.max(0, dot));
    const whole = this.#declarations.has(parent) ? this.resolve(parent, chain) : undefined;
    const part = whole === undefined ? undefined : readPart(whole, alias.slice(dot + 1));
    if (part === undefined)
      this.#report(chain.at(-1)!, (context) => tokenAliasUnknown({ token: chain.at(-1)!, alias, known: this.#declarations.keys() }, context));
    return part;
  }

  #resolvePointer(pointer: string, chain: readonly string[]): Typed | undefined {
    const segments = pointer.startsWith('#/') ? pointer.slice(2).split('/').map(decodeSegment) : [];
    const end = segments.indexOf('$value');
    if (end < 1) {
      const token = chain.at(-1)!;
      this.#report(token, (context) =>
        tokenInvalid(
          { token, problem: `"${pointer}" does not point at the $value of a token of this file.`, fix: 'Write an alias such as {color.accent}.' },
          context,
        ),
      );
      return undefined;
    }
    const alias = segments.slice(0, end).join('.');
    let typed = this.#resolveAlias(alias.replace(/\.\$root$/, ''), chain);
    for (const name of segments.slice(end + 1)) typed = typed === undefined ? undefined : (readPart(typed, name) ?? this.#failPointer(pointer, chain.at(-1)!));
    return typed;
  }

  #failPointer(pointer: string, token: string): undefined {
    this.#report(token, (context) => tokenAliasUnknown({ token, alias: pointer, known: [] }, context));
  }

  #failCycle(chain: readonly string[]): undefined {
    for (const path of chain) this.#done.set(path, undefined);
    this.#report(chain[0]!, (context) => tokenAliasCycle({ chain }, context));
  }

  #report(path: string, create: (context: { readonly place?: NonNullable<TokenDeclaration['place']> }) => Diagnostic): void {
    const place = this.#declarations.get(path)?.place;
    this.#problems.push(create(place === undefined ? {} : { place }));
  }
}

function readPart(whole: Typed, name: string): Typed | undefined {
  const { value } = whole;
  // A pointer may also name an entry of a list.
  const parts = new Map<string, Json>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  const part = parts.get(name);
  return part === undefined ? undefined : { type: whole.type === undefined ? undefined : partTypes[whole.type]?.[name], value: part };
}

/** One step of a JSON pointer (RFC 6901). */
const decodeSegment = (segment: string): string => segment.replaceAll('~1', '/').replaceAll('~0', '~');
