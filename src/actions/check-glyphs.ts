import { formatCodePoint, glyphMissing } from '../diagnostics/text.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ComposeTask } from '../model/plan.ts';
import type { RenderNode } from '../spec/renderer.ts';
import { findGaps, type Gap } from '../text/check-coverage.ts';
import { findMessageOf, findPlaceOf } from '../text/find-message-of.ts';
import type { ActionTools } from './action.ts';

/**
 * Makes sure that every character of a card can be drawn by the fonts of the project, whether it comes from copy, data or the template.
 * @throws VisualsError `GLYPH_MISSING`, one for each text
 */
export async function checkGlyphs(root: RenderNode, task: ComposeTask, { fonts, shaper }: ActionTools): Promise<void> {
  const problems: Diagnostic[] = [];
  for (const text of listTexts(root, undefined)) {
    const gaps = await findGaps({ text: text.text, families: task.families, catalog: fonts, shaper });
    if (gaps.length > 0) problems.push(describeGaps(gaps, text, task));
  }
  if (problems.length > 0) throw new VisualsError(problems);
}

interface SlotText {
  /** The slot that shows the text; undefined for one that the template shows by itself. */
  readonly slot: string | undefined;
  readonly text: string;
}

function listTexts(node: RenderNode, slot: string | undefined): readonly SlotText[] {
  const nearest = node.attributes['data-slot'] ?? slot;
  // A line that ends at a soft hyphen shows a hyphen.
  if (node.type === 'text') return [{ slot: nearest, text: node.text.includes('\u00AD') ? `${node.text}-` : node.text }];
  return node.type === 'element' ? node.children.flatMap((child) => listTexts(child, nearest)) : [];
}

function describeGaps(gaps: readonly Gap[], { slot, text }: SlotText, { cell, families, template, messages }: ComposeTask): Diagnostic {
  const message = findMessageOf(messages, { text, ...(slot !== undefined && { slot }) });
  const details = {
    asset: cell.asset,
    size: cell.size.name,
    locale: cell.locale,
    ...(slot !== undefined && { slot }),
    ...(message && { key: message.key }),
    text,
    characters: gaps.map(({ codePoint, grapheme }) => ({ codePoint: formatCodePoint(codePoint), character: grapheme })),
    fonts: families,
  };
  const found = { gaps, locale: cell.locale, subject: message?.key ?? slot ?? template, fonts: families };
  const place = message && findPlaceOf(gaps[0]!.grapheme, message);
  return glyphMissing(found, { ...(place && { place }), details });
}
