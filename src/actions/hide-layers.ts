import type { RenderNode } from '../spec/renderer.ts';

/** The layer of all words. */
export const textLayer = 'text';

/**
 * The same card without some of its layers, everything else in its place: of `text` the glyphs go and the boxes behind them stay, so that what lies beneath the
 * words can be seen and measured; a picture becomes transparent.
 * @param sourceOf gives the name under which the markup knows the picture of a slot
 */
export function hideLayers(node: RenderNode, layers: readonly string[], sourceOf: (slot: string) => string): RenderNode {
  const sources = new Set(layers.map(sourceOf));
  const hide = (each: RenderNode, isWord: boolean): RenderNode => {
    const hidesWords = isWord || (layers.includes(textLayer) && each.attributes['data-slot'] !== undefined);
    if (each.type === 'image') return sources.has(each.source) ? { ...each, style: { ...each.style, opacity: '0' } } : each;
    const style = hidesWords ? { ...each.style, color: 'transparent', 'text-shadow': 'none' } : each.style;
    return each.type === 'text' ? { ...each, style } : { ...each, style, children: each.children.map((child) => hide(child, hidesWords)) };
  };
  return hide(node, false);
}
