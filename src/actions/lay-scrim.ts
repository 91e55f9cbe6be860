import type { Raster } from '../model/geometry.ts';
import type { TextBox } from '../model/outcome.ts';
import type { RenderDocument, RenderNode, Renderer } from '../spec/renderer.ts';
import { clipBox, differ, visitBox } from '../text/find-words.ts';
import { findContrastLimit, measureTextContrast } from '../text/measure-text-contrast.ts';
import { hideLayers, textLayer } from './hide-layers.ts';

/** A card whose texts fit, with its scrims in place. */
export interface ScrimRequest {
  readonly document: RenderDocument;
  readonly boxes: readonly TextBox[];
  /** What the texts need, by WCAG 2. */
  readonly contrast: number;
  readonly renderer: Pick<Renderer, 'paint'>;
}

/** A card as it is shown, and its pixels. */
export interface PaintedCard {
  readonly document: RenderDocument;
  readonly raster: Raster;
  /** Whether its scrims are drawn. */
  readonly scrim: boolean;
}

/** Paints a card, and its scrims only when a text that they lie beneath would be too hard to read without them. */
export async function layScrim({ document, boxes, contrast, renderer }: ScrimRequest): Promise<PaintedCard> {
  const bare = { ...document, root: hideScrims(document.root) };
  const raster = await renderer.paint(bare);
  const ground = await renderer.paint({ ...bare, root: hideLayers(bare.root, [textLayer], (slot) => slot) });
  const unread = boxes.filter((box) => box.text.trim() !== '' && measureTextContrast(raster, ground, box).worst < findContrastLimit(box, contrast));
  if (unread.length === 0) return { document: bare, raster, scrim: false };
  const quiet = await renderer.paint(document);
  // A pale button on its own ground is no more legible for a scrim beneath it.
  return unread.some((box) => isChanged(box, raster, quiet)) ? { document, raster: quiet, scrim: true } : { document: bare, raster, scrim: false };
}

/** Elements with `data-scrim` are there and not seen, so that nothing moves. What holds something is none: nothing is ever left out with it. */
function hideScrims(node: RenderNode): RenderNode {
  if (node.type !== 'element') return node;
  if (node.attributes['data-scrim'] !== undefined && node.children.length === 0) return { ...node, style: { ...node.style, opacity: '0' } };
  return { ...node, children: node.children.map(hideScrims) };
}

/** Channels that differ by no more are the same to an eye. */
const visible = 2;

function isChanged(box: TextBox, before: Raster, after: Raster): boolean {
  let changed = false;
  visitBox(clipBox(box, before), before.width, (offset) => {
    changed ||= differ(before.data, after.data, offset) > visible;
  });
  return changed;
}
