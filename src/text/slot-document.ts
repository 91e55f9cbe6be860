import type { RenderElement, RenderNode, RenderText } from '../spec/renderer.ts';

/** Where a node stands: the index among its siblings, from the root down. */
export type NodePath = readonly number[];

/** An element with `data-slot`. */
export interface SlotElement {
  readonly slot: string;
  readonly path: NodePath;
  /** Whether it holds nothing but its words, so that they can be cut. */
  readonly isText: boolean;
  /** Its words, as the renderer draws them in one go. */
  readonly text: string;
  /** Whether a box can be put round its words without changing the layout: it holds words alone and stands in no line of others. */
  readonly isBlock: boolean;
}

/** Finds all elements that show a text slot, in the order of the document. */
export function findSlotElements(root: RenderNode): readonly SlotElement[] {
  const found: SlotElement[] = [];
  const visit = (node: RenderNode, path: NodePath, parent: RenderElement | undefined): void => {
    const slot = node.attributes['data-slot'];
    if (slot !== undefined && node.type !== 'image')
      found.push({ slot, path, text: readText(node), isText: node.type === 'text', isBlock: node.type === 'text' && !standsInLine(node, parent) });
    else if (node.type === 'element') node.children.forEach((child, index) => visit(child, [...path, index], node));
  };
  visit(root, [], undefined);
  return found;
}

/** The words of a node, as the renderer draws them in one go. */
export function readText(node: RenderNode): string {
  if (node.type === 'text') return node.text;
  return node.type === 'element' ? node.children.map(readText).join('') : '';
}

/** Elements that stand in lines of words. */
export const inlineTags: ReadonlySet<string> = new Set(['span', 'strong', 'em', 'b', 'i']);
const lineTags = new Set([...inlineTags, 'p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'li']);

function standsInLine(node: RenderText, parent: RenderElement | undefined): boolean {
  if (!inlineTags.has(node.tag) || parent === undefined) return false;
  return lineTags.has(parent.tag) || parent.children.some((child) => child.type === 'text' && isBareText(child));
}

function isBareText({ tag, classes, attributes }: RenderText): boolean {
  return tag === 'span' && classes.length === 0 && Object.keys(attributes).length === 0;
}

/** How the elements of the slots are shown. */
export interface SlotSettings {
  /** Slot → font size in pixels. */
  readonly sizes: ReadonlyMap<string, number>;
  /** Path, as {@link formatPath} writes it → the text with its lines broken. */
  readonly brokenTexts: ReadonlyMap<string, string>;
  /** Path → what is left of a text that was cut; default all texts are whole. */
  readonly clippedTexts?: ReadonlyMap<string, string>;
}

/** A key for a path. */
export function formatPath(path: NodePath): string {
  return path.join('.');
}

/** The tree to paint: every slot's element with its font size, and its line breaks where they are set. */
export function applySettings(root: RenderNode, elements: readonly SlotElement[], { sizes, brokenTexts, clippedTexts }: SlotSettings): RenderNode {
  const apply = (node: RenderNode, { slot, path }: SlotElement): RenderNode => {
    const name = formatPath(path);
    const clipped = clippedTexts?.get(name);
    const shown = clipped !== undefined && node.type === 'text' ? { ...node, text: clipped } : node;
    return setText(setStyle(shown, { 'font-size': `${sizes.get(slot)}px` }), brokenTexts.get(name));
  };
  return elements.reduce((tree, element) => replaceAt(tree, element.path, (node) => apply(node, element)), root);
}

/** The same tree with a box round the words of each block, whose measurements are those of the element's content box. */
export function wrapTexts(root: RenderNode, elements: readonly SlotElement[]): RenderNode {
  return elements.filter(({ isBlock }) => isBlock).reduce((tree, { path }) => replaceAt(tree, path, (node) => replaceText(node, [{}])), root);
}

/** The element with its words in boxes of these styles, once for each. */
export function replaceText(node: RenderNode, styles: readonly RenderNode['style'][]): RenderNode {
  if (node.type !== 'text') return node;
  const { text, ...rest } = node;
  const children = styles.map((style): RenderText => ({
    type: 'text',
    tag: 'visuals-lines',
    classes: [],
    attributes: {},
    style: { display: 'block', ...style },
    text,
  }));
  return { ...rest, type: 'element', children };
}

/** The style of a box that is as wide as that, whatever stands beside it; in pixels. */
export function toWidth(width: number): RenderNode['style'] {
  return { width: `${width.toFixed(2)}px`, 'flex-shrink': '0' };
}

/** The tree with one node exchanged. */
export function replaceAt(node: RenderNode, path: NodePath, replace: (node: RenderNode) => RenderNode): RenderNode {
  const [index, ...rest] = path;
  if (index === undefined) return replace(node);
  if (node.type !== 'element') return node;
  return { ...node, children: node.children.map((child, at) => (at === index ? replaceAt(child, rest, replace) : child)) };
}

function setStyle(node: RenderNode, style: RenderNode['style']): RenderNode {
  return { ...node, style: { ...node.style, ...style } };
}

function setText(node: RenderNode, text: string | undefined): RenderNode {
  if (text === undefined || node.type !== 'text') return node;
  return { ...node, text, style: { ...node.style, 'white-space': 'pre-line' } };
}
