import {
  type Atrule,
  type CssNode,
  type Declaration,
  generate,
  lexer,
  parse,
  type PseudoClassSelector,
  type PseudoElementSelector,
  tokenize,
  tokenNames,
  walk,
} from 'css-tree';
import { formatNearest } from '../diagnostics/did-you-mean.ts';
import { templateCss } from '../diagnostics/template.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { checkSides } from './check-sides.ts';
import { fillVariables } from './fill-variables.ts';
import { findMisdrawn } from './find-misdrawn.ts';
import type { SourceFile } from './load-template.ts';
import type { InlineStyle, TokenRead } from './markup-walk.ts';
import { positionAt } from './position.ts';
import { holeMark } from './scan-html.ts';
import { formatRatioVariable } from './format-ratio-variable.ts';

/** A declaration whose value the renderer is asked about. */
export interface FoundDeclaration {
  readonly property: string;
  /** The value, once for each value that the style gives its variables; tokens and interpolations stay as `var(--name)`. */
  readonly values: readonly string[];
  /** Those of the values that are not CSS, so that a renderer that reads them reads only their beginning. */
  readonly malformed: readonly string[];
  readonly place: Place;
}

/** What the check of a template's style found. */
export interface CheckedCss {
  readonly diagnostics: readonly Diagnostic[];
  readonly declarations: readonly FoundDeclaration[];
  /** Variables that neither the style nor the root element sets. */
  readonly variables: readonly TokenRead[];
  /** What may be variant axes in class names: `theme` of `.theme-dark`. */
  readonly variants: readonly string[];
}

interface CssWalk {
  readonly diagnostics: Diagnostic[];
  readonly declarations: WrittenDeclaration[];
  readonly used: Map<string, Place>;
  /** Variable → the values that it gets. */
  readonly declared: Map<string, readonly string[]>;
  readonly classes: Set<string>;
}

interface WrittenDeclaration {
  readonly property: string;
  readonly value: string;
  readonly place: Place;
}

/** Variables that the root element sets for every card. */
const rootVariables = ['--u', '--width', '--height', '--safe-top', '--safe-right', '--safe-bottom', '--safe-left'];

/**
 * Reads style sheets and `style` attributes, and finds what the renderer would drop without a word: bad syntax, selectors, at-rules and functions that it does not
 * have, and what a card must not do, such as fetch a picture by URL. Properties and values are left to the renderer itself, see `checkDeclarations`.
 */
export function checkCss(sheets: readonly SourceFile[], styles: readonly InlineStyle[], imageSlots: readonly string[] = []): CheckedCss {
  const ratios = imageSlots.map((slot) => [formatRatioVariable(slot), ['1.5']] as const);
  const declared = new Map<string, readonly string[]>([...rootVariables.map((name) => [name, ['6px']] as const), ...ratios]);
  const found: CssWalk = { diagnostics: [], declarations: [], used: new Map(), declared, classes: new Set() };
  for (const sheet of sheets) checkSheet(found, sheet);
  for (const style of styles) checkStyle(found, style);
  const variables = [...found.used].filter(([name]) => !found.declared.has(name)).map(([name, place]) => ({ name, place }));
  const declarations = found.declarations.map((declaration) => fillDeclaration(declaration, found));
  return { diagnostics: found.diagnostics, declarations, variables, variants: listPrefixes(found.classes) };
}

/** Fills in what the whole style says, and reports the values that the renderer is known to draw wrongly. */
function fillDeclaration({ property, value, place }: WrittenDeclaration, { declared, diagnostics }: CssWalk): FoundDeclaration {
  const values = fillVariables(value, declared);
  for (const each of values) {
    const misdrawn = findMisdrawn(property, each);
    if (misdrawn) diagnostics.push(templateCss({ problem: `\`${property}: ${each}\` ${misdrawn.fault}`, instead: misdrawn.instead }, { place }));
  }
  return { property, values, malformed: values.filter((each) => isMalformed(property, each)), place };
}

/** Whether a value breaks the grammar of its property. Colours made from other colours are newer than the grammar's table. */
function isMalformed(property: string, value: string): boolean {
  if (value.includes('var(') || /\(\s*from\s/i.test(value)) return false;
  const { error } = lexer.matchProperty(property, value);
  return error?.name === 'SyntaxMatchError';
}

type Locate = (node: CssNode) => Place;

function checkSheet(found: CssWalk, { path, text }: SourceFile): void {
  const report = (problem: string, line: number, column: number): unknown =>
    found.diagnostics.push(
      templateCss({ problem, instead: 'Correct the style sheet: what follows would be dropped.' }, { place: { file: path, line, column } }),
    );
  const brace = findStrayBrace(text);
  if (brace) {
    const { line, column } = positionAt(text, brace.offset);
    return void report(brace.problem, line, column);
  }
  const onParseError = ({ rawMessage, message, line, column }: SyntaxErrorPosition): unknown =>
    report(`The style does not parse: ${rawMessage ?? message}`, line, column);
  const tree = parse(text, { positions: true, parseCustomProperty: true, onParseError });
  walkTree(found, tree, ({ loc }) => ({ file: path, line: loc?.start.line ?? 1, column: loc?.start.column ?? 1 }));
}

interface SyntaxErrorPosition {
  readonly rawMessage?: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

/** A brace without its partner makes the renderer drop all rules round it, and a CSS parser does not mind a missing one at the end. */
function findStrayBrace(text: string): { readonly offset: number; readonly problem: string } | undefined {
  const open: number[] = [];
  let stray: number | undefined;
  tokenize(text, (type, start) => {
    if (tokenNames[type] === '{-token') open.push(start);
    else if (tokenNames[type] === '}-token' && open.pop() === undefined) stray ??= start;
  });
  if (stray !== undefined) return { offset: stray, problem: 'A "}" closes nothing' };
  return open[0] === undefined ? undefined : { offset: open.at(-1)!, problem: 'A "{" is never closed' };
}

function checkStyle(found: CssWalk, { value, place }: InlineStyle): void {
  const text = value.replaceAll(holeMark, `var(${holeVariable})`);
  const onParseError = (): unknown =>
    found.diagnostics.push(
      templateCss({ problem: `The style "${value.replaceAll(holeMark, '…')}" does not parse`, instead: 'Write property: value; property: value.' }, { place }),
    );
  walkTree(found, parse(text, { context: 'declarationList', parseCustomProperty: true, onParseError }), () => place);
}

/** Stands for an interpolation. */
const holeVariable = '--interpolated';

function walkTree(found: CssWalk, tree: CssNode, locate: Locate): void {
  found.diagnostics.push(...checkSides(tree, locate));
  walk(tree, (node) => {
    const report = (problem: string, instead: string): unknown => found.diagnostics.push(templateCss({ problem, instead }, { place: locate(node) }));
    switch (node.type) {
      case 'Atrule':
        return checkAtrule(node, report);
      case 'PseudoClassSelector':
      case 'PseudoElementSelector':
        return checkPseudo(node, report);
      case 'AttributeSelector':
        if (node.name.name === 'class') report('A selector asks for a part of the class attribute', 'Select by class: .theme-dark, .aspect-tall.');
        return;
      case 'ClassSelector':
        return void found.classes.add(node.name);
      case 'Declaration':
        return checkDeclaration(found, node, locate);
      default:
    }
  });
}

type Report = (problem: string, instead: string) => unknown;

function checkAtrule({ name }: Atrule, report: Report): void {
  const word = name.toLowerCase();
  if (word === 'media' || word === 'supports') return;
  const instead: { readonly [name: string]: string } = {
    'font-face': 'List the font in `fonts` of the config.',
    import: 'Import sheets of the templates folder by a relative path, without conditions: @import "../shared/base.css";',
    keyframes: 'A picture does not move; remove it.',
    container: 'Choose by .aspect-tall, .aspect-square, .aspect-wide, .aspect-banner and .aspect-strip.',
  };
  report(`@${name} is not drawn`, instead[word] ?? 'Remove it, or write its rules without it.');
}

const pseudoClasses =
  'root empty lang not is where first-child last-child only-child nth-child nth-last-child first-of-type last-of-type only-of-type nth-of-type nth-last-of-type'.split(
    ' ',
  );
const pseudoElements = ['before', 'after'];

function checkPseudo(node: PseudoClassSelector | PseudoElementSelector, report: Report): void {
  const isClass = node.type === 'PseudoClassSelector';
  const [known, mark] = isClass ? [pseudoClasses, ':'] : [pseudoElements, '::'];
  if (!known.includes(node.name)) {
    const instead = node.name === 'dir' ? 'Write .card[dir="rtl"].' : `Use one of ${known.map((name) => mark + name).join(', ')}, or a class.`;
    return void report(`The selector ${mark}${node.name} is not known${formatNearest(node.name, known)}`, instead);
  }
  const nth = isClass ? node.children?.first : undefined;
  if (nth?.type === 'Nth' && nth.selector) report(`:${node.name}(… of …) is not known`, 'Give the elements a class.');
}

const bannedProperties: { readonly [property: string]: string } = {
  'line-clamp': 'cuts words off; the slot decides its lines in template.ts',
  '-webkit-line-clamp': 'cuts words off; the slot decides its lines in template.ts',
  'text-overflow': 'cuts words off; the slot shrinks or fails instead',
  'writing-mode': 'is not drawn',
  hyphens: 'is not drawn',
};

function checkDeclaration(found: CssWalk, node: Declaration, locate: Locate): void {
  const place = locate(node);
  const property = node.property.startsWith('--') ? node.property : node.property.toLowerCase();
  const report: Report = (problem, instead) => found.diagnostics.push(templateCss({ problem, instead }, { place }));
  if (property.startsWith('--')) found.declared.set(property, [...(found.declared.get(property) ?? []), generate(node.value).trim()]);
  const banned = /^(?:animation|transition)\b/.test(property) ? 'has no meaning in a picture' : bannedProperties[property];
  if (banned !== undefined) return void report(`\`${property}\` ${banned}`, 'Remove it.');
  if (node.important !== false)
    report(`\`${property}\` is marked !important, with which the renderer drops most declarations`, 'Choose by a more exact selector.');
  checkValue(found, node, { property, place, report });
  if (!property.startsWith('--')) found.declarations.push({ property, value: generate(node.value), place });
}

const droppedFunctions = new Set(
  (
    'min max clamp round mod rem abs sign sin cos tan asin acos atan atan2 pow sqrt hypot log exp ' +
    'attr env if image-set cross-fade element paint counter counters light-dark'
  ).split(' '),
);
const droppedUnits = new Set(['ch', 'ex', 'cap', 'ic', 'lh', 'rlh', 'rch', 'rex']);

interface ValueSite {
  readonly property: string;
  readonly place: Place;
  readonly report: Report;
}

function checkValue(found: CssWalk, { value }: Declaration, { property, place, report }: ValueSite): void {
  walk(value, (node) => {
    if (node.type === 'Url') report(`\`${property}\` fetches ${node.value}`, 'Show pictures with <img> through an image slot.');
    else if (node.type === 'Dimension' && droppedUnits.has(node.unit.toLowerCase()))
      report(`The unit ${node.unit} is not known`, 'Use px, em, % or calc(var(--u) * n).');
    else if (node.type === 'String' && property === 'content' && node.value !== '')
      report('`content` puts words into the style', 'Write them in the markup, where they are translated and measured.');
    else if (node.type === 'Function' && node.name === 'var') noteVariable(found, node.children.first, place);
    else if (node.type === 'Function' && droppedFunctions.has(node.name.toLowerCase()))
      report(`The function ${node.name}() is not known`, 'Use calc(), var(), and one rule for each shape.');
  });
}

function noteVariable({ used }: CssWalk, name: CssNode | null, place: Place): void {
  if (name?.type === 'Identifier' && name.name !== holeVariable && !used.has(name.name)) used.set(name.name, place);
}

/** Everything before a dash in a class name, but for the two that every root has. */
function listPrefixes(classes: Iterable<string>): readonly string[] {
  const prefixes = [...classes].flatMap((name) => name.split('-').flatMap((_, index, parts) => (index === 0 ? [] : [parts.slice(0, index).join('-')])));
  return [...new Set(prefixes)].filter((prefix) => prefix !== '' && prefix !== 'aspect' && prefix !== 'script');
}
