import type { ComposeTask } from '../model/plan.ts';
import { aspectOf } from '../model/geometry.ts';
import { readPngSize } from '../model/png-size.ts';
import type { RenderDocument, RenderElement } from '../spec/renderer.ts';
import { parseMarkup } from '../template/parse-markup.ts';
import { renderMarkup } from '../template/render-markup.ts';
import type { CompiledTemplate } from '../template/compile-template.ts';
import { fitDocument } from '../text/fit-text.ts';
import { insertBreaks } from '../text/insert-breaks.ts';
import type { ActionTools, Made, Payload } from './action.ts';
import { checkGlyphs } from './check-glyphs.ts';
import { bytesOf } from './payloads.ts';

/**
 * Draws one cell: fills the template, makes sure that every character has a glyph, fits every text, paints.
 * @throws VisualsError `TEMPLATE_VAR_MISSING`, `GLYPH_MISSING`, `TEXT_OVERFLOW`, and what the renderer throws
 */
export async function composeCell(task: ComposeTask, payloads: ReadonlyMap<string, Payload>, tools: ActionTools): Promise<Made> {
  const template = tools.templates.get(task.template)!;
  await tools.useFamilies(task.families);
  const images = new Map(Object.entries(task.art).map(([slot, id]) => [sourceOf(slot), bytesOf(payloads, id)]));
  const root = await fillTemplate(task, template, images);
  await checkGlyphs(root, task, tools);
  const { width, height, safeArea } = task.cell.size;
  const document: RenderDocument = { root, css: template.css, lang: task.cell.locale, families: task.families, images, width, height };
  const aspect = aspectOf(task.cell.size);
  const fitted = await fitDocument({
    document,
    contract: template.contract,
    aspect,
    unit: Math.min(width, height) / 100,
    safeArea,
    layout: (candidate) => tools.renderer.layout(candidate),
  });
  const raster = await tools.renderer.paint(fitted.document);
  return { payload: { type: 'raster', raster }, facts: { width, height, boxes: fitted.boxes.map((box) => ({ ...box })) } };
}

async function fillTemplate(task: ComposeTask, template: CompiledTemplate, images: ReadonlyMap<string, Uint8Array>): Promise<RenderElement> {
  const { size, locale } = task.cell;
  const html = renderMarkup(template, {
    size,
    safeArea: size.safeArea,
    locale,
    direction: task.direction,
    variant: task.variant,
    tokens: task.tokens,
    texts: await breakTexts(task, template),
    art: Object.fromEntries(Object.keys(task.art).map((slot) => [slot, sourceOf(slot)])),
    ratios: Object.fromEntries(Object.keys(task.art).map((slot) => [slot, readRatio(images.get(sourceOf(slot))!)])),
    data: task.data,
  });
  return parseMarkup(html, { images: images.keys(), template: task.template });
}

/** Width over height; all art that reaches a card is a PNG, which a transform or a procedure made. */
function readRatio(png: Uint8Array): number {
  const size = readPngSize(png);
  if (size === undefined) throw new Error('art for a card is expected to be a PNG');
  return size.width / size.height;
}

/** Roles whose text is read as sentences. */
const phraseRoles: readonly string[] = ['headline', 'body', 'legal'];

/** Marks where a line may end in scripts that write without spaces; sentences keep their phrases together. */
async function breakTexts(task: ComposeTask, template: CompiledTemplate): Promise<{ readonly [slot: string]: string }> {
  const entries = Object.entries(task.texts).map(async ([name, words]) => {
    const slot = template.contract.slots[name];
    return [name, await insertBreaks(words, task.cell.locale, { phrases: slot?.type === 'text' && phraseRoles.includes(slot.role) })] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The name under which markup and renderer know the picture of a slot. */
function sourceOf(slot: string): string {
  return `art:${slot}`;
}
