import type { ComposeTask } from '../model/plan.ts';
import { shapeOf } from '../model/geometry.ts';
import type { Raster } from '../model/geometry.ts';
import type { JsonObject } from '../model/json.ts';
import type { CardFacts, TextBox } from '../model/outcome.ts';
import { readPngSize } from '../model/png-size.ts';
import type { RenderDocument, RenderElement } from '../spec/renderer.ts';
import { parseMarkup } from '../template/parse-markup.ts';
import { renderMarkup } from '../template/render-markup.ts';
import type { CompiledTemplate } from '../template/compile-template.ts';
import { hasCharacter } from '../text/check-coverage.ts';
import { fitDocument } from '../text/fit-text.ts';
import type { FitRequest, FittedDocument } from '../text/fit-text.ts';
import { resolveContract } from '../text/resolve-text-slot.ts';
import type { ActionTools, Made, Payload } from './action.ts';
import { checkGlyphs } from './check-glyphs.ts';
import { gatherAll } from './gather-all.ts';
import { hideLayers } from './hide-layers.ts';
import { layScrim } from './lay-scrim.ts';
import { bytesOf } from './payloads.ts';
import { markSlots, prepareTexts, wordsSheet } from './prepare-texts.ts';

/**
 * Draws one cell: fills the template, makes sure that every character has a glyph, fits every text, paints.
 * @throws VisualsError `TEMPLATE_VAR_MISSING`, `GLYPH_MISSING`, `TEXT_OVERFLOW`, and what the renderer throws
 */
export async function composeCell(task: ComposeTask, payloads: ReadonlyMap<string, Payload>, tools: ActionTools): Promise<Made> {
  const card = await prepareCard(task, (id) => bytesOf(payloads, id), tools);
  const [, fitted] = await gatherAll([checkGlyphs(card.document.root, task, tools), fitDocument(card)]);
  const { raster, scrim } = await paintCard(task, fitted, tools);
  return { payload: { type: 'raster', raster }, facts: { ...describeCard(task, fitted.boxes), ...(scrim !== undefined && { scrim }) } };
}

/** What a card looks like; `scrim` is absent where the template has none. */
async function paintCard(task: ComposeTask, { document, boxes }: FittedDocument, { renderer }: ActionTools): Promise<{ raster: Raster; scrim?: boolean }> {
  const { contrast, hidden } = task;
  const paint = async (shown: RenderDocument): Promise<Raster> =>
    renderer.paint(hidden === undefined ? shown : { ...shown, root: hideLayers(shown.root, hidden, sourceOf) });
  if (contrast === undefined) return { raster: await paint(document) };
  const { document: shown, raster, scrim } = await layScrim({ document, boxes, contrast, renderer });
  return { raster: hidden === undefined ? raster : await paint(shown), scrim };
}

/**
 * A card that is filled in and not yet fitted.
 * @param read gives the PNG of a task that fills an image slot
 * @throws VisualsError `TEMPLATE_VAR_MISSING`, `TEMPLATE_VALUE`
 */
export async function prepareCard(task: ComposeTask, read: (id: string) => Uint8Array, tools: ActionTools): Promise<FitRequest> {
  const template = tools.templates.get(task.template)!;
  await tools.useFamilies(task.families);
  const images = new Map(Object.entries(task.art).map(([slot, id]) => [sourceOf(slot), read(id)]));
  const root = markSlots(await fillTemplate(task, template, images, tools), template.contract, task.breaking ?? task.cell.locale);
  const { width, height, safeArea } = task.cell.size;
  const document: RenderDocument = { root, css: [wordsSheet, ...template.css], lang: task.cell.locale, families: task.families, images, width, height };
  return {
    document,
    contract: resolveContract(template.contract, task.cell.locale, task.limits),
    shape: shapeOf(task.cell.size),
    unit: Math.min(width, height) / 100,
    safeArea,
    ellipsis: hasCharacter('…', task.families, tools.fonts) ? '…' : '...',
    messages: task.messages,
    about: { asset: task.cell.asset, size: task.cell.size.name },
    layout: (candidate) => tools.renderer.layout(candidate),
  };
}

function describeCard({ cell: { size } }: ComposeTask, boxes: readonly TextBox[]): JsonObject {
  const facts: CardFacts = { width: size.width, height: size.height, safeArea: size.safeArea, boxes };
  return facts as unknown as JsonObject;
}

async function fillTemplate(
  task: ComposeTask,
  template: CompiledTemplate,
  images: ReadonlyMap<string, Uint8Array>,
  { fonts }: ActionTools,
): Promise<RenderElement> {
  const { size, locale } = task.cell;
  const { texts, data } = await prepareTexts(task, template.contract, fonts);
  const html = renderMarkup(template, {
    size,
    safeArea: size.safeArea,
    locale,
    ...(task.numberLocale === undefined ? {} : { numberLocale: task.numberLocale }),
    direction: task.direction,
    variant: task.variant,
    tokens: task.tokens,
    texts,
    art: Object.fromEntries(Object.keys(task.art).map((slot) => [slot, sourceOf(slot)])),
    ratios: Object.fromEntries(Object.keys(task.art).map((slot) => [slot, readRatio(images.get(sourceOf(slot))!)])),
    data,
  });
  return parseMarkup(html, { images: images.keys(), template: task.template });
}

/** Width over height; all art that reaches a card is a PNG, which a transform or a procedure made. */
function readRatio(png: Uint8Array): number {
  const size = readPngSize(png);
  if (size === undefined) throw new Error('art for a card is expected to be a PNG');
  return size.width / size.height;
}

/** The name under which markup and renderer know the picture of a slot. */
function sourceOf(slot: string): string {
  return `art:${slot}`;
}
