import { glyphMissing } from '../diagnostics/text.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ComposeTask } from '../model/plan.ts';
import type { RenderNode } from '../spec/renderer.ts';
import { findGaps } from '../text/check-coverage.ts';
import type { ActionTools } from './action.ts';

/**
 * Makes sure that every character of a card can be drawn by the fonts of the project, whether it comes from copy, data or the template.
 * @throws VisualsError `GLYPH_MISSING`, one for each text
 */
export async function checkGlyphs(root: RenderNode, task: ComposeTask, { fonts, shaper }: ActionTools): Promise<void> {
  const problems: Diagnostic[] = [];
  for (const { subject, text } of listTexts(root, task.template)) {
    const gaps = await findGaps({ text, families: task.families, catalog: fonts, shaper });
    if (gaps.length > 0) problems.push(glyphMissing({ gaps, locale: task.cell.locale, subject, fonts: task.families }));
  }
  if (problems.length > 0) throw new VisualsError(problems);
}

interface SubjectText {
  /** The slot that shows the text, or the template that says it. */
  readonly subject: string;
  readonly text: string;
}

function listTexts(node: RenderNode, subject: string): readonly SubjectText[] {
  const nearest = node.attributes['data-slot'] ?? subject;
  if (node.type === 'text') return [{ subject: nearest, text: node.text }];
  return node.type === 'element' ? node.children.flatMap((child) => listTexts(child, nearest)) : [];
}
