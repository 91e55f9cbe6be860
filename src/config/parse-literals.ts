import { extname } from 'node:path';
import { parseSync } from 'oxc-parser';
import type { ArrayExpression, Node, ObjectExpression, PropertyKey } from 'oxc-parser';
import { scriptLanguages } from './script-languages.ts';

/** An entry of an object or array literal. `spread` and `computed` carry the range of the expression that gives the value or the key. */
export type LiteralEntry =
  | { readonly kind: 'key'; readonly key: string; readonly start: number }
  | { readonly kind: 'computed' | 'spread'; readonly start: number; readonly expression: Range };

/** Offsets in UTF-16 units. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** An object or array literal of a source text. */
export interface Literal extends Range {
  readonly isArray: boolean;
  readonly entries: readonly LiteralEntry[];
  /** Key of the property, or name of the variable, whose value the literal is. */
  readonly owner?: string;
}

/** The object and array literals of a TypeScript or JavaScript text, outer ones first; none when it can't be parsed. */
export function parseLiterals(path: string, text: string): readonly Literal[] {
  const lang = scriptLanguages[extname(path)];
  if (lang === undefined) return [];
  const { program, errors } = parseSync(path, text, { lang, sourceType: 'module', preserveParens: true });
  if (errors.length > 0) return [];
  const literals: Literal[] = [];
  visit(program, undefined, literals);
  return literals;
}

function visit(node: Node, owner: string | undefined, literals: Literal[]): void {
  if (node.type === 'ObjectExpression') literals.push(describe(node, node.properties.map(toEntry), owner));
  if (node.type === 'ArrayExpression') literals.push(describe(node, listElements(node), owner));
  const inner = wrappers.includes(node.type) ? owner : findName(node);
  // The options of `import(x, { with: … })` must stay readable for the bundler.
  for (const child of node.type === 'ImportExpression' ? [node.source] : listChildren(node)) visit(child, inner, literals);
}

/** The name that a property or a declaration gives to its value. */
function findName(node: Node): string | undefined {
  if (node.type === 'Property' && !node.computed) return keyOf(node.key);
  return node.type === 'VariableDeclarator' && node.id.type === 'Identifier' ? node.id.name : undefined;
}

/** Nodes that stand round a literal without making another value of it. */
const wrappers: readonly string[] = ['ParenthesizedExpression', 'TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion'];

function describe(node: ObjectExpression | ArrayExpression, entries: readonly LiteralEntry[], owner: string | undefined): Literal {
  const literal = { start: node.start, end: node.end, isArray: node.type === 'ArrayExpression', entries };
  return owner === undefined ? literal : { ...literal, owner };
}

function toEntry(property: ObjectExpression['properties'][number]): LiteralEntry {
  const { start } = property;
  if (property.type === 'SpreadElement') return { kind: 'spread', start, expression: rangeOf(property.argument) };
  return property.computed ? { kind: 'computed', start, expression: rangeOf(property.key) } : { kind: 'key', start, key: keyOf(property.key) };
}

/** Elements before the first spread have a fixed index; the run-time part counts on from there. */
function listElements({ elements }: ArrayExpression): readonly LiteralEntry[] {
  return elements.map((element, index): LiteralEntry => {
    if (element === null) return { kind: 'key', key: String(index), start: -1 };
    if (element.type === 'SpreadElement') return { kind: 'spread', start: element.start, expression: rangeOf(element.argument) };
    return { kind: 'key', key: String(index), start: element.start };
  });
}

function keyOf(key: PropertyKey): string {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : '';
}

function rangeOf({ start, end }: Range): Range {
  return { start, end };
}

function listChildren(node: Node): readonly Node[] {
  return Object.values(node)
    .flatMap((value: unknown) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
