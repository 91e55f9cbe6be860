import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { artUnknown } from '../diagnostics/template.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { RenderElement, RenderNode, RenderText } from '../spec/renderer.ts';

type Element = DefaultTreeAdapterTypes.Element;
type Child = DefaultTreeAdapterTypes.ChildNode;

/** What the markup of a card is parsed with. */
export interface ParseOptions {
  /** Sources that the card's pictures have. */
  readonly images: Iterable<string>;
  /** Name of the template, for messages. */
  readonly template: string;
}

/**
 * Turns a card's markup into the tree that the renderer takes. Elements that hold text alone become texts; white space collapses as in a browser,
 * and is dropped between blocks and, where it breaks a line, between any two elements.
 * @throws VisualsError `ART_UNKNOWN`, one for each picture
 */
export function parseMarkup(html: string, { images, template }: ParseOptions): RenderElement {
  const sources = new Set(images);
  const problems: Diagnostic[] = [];
  const root = parseFragment(html).childNodes.find(isElement);
  if (root === undefined) throw new TypeError('A card has one root element.');
  const element = convertRoot(root, (source) => {
    if (!sources.has(source)) problems.push(artUnknown({ source, template, known: [...sources] }));
  });
  if (problems.length > 0) throw new VisualsError(problems);
  return element;
}

type CheckSource = (source: string) => void;

const inlineTags = new Set(['span', 'strong', 'em', 'b', 'i', 'img']);
/** Elements whose children are words, so that a space between two of them is one. */
const textTags = new Set(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'li', 'span', 'strong', 'em', 'b', 'i']);

function isElement(node: Child): node is Element {
  return 'tagName' in node;
}

function isText(node: Child): node is DefaultTreeAdapterTypes.TextNode {
  return node.nodeName === '#text';
}

function convertRoot(root: Element, checkSource: CheckSource): RenderElement {
  return { type: 'element', ...convertAttributes(root), children: convertChildren(root, checkSource) };
}

function convertElement(element: Element, checkSource: CheckSource): RenderNode {
  if (element.tagName === 'img') {
    const source = element.attrs.find(({ name }) => name === 'src')?.value ?? '';
    checkSource(source);
    return { type: 'image', ...convertAttributes(element), source };
  }
  const children = convertChildren(element, checkSource);
  const [only] = children;
  const isPlainText = children.length === 1 && only?.type === 'text' && element.childNodes.every((child) => !isElement(child));
  if (isPlainText) return { ...only, ...convertAttributes(element) };
  return { type: 'element', ...convertAttributes(element), children };
}

function convertChildren(parent: Element, checkSource: CheckSource): readonly RenderNode[] {
  const nodes = parent.childNodes
    .filter((child) => isElement(child) || isText(child))
    .filter((child, index, all) => !isLayoutSpace(child, { parent, before: all[index - 1], after: all[index + 1] }));
  return nodes.flatMap((child, index): readonly RenderNode[] => {
    if (isElement(child)) return [convertElement(child, checkSource)];
    const text = collapse(child, nodes[index - 1], nodes[index + 1]);
    return text === '' ? [] : [createText(text)];
  });
}

interface Surroundings {
  readonly parent: Element;
  readonly before: Child | undefined;
  readonly after: Child | undefined;
}

/** Whether a text is nothing but the layout of the source. */
function isLayoutSpace(node: Child, { parent, before, after }: Surroundings): boolean {
  if (!isText(node) || /[^ \t\n\r\f]/.test(node.value)) return false;
  const isBetweenWords =
    isInline(before) && isInline(after) && (textTags.has(parent.tagName) || parent.childNodes.some((child) => isText(child) && child.value.trim() !== ''));
  return !isBetweenWords || node.value.includes('\n');
}

function isInline(node: Child | undefined): boolean {
  return node !== undefined && (isText(node) || (isElement(node) && inlineTags.has(node.tagName)));
}

function collapse(node: Child, before: Child | undefined, after: Child | undefined): string {
  const text = isText(node) ? node.value.replace(/[ \t\n\r\f]+/g, ' ') : '';
  const started = isInline(before) ? text : text.replace(/^ /, '');
  return isInline(after) ? started : started.replace(/ $/, '');
}

function createText(text: string): RenderText {
  return { type: 'text', tag: 'span', classes: [], style: {}, attributes: {}, text };
}

function convertAttributes({ tagName, attrs }: Element): Omit<RenderElement, 'type' | 'children'> {
  const values = new Map(attrs.map(({ name, value }) => [name, value]));
  const [id, dir, lang] = ['id', 'dir', 'lang'].map((name) => values.get(name));
  const own = ['class', 'style', 'id', 'dir', 'lang', 'src'];
  return {
    tag: tagName,
    classes: (values.get('class') ?? '').split(/\s+/).filter((name) => name !== ''),
    ...(id !== undefined && { id }),
    ...((dir === 'ltr' || dir === 'rtl') && { dir }),
    ...(lang !== undefined && { lang }),
    style: splitDeclarations(values.get('style') ?? ''),
    attributes: Object.fromEntries([...values].filter(([name]) => !own.includes(name))),
  };
}

/** Property → value. Semicolons and colons inside quotes and brackets belong to the value. */
export function splitDeclarations(style: string): { readonly [property: string]: string } {
  const declarations = splitOutside(style, ';').map((declaration) => {
    const colon = declaration.indexOf(':');
    const name = declaration.slice(0, Math.max(colon, 0)).trim();
    return [name.startsWith('--') ? name : name.toLowerCase(), declaration.slice(colon + 1).trim()] as const;
  });
  return Object.fromEntries(declarations.filter(([name, value]) => name !== '' && value !== ''));
}

/** Splits at a character, except inside quotes and brackets. */
function splitOutside(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let [start, depth, quote] = [0, 0, ''];
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index]!;
    if (character === '\\') index += 1;
    else if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === separator && depth <= 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  return [...parts, text.slice(start)];
}
