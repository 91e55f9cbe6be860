import { templateForbidden, templateVarMissing } from '../diagnostics/template.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import type { SourceFile, TemplateSource } from './load-template.ts';
import type { Location, PathExpression } from './parse-handlebars.ts';
import { createPositions, offsetOf } from './position.ts';
import { createValueShape, findField, listNames, type Shape, unknownShape } from './shape.ts';

/** What the check of the markup needs of a template. */
export type MarkupSource = Pick<TemplateSource, 'name' | 'markup' | 'partials' | 'contract'>;

/** A read of a value in the markup; what a message needs when the value turns out to be missing. */
export interface ReadPlace {
  readonly path: string;
  readonly place: Place;
  readonly available: readonly string[];
}

/** A token that the template reads: its path, or the variable that stands for it (`--color-accent`). */
export interface TokenRead {
  readonly name: string;
  readonly place: Place;
}

/** A `style` attribute; see `holeMark` for its interpolations. */
export interface InlineStyle {
  readonly value: string;
  readonly place: Place;
}

/** What names mean at one point of the markup. */
export interface Scope {
  readonly context: Shape;
  /** The scope that `../` leads to; absent at the root and at the root of a partial. */
  readonly parent?: Scope;
  readonly blockParams: ReadonlyMap<string, Shape>;
  /** Whether `@index` has a meaning. */
  readonly isRepeated: boolean;
}

/** One visit to a file. */
export interface Frame {
  readonly file: SourceFile;
  readonly scope: Scope;
  /** Partials round this one. */
  readonly trail: readonly string[];
  /** Blocks round this point, over all files. */
  readonly depth: number;
}

/** What is gathered while the markup is walked through. */
export interface MarkupWalk {
  readonly source: MarkupSource;
  readonly diagnostics: Diagnostic[];
  readonly reads: { readonly slots: Set<string>; readonly data: Set<string>; readonly variants: Set<string>; formats: boolean; scrim: boolean };
  readonly tokens: TokenRead[];
  readonly styles: InlineStyle[];
  readonly places: ReadPlace[];
  /** Place of a read → its number. */
  readonly numbers: Map<string, number>;
  /** Path of a file → where its lines are. */
  readonly positions: Map<string, ReturnType<typeof createPositions>>;
  /** Path of the file → offset → what is put there. */
  readonly edits: Map<string, Map<number, string>>;
}

/** Begins a walk. */
export function createMarkupWalk(source: MarkupSource): MarkupWalk {
  return {
    source,
    diagnostics: [],
    reads: { slots: new Set(), data: new Set(), variants: new Set(), formats: false, scrim: false },
    tokens: [],
    styles: [],
    places: [],
    numbers: new Map(),
    positions: new Map(),
    edits: new Map(),
  };
}

/** The place of a node. */
export function placeOf({ file }: Frame, { start }: Location): Place {
  return { file: file.path, line: start.line, column: start.column + 1 };
}

/** Puts text into the markup that is compiled: once, however often a partial is visited. */
export function insertAt(walk: MarkupWalk, { file }: Frame, position: Location['start'], text: string): void {
  const edits = walk.edits.get(file.path) ?? new Map<number, string>();
  walk.edits.set(file.path, edits.set(offsetOf(positionsOf(walk, file).lineStarts, position), text));
}

/** Where the lines of a file are: looked up for every node, and found once. */
export function positionsOf({ positions }: MarkupWalk, { path, text }: SourceFile): ReturnType<typeof createPositions> {
  const known = positions.get(path) ?? createPositions(text);
  positions.set(path, known);
  return known;
}

/** Remembers a read and gives its number, the same for every visit. */
export function numberRead(walk: MarkupWalk, read: ReadPlace): number {
  const { file, line, column } = read.place;
  const name = JSON.stringify([file, line, column]);
  const number = walk.numbers.get(name) ?? walk.places.push(read) - 1;
  walk.numbers.set(name, number);
  return number;
}

/** A path's meaning, and the names that could have stood there. */
export interface Resolved {
  readonly shape: Shape;
  readonly available: readonly string[];
}

const dataNames: { readonly [name: string]: Shape } = {
  index: createValueShape('number'),
  first: createValueShape('boolean'),
  last: createValueShape('boolean'),
};
const prototypeNames = [
  '__proto__',
  'constructor',
  'prototype',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
  'hasOwnProperty',
  'toString',
  'valueOf',
];

/** Finds what a path means, notes what it reads, reports what it can't mean. */
export function resolvePath(walk: MarkupWalk, frame: Frame, path: PathExpression): Resolved {
  const place = placeOf(frame, path.loc);
  const fail = (diagnostic: Diagnostic): Resolved => {
    walk.diagnostics.push(diagnostic);
    return { shape: unknownShape, available: [] };
  };
  const forbidden = path.parts.find((part) => prototypeNames.includes(part));
  if (forbidden !== undefined) return fail(templateForbidden({ construct: `The name "${forbidden}"`, instead: 'Read declared names only.' }, { place }));
  if (path.data) return resolveData(frame, path, fail, place);
  const scope = findScope(frame.scope, path.depth);
  if (scope === undefined) {
    if (frame.trail.length > 0)
      return fail(
        templateForbidden(
          { construct: `"${path.original}", which leads out of the partial,`, instead: 'Pass the value by name: {{> partial name=value}}.' },
          { place },
        ),
      );
    return fail(templateVarMissing({ name: path.original, problem: 'leads above the root', available: listNames(frame.scope.context) }, { place }));
  }
  const found = followParts(scope, path);
  if (found.shape === undefined)
    return fail(templateVarMissing({ name: path.original, problem: 'is neither a slot nor a value of this template', available: found.available }, { place }));
  noteRead(walk, found.shape);
  return { shape: found.shape, available: found.available };
}

function resolveData(frame: Frame, path: PathExpression, fail: (diagnostic: Diagnostic) => Resolved, place: Place): Resolved {
  const [name = ''] = path.parts;
  const shape = path.depth === 0 && path.parts.length === 1 && Object.hasOwn(dataNames, name) ? dataNames[name] : undefined;
  if (shape === undefined)
    return fail(templateForbidden({ construct: `"${path.original}"`, instead: 'Only @index, @first and @last may be read, inside {{#each}}.' }, { place }));
  if (frame.scope.isRepeated) return { shape, available: Object.keys(dataNames) };
  return fail(templateVarMissing({ name: path.original, problem: 'has a value inside {{#each}} only', available: [] }, { place }));
}

function findScope(scope: Scope, depth: number): Scope | undefined {
  let found: Scope | undefined = scope;
  for (let step = 0; step < depth && found; step += 1) found = found.parent;
  return found;
}

function followParts(scope: Scope, { parts, depth, original }: PathExpression): { readonly shape: Shape | undefined; readonly available: readonly string[] } {
  const isScoped = depth > 0 || /^(?:\.|this\b)/.test(original);
  const param = isScoped ? undefined : findBlockParam(scope, parts[0] ?? '');
  let shape: Shape | undefined = param ?? scope.context;
  let available = param ? [] : [...listNames(scope.context), ...listBlockParams(scope)];
  for (const part of param ? parts.slice(1) : parts) {
    available = part === parts[0] ? available : [...listNames(shape)];
    shape = findField(shape, part);
    if (shape === undefined) break;
  }
  return { shape, available };
}

function findBlockParam(scope: Scope | undefined, name: string): Shape | undefined {
  return scope && (scope.blockParams.get(name) ?? findBlockParam(scope.parent, name));
}

function listBlockParams(scope: Scope | undefined): readonly string[] {
  return scope ? [...scope.blockParams.keys(), ...listBlockParams(scope.parent)] : [];
}

function noteRead({ reads }: MarkupWalk, shape: Shape): void {
  const origin = shape.kind === 'value' || shape.kind === 'list' ? shape.origin : undefined;
  if (origin?.kind === 'slot') reads.slots.add(origin.name);
  else if (origin?.kind === 'variant') reads.variants.add(origin.name);
  else if (origin) reads.data.add(origin.name);
}
