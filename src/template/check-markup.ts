import {
  templateContext,
  templateForbidden,
  templateMarkup,
  templateRecursion,
  templateSlot,
  templateSyntax,
  templateTooComplex,
  templateUnknownHelper,
  templateUnknownPartial,
  templateVarMissing,
  templateVarUnused,
} from '../diagnostics/template.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { DataFields } from '../model/template.ts';
import { checkElement, findSlotName, mostDepth } from './check-element.ts';
import { blockHelpers, checkExpression, checkOutput, helperNames, isStyleValue } from './check-expression.ts';
import { findTooDeep } from './find-too-deep.ts';
import type { SourceFile } from './load-template.ts';
import {
  createMarkupWalk,
  type Frame,
  type InlineStyle,
  type MarkupSource,
  type MarkupWalk,
  placeOf,
  type ReadPlace,
  type Scope,
  type TokenRead,
  positionsOf,
} from './markup-walk.ts';
import {
  type BlockStatement,
  type ContentStatement,
  type Expression,
  MarkupSyntaxError,
  type MustacheStatement,
  parseHandlebars,
  type PartialStatement,
  type Program,
  type Statement,
} from './parse-handlebars.ts';
import { offsetOf, positionAt } from './position.ts';
import { createHtmlScanner, isScrim, type HtmlScanner } from './scan-html.ts';
import { createRootShape, createValueShape, extendShape, type Shape, unknownShape } from './shape.ts';

/** What the check of a template's markup found. */
export interface CheckedMarkup {
  /** Errors and warnings, in the order of the markup. */
  readonly diagnostics: readonly Diagnostic[];
  readonly reads: {
    readonly slots: readonly string[];
    readonly data: readonly string[];
    readonly variants: readonly string[];
    readonly formats: boolean;
    readonly scrim: boolean;
  };
  readonly tokens: readonly TokenRead[];
  readonly styles: readonly InlineStyle[];
  readonly places: readonly ReadPlace[];
  /** The markup to compile, with each read marked by the number of its place. */
  readonly main: string;
  readonly partials: { readonly [name: string]: string };
}

interface Checker {
  readonly walk: MarkupWalk;
  readonly scanner: HtmlScanner;
  readonly shownSlots: Set<string>;
  readonly programs: Map<string, Program | undefined>;
  visits: number;
  /** Characters that the scanner was fed, those of a partial each time that it is visited. */
  characters: number;
}

/** Statements over all visits: far above any card, and below what takes a second or two. */
const mostVisits = 20_000;
/** Characters over all visits. */
const mostCharacters = 2 * 1024 * 1024;
/** Open elements at which nobody goes on: 64 are an error already. */
const mostOpen = 256;
/** Bytes of markup over all files. */
const mostMarkup = 256 * 1024;

/**
 * Holds a template's markup against what templates may do and against its contract, without running it.
 * Gives all problems at once; throws VisualsError `TEMPLATE_TOO_COMPLEX` where going on would take too long.
 */
export function checkMarkup(source: MarkupSource): CheckedMarkup {
  checkLength(source);
  const walk = createMarkupWalk(source);
  const checker = createChecker(walk);
  const scope: Scope = { context: createRootShape(source.contract), blockParams: new Map(), isRepeated: false };
  const frame: Frame = { file: source.markup, scope, trail: [], depth: 0 };
  const program = parseFile(checker, source.markup);
  if (program) {
    walkProgram(checker, program, frame);
    checkEnd(checker);
    checkUse(checker);
  }
  return {
    diagnostics: dropRepeats(walk.diagnostics),
    reads: {
      slots: [...new Set([...walk.reads.slots, ...checker.shownSlots])],
      data: firstNames(walk.reads.data),
      variants: [...walk.reads.variants],
      formats: walk.reads.formats,
      scrim: walk.reads.scrim,
    },
    tokens: walk.tokens,
    styles: walk.styles,
    places: walk.places,
    main: applyEdits(source.markup, walk),
    partials: Object.fromEntries(Object.entries(source.partials).map(([name, file]) => [name, applyEdits(file, walk)])),
  };
}

function checkLength({ markup, partials }: MarkupSource): void {
  const bytes = [markup, ...Object.values(partials)].reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  if (bytes > mostMarkup)
    throw new VisualsError(templateTooComplex({ what: `its markup has ${Math.ceil(bytes / 1024)} KiB`, limit: '256 KiB' }, { place: { file: markup.path } }));
}

function createChecker(walk: MarkupWalk): Checker {
  const shownSlots = new Set<string>();
  const scanner = createHtmlScanner({
    startElement: (tag, attributes, place, open) => {
      walk.diagnostics.push(...checkElement({ tag, attributes, place, open }, walk.source.contract));
      if (open.length > mostOpen) throw new VisualsError(dropRepeats(walk.diagnostics));
      walk.styles.push(...attributes.filter(({ name }) => name === 'style'));
      walk.reads.scrim ||= isScrim(attributes);
      const slot = findSlotName(attributes);
      if (slot !== undefined) shownSlots.add(slot);
      return slot;
    },
    problem: (problem, instead, place) => walk.diagnostics.push(templateMarkup({ problem, instead }, { place })),
  });
  return { walk, scanner, shownSlots, programs: new Map(), visits: 0, characters: 0 };
}

function parseFile({ walk, programs }: Checker, file: SourceFile): Program | undefined {
  if (programs.has(file.path)) return programs.get(file.path);
  refuseDepth(file);
  let program: Program | undefined;
  try {
    program = parseHandlebars(file.text);
  } catch (error) {
    if (!(error instanceof MarkupSyntaxError)) throw error;
    walk.diagnostics.push(templateSyntax({ problem: error.message }, { place: { file: file.path, ...(error.line !== undefined && { line: error.line }) } }));
  }
  programs.set(file.path, program);
  return program;
}

/** The parser's time grows with the square of the depth, so that is counted before. What is decided by counting is the same on every machine, however busy it is. */
function refuseDepth({ path, text }: SourceFile): void {
  const found = findTooDeep(text, mostDepth);
  if (found === undefined) return;
  const what = `its ${found.what} nest more than ${mostDepth} deep`;
  throw new VisualsError(templateTooComplex({ what, limit: `${mostDepth}` }, { place: { file: path, ...positionAt(text, found.index) } }));
}

function walkProgram(checker: Checker, program: Program, frame: Frame): void {
  for (const statement of program.body) {
    checker.visits += 1;
    const place = { place: placeOf(frame, statement.loc) };
    if (checker.visits > mostVisits)
      throw new VisualsError(templateTooComplex({ what: `its partials unfold to more than ${mostVisits} parts`, limit: `${mostVisits}` }, place));
    if (frame.depth > mostDepth) throw new VisualsError(templateTooComplex({ what: `its blocks nest ${frame.depth} deep`, limit: `${mostDepth}` }, place));
    walkStatement(checker, statement, frame);
  }
}

function walkStatement(checker: Checker, statement: Statement, frame: Frame): void {
  const forbid = (construct: string, instead: string): unknown =>
    checker.walk.diagnostics.push(templateForbidden({ construct, instead }, { place: placeOf(frame, statement.loc) }));
  switch (statement.type) {
    case 'ContentStatement':
      return feedContent(checker, statement, frame);
    case 'MustacheStatement':
      return walkMustache(checker, statement, frame);
    case 'BlockStatement':
      return walkBlock(checker, statement, frame);
    case 'PartialStatement':
      return walkPartial(checker, statement, frame);
    case 'PartialBlockStatement':
      return void forbid('A partial with content', 'Put the content into the partial, or into one of its own.');
    case 'Decorator':
    case 'DecoratorBlock':
      return void forbid('A decorator', 'Remove it.');
    default:
  }
}

function feedContent(checker: Checker, { original, loc }: ContentStatement, frame: Frame): void {
  const { scanner, walk } = checker;
  const { file } = frame;
  checker.characters += original.length;
  if (checker.characters > mostCharacters) {
    const found = { what: `its partials unfold to more than ${mostCharacters / 1024} KiB`, limit: `${mostCharacters / 1024} KiB` };
    throw new VisualsError(templateTooComplex(found, { place: placeOf(frame, loc) }));
  }
  const { at, lineStarts } = positionsOf(walk, file);
  const start = offsetOf(lineStarts, loc.start);
  scanner.feed(original, (index) => ({ file: file.path, ...at(start + index) }));
}

function walkMustache(checker: Checker, statement: MustacheStatement, frame: Frame): void {
  const { walk, scanner } = checker;
  const place = placeOf(frame, statement.loc);
  if (!statement.escaped)
    walk.diagnostics.push(templateForbidden({ construct: 'Output without escaping', instead: 'Write {{name}}: words must never become markup.' }, { place }));
  const shape = checkOutput({ walk, frame }, statement);
  checkSpot(checker, shape, { place, value: formatOutput(statement) });
  scanner.mark();
}

/** `{{label}}`, `{{number value}}`: without the settings of a helper. */
function formatOutput({ path, params }: MustacheStatement): string {
  return `{{${[path, ...params].map((part) => ('original' in part ? String(part.original) : '…')).join(' ')}}}`;
}

/** Whether a value may stand where the scanner stands. */
function checkSpot({ walk, scanner }: Checker, shape: Shape, { place, value }: { readonly place: Place; readonly value: string }): void {
  const report = (where: string, instead: string): unknown => walk.diagnostics.push(templateContext({ value, where, instead }, { place }));
  const spot = scanner.spot();
  if (spot.kind === 'structure') return void report(spot.where, 'Put it in text or in a quoted attribute value, or choose between fixed pieces with {{#if}}.');
  if (shape.kind !== 'value') return;
  if (spot.kind === 'text') return checkTextSpot(walk, shape, spot.slot, { place, value });
  if (shape.type === 'art' && spot.name !== 'src') return void report(`in the attribute ${spot.name}`, 'A picture goes into <img src="{{art.slot}}">.');
  if (shape.type !== 'art' && spot.name === 'src')
    return void report('as the source of a picture', 'Write <img src="{{art.slot}}"> with a declared image slot.');
  if (spot.name !== 'style') return;
  if (!isStyleValue(shape.type)) report('in a style', 'Only numbers, {{share …}} and {{token …}} may stand there; choose words with a class.');
  else if (!spot.before.slice(spot.before.lastIndexOf(';') + 1).includes(':'))
    report('in a style where a property is named', 'Write the property, and the value behind its colon.');
}

/** Whatever is shown must stand where the fit measures it: a number or a name from data can be as wide as any sentence. */
function checkTextSpot(walk: MarkupWalk, shape: Shape, slot: string | undefined, { place, value }: { readonly place: Place; readonly value: string }): void {
  if (shape.kind !== 'value') return;
  if (shape.type === 'art')
    return void walk.diagnostics.push(templateContext({ value, where: 'in text', instead: 'A picture goes into <img src="{{art.slot}}">.' }, { place }));
  const own = shape.type === 'text' && shape.origin?.kind === 'slot' ? shape.origin.name : undefined;
  if (own === undefined ? slot !== undefined : own === slot) return;
  const shown = own === undefined ? value : `The text of the slot "${own}"`;
  const where = slot === undefined ? 'outside an element with data-slot' : `in the element of the slot "${slot}"`;
  const instead =
    own === undefined
      ? "Put it into an element with data-slot; a text slot with `from: 'data'` gives its size and lines."
      : `Put it into an element with data-slot="${own}".`;
  walk.diagnostics.push(templateSlot({ problem: `${shown} stands ${where}, so it would not be measured`, instead }, { place }));
}

function walkBlock(checker: Checker, block: BlockStatement, frame: Frame): void {
  const { walk, scanner } = checker;
  const place = placeOf(frame, block.loc);
  const name = 'original' in block.path ? String(block.path.original) : '';
  const isKnown = block.path.type === 'PathExpression' && blockHelpers.includes(name);
  if (!isKnown) walk.diagnostics.push(templateUnknownHelper({ name: `#${name}`, known: helperNames }, { place }));
  const spot = scanner.spot();
  if (spot.kind === 'structure')
    walk.diagnostics.push(
      templateContext(
        { value: `{{#${name}}}`, where: spot.where, instead: 'Put the block round the whole element, or inside a quoted attribute value.' },
        { place },
      ),
    );
  if (isKnown && (block.params.length !== 1 || (block.hash?.pairs.length ?? 0) > 0)) {
    walk.diagnostics.push(templateForbidden({ construct: `{{#${name}}} with ${block.params.length} values`, instead: `Write {{#${name} value}}.` }, { place }));
  }
  const [param] = block.params;
  const shape = isKnown && param ? checkBlockValue(checker, { name, block, param }, frame) : unknownShape;
  const scope = enterBlock(name, shape, block, frame.scope);
  walkBranches(checker, { label: `{{#${name}}}`, place }, [
    () => block.program && walkProgram(checker, block.program, { ...frame, scope, depth: frame.depth + 1 }),
    () => block.inverse && walkProgram(checker, block.inverse, { ...frame, depth: frame.depth + 1 }),
  ]);
}

function checkBlockValue(
  checker: Checker,
  { name, block, param }: { readonly name: string; readonly block: BlockStatement; readonly param: Expression },
  frame: Frame,
): Shape {
  const { walk } = checker;
  const shape = checkExpression({ walk, frame }, param, name === 'each' && block.inverse === undefined ? 'list' : 'condition');
  const written = 'original' in param ? String(param.original) : 'the value';
  const report = (problem: string): Shape => {
    walk.diagnostics.push(templateVarMissing({ name: written, problem, available: [] }, { place: placeOf(frame, param.loc) }));
    return unknownShape;
  };
  if (name === 'each' && shape.kind !== 'list' && shape.kind !== 'unknown') return report('is not a list, which {{#each}} needs');
  if (name === 'with' && (shape.kind === 'list' || written === 'this')) return report('is not a value that {{#with}} could go into');
  if ((name === 'if' || name === 'unless') && shape.kind === 'object') return report('is a group of values, which is neither true nor false');
  return shape;
}

/** What names mean inside a block. `if` and `unless` change nothing. */
function enterBlock(name: string, shape: Shape, { program }: BlockStatement, scope: Scope): Scope {
  if (name !== 'each' && name !== 'with') return scope;
  const context = name === 'with' ? shape : shape.kind === 'list' ? shape.of : unknownShape;
  const [first, second] = program?.blockParams ?? [];
  const blockParams = new Map<string, Shape>();
  if (first !== undefined) blockParams.set(first, context);
  if (second !== undefined) blockParams.set(second, createValueShape('number'));
  return { context, parent: scope, blockParams, isRepeated: name === 'each' || scope.isRepeated };
}

/** Each branch begins where the block stands and must end there, so that elements are balanced whichever is taken. */
function walkBranches(
  { walk, scanner }: Checker,
  { label, place }: { readonly label: string; readonly place: Place },
  branches: readonly (() => unknown)[],
): void {
  const before = scanner.describe();
  const restore = scanner.save();
  for (const branch of branches) {
    branch();
    if (scanner.describe() !== before) {
      walk.diagnostics.push(
        templateMarkup(
          { problem: `${label} opens or closes more than it holds`, instead: 'Open and close each element and each quote inside the same block.' },
          { place },
        ),
      );
    }
    restore();
  }
  scanner.mark();
}

function walkPartial(checker: Checker, partial: PartialStatement, frame: Frame): void {
  const { walk } = checker;
  const place = placeOf(frame, partial.loc);
  if (partial.name.type !== 'PathExpression')
    return void walk.diagnostics.push(
      templateForbidden({ construct: 'A partial with a computed name', instead: 'Choose between partials with {{#if}}.' }, { place }),
    );
  const name = partial.name.original;
  const { partials } = walk.source;
  const file = Object.hasOwn(partials, name) ? partials[name] : undefined;
  if (file === undefined) return void walk.diagnostics.push(templateUnknownPartial({ name, known: Object.keys(partials) }, { place }));
  if (frame.trail.includes(name))
    return void walk.diagnostics.push(templateRecursion({ path: [...frame.trail.slice(frame.trail.indexOf(name)), name] }, { place }));
  const scope: Scope = { context: checkPartialContext(checker, partial, frame), blockParams: new Map(), isRepeated: frame.scope.isRepeated };
  const program = parseFile(checker, file);
  const inner: Frame = { file, scope, trail: [...frame.trail, name], depth: frame.depth + 1 };
  walkBranches(checker, { label: `{{> ${name}}}`, place }, [() => program && walkProgram(checker, program, inner)]);
}

function checkPartialContext({ walk }: Checker, { params, hash }: PartialStatement, frame: Frame): Shape {
  const context = params[0] ? checkExpression({ walk, frame }, params[0], 'condition') : frame.scope.context;
  const named = (hash?.pairs ?? []).map(({ key, value }) => [key, checkExpression({ walk, frame }, value, 'condition')] as const);
  return extendShape(context, new Map(named));
}

function checkEnd({ walk, scanner }: Checker): void {
  const file = walk.source.markup.path;
  for (const { tag, place } of scanner.open())
    walk.diagnostics.push(templateMarkup({ problem: `<${tag}> is never closed`, instead: `Write </${tag}> where it ends.` }, { place }));
  if (scanner.spot().kind !== 'text')
    walk.diagnostics.push(templateMarkup({ problem: 'The markup ends inside a tag or a comment', instead: 'Close it.' }, { place: { file } }));
}

/** Whether all that is declared is shown. */
function checkUse({ walk, shownSlots }: Checker): void {
  const { contract, markup } = walk.source;
  const place = { file: markup.path };
  for (const [name, slot] of Object.entries(contract.slots)) {
    const isShown = slot.type === 'text' ? shownSlots.has(name) : walk.reads.slots.has(name);
    const isRead = walk.reads.slots.has(name) || (slot.type === 'text' && slot.from === 'data' && isShown);
    if (slot.type === 'text' && !slot.optional && !isShown) {
      walk.diagnostics.push(
        templateSlot(
          { problem: `No element shows the text slot "${name}"`, instead: `Write an element with data-slot="${name}", or make the slot optional.` },
          { place },
        ),
      );
    } else if (!isRead) walk.diagnostics.push(templateVarUnused({ kind: 'slot', name }, { place }));
  }
  for (const name of listUnread(contract.data, '', walk.reads.data)) walk.diagnostics.push(templateVarUnused({ kind: 'data field', name }, { place }));
}

/** A list that is never read tells nothing of its fields. */
function listUnread(fields: DataFields, prefix: string, read: ReadonlySet<string>): readonly string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    if (!read.has(`${prefix}${name}`)) return [`${prefix}${name}`];
    return field.type === 'list' ? listUnread(field.of, `${prefix}${name}.`, read) : [];
  });
}

function firstNames(names: Iterable<string>): readonly string[] {
  return [...new Set([...names].map((name) => name.split('.')[0]!))];
}

/** A partial that is used twice tells its mistakes once. */
function dropRepeats(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((each) => [JSON.stringify(each), each])).values()];
}

function applyEdits(file: SourceFile, walk: MarkupWalk): string {
  const edits = [...(walk.edits.get(file.path) ?? [])].toSorted(([a], [b]) => a - b);
  const parts = edits.map(([offset, insertion], at) => file.text.slice(edits[at - 1]?.[0] ?? 0, offset) + insertion);
  return parts.join('') + file.text.slice(edits.at(-1)?.[0] ?? 0);
}
