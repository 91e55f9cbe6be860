import type { Node } from '@takumi-rs/core';
import type { RenderNode } from '../../../spec/renderer.ts';
import { baseStyles } from './base-styles.ts';
import { toPhysicalName } from './resolve-sides.ts';

/** A node of a card with its number, counted from 1 in the order of the document. */
export interface NumberedNode {
  readonly source: RenderNode;
  readonly number: number;
  /** Its own `dir` or that of the nearest node round it. */
  readonly direction: 'ltr' | 'rtl';
  readonly children: readonly NumberedNode[];
}

/** One number step, as skew in a marked tree: a power of two, so that sums of it stay exact in 32-bit floats. */
export const markStep = 1 / 4096;

/** Numbers a tree in document order. */
export function numberNodes(root: RenderNode): NumberedNode {
  let count = 0;
  const visit = (source: RenderNode, inherited: 'ltr' | 'rtl'): NumberedNode => {
    count += 1;
    const number = count;
    const direction = source.dir ?? inherited;
    return { source, number, direction, children: source.type === 'element' ? source.children.map((child) => visit(child, direction)) : [] };
  };
  return visit(root, 'ltr');
}

/** The tree as the engine takes it. */
export function convertNode({ source, direction, children }: NumberedNode): Node {
  const common = convertAttributes(source, direction);
  if (source.tag === 'br') return { ...common, type: 'text', text: '\n' };
  if (source.type === 'text') return { ...common, type: 'text', text: source.text };
  if (source.type === 'image') return { ...common, type: 'image', src: source.source, ...intrinsicSize(source.attributes) };
  return { ...common, type: 'container', children: children.map(convertNode) };
}

/**
 * The same tree, made to tell what the engine's measurements leave out. Its boxes carry no names, and lines of text are measured from the content box
 * without saying where that begins. So every node is skewed by its number, which moves nothing in the layout and shows up in its matrix; and every node that
 * may hold text gets a probe, an absolutely placed, empty box: before its words when it holds nothing else, and as last child otherwise, since selectors
 * such as `:first-child` would count it. A block then wraps its lines in a box of their own, right at the content box; elsewhere the probe stands at the line's end.
 */
export function convertMarkedNode(node: NumberedNode): Node {
  const { source, number, children } = node;
  const plain = convertNode({ ...node, children: [] });
  const style = { ...plain.style, transform: `matrix(1, ${number * markStep}, 0, 1, 0, 0)`, transformOrigin: '0 0' };
  if (plain.type === 'image' || source.tag === 'br') return { ...plain, style };
  if (plain.type === 'text') {
    const { text, ...rest } = plain;
    return { ...rest, type: 'container', style, children: text === '' ? [] : [probe, { type: 'text', text }] };
  }
  return { ...plain, style, children: children.length === 0 ? [] : [...children.map(convertMarkedNode), probe] };
}

const probe: Node = { type: 'container', style: { position: 'absolute', width: '0', height: '0' }, children: [] };

function convertAttributes(source: RenderNode, direction: NumberedNode['direction']): Omit<Extract<Node, { type: 'container' }>, 'type' | 'children'> {
  const { tag, classes, id, dir, lang, attributes, style } = source;
  const preset = baseStyles.get(tag);
  return {
    tagName: tag,
    ...(preset && { preset }),
    attributes: { ...attributes, ...(dir && { dir }), ...(lang && { lang }) },
    style: Object.fromEntries(Object.entries(style).map(([property, value]) => [toStyleName(toPhysicalName(property, direction)), value])),
    ...(classes.length > 0 && { className: classes.join(' ') }),
    ...(id !== undefined && { id }),
    ...(dir && { dir }),
    ...(lang && { lang }),
  };
}

/** `font-size` → `fontSize`, `-webkit-line-clamp` → `WebkitLineClamp`. The engine ignores hyphenated names of inline styles in silence. */
export function toStyleName(property: string): string {
  return property.startsWith('--') ? property : property.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function intrinsicSize(attributes: { readonly [name: string]: string }): { width?: number; height?: number } {
  const [width, height] = [Number(attributes['width']), Number(attributes['height'])];
  return { ...(width > 0 && { width }), ...(height > 0 && { height }) };
}
