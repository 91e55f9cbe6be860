import { prepareCard } from '../actions/compose-cell.ts';
import { importStructure } from '../diagnostics/copy.ts';
import { glyphMissing } from '../diagnostics/text.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ComposeTask } from '../model/plan.ts';
import { groupBy } from '../model/group-by.ts';
import type { MessageUse } from '../plan/list-message-uses.ts';
import { findGaps } from '../text/check-coverage.ts';
import { compareMessages } from '../text/compare-messages.ts';
import { fitDocument } from '../text/fit-text.ts';
import { loadIcu } from '../text/format-message.ts';
import type { LoadedProject } from './load-project.ts';
import { planTranslation } from './plan-translation.ts';
import type { PlannedTranslation } from './plan-translation.ts';
import { readArtHeads } from './read-art-heads.ts';
import type { Translation } from './read-translations.ts';
import type { Workspace } from './workspace.ts';

/** New texts of a language. */
export interface TranslationCheck {
  readonly workspace: Workspace;
  readonly project: LoadedProject;
  readonly translation: Translation;
  /** Whether cards are laid out. */
  readonly fit: boolean;
}

/** All that is wrong with new texts: their structure, their characters, their room. Each problem stands at its place in the file that it comes from. */
export async function checkTranslation(check: TranslationCheck): Promise<readonly Diagnostic[]> {
  const { project, translation } = check;
  const broken = await checkStructure(check);
  const sound = new Map([...translation.texts].filter(([key]) => !broken.has(key)));
  const planned = await planTranslation(project, { locale: translation.locale, texts: sound });
  const files = new Set([...sound.values()].map(({ place }) => place.file));
  const unplanned = planned.diagnostics.filter(({ place }) => place !== undefined && files.has(place.file));
  const gaps = await checkCoverage(check, planned, sound.keys());
  const overflows = check.fit ? await checkFit(check, planned, new Set(sound.keys())) : [];
  return [...[...broken.values()].flat(), ...unplanned, ...gaps, ...overflows];
}

/** Key → problems. */
async function checkStructure({ project, translation }: TranslationCheck): Promise<ReadonlyMap<string, readonly Diagnostic[]>> {
  const icu = await loadIcu();
  const { locale, texts } = translation;
  const { source } = project.config.locales;
  const broken = new Map<string, readonly Diagnostic[]>();
  for (const [key, unit] of texts) {
    try {
      const problems = compareMessages({ ...project.copy.find(source, key)!, locale: source }, { ...unit, locale }, icu);
      if (problems.length > 0)
        broken.set(
          key,
          problems.map((problem) => importStructure({ key, locale, problem }, { place: unit.place })),
        );
    } catch (error) {
      if (!(error instanceof VisualsError)) throw error;
      broken.set(key, error.diagnostics);
    }
  }
  return broken;
}

/** One problem for each text and stack of fonts. */
async function checkCoverage({ project, translation }: TranslationCheck, planned: PlannedTranslation, keys: Iterable<string>): Promise<readonly Diagnostic[]> {
  const { fonts, shaper } = project.tools;
  const found = new Map<string, Diagnostic>();
  for (const key of keys) {
    for (const use of planned.uses.get(key) ?? []) {
      const task = findDrawn(use, planned);
      const name = JSON.stringify([key, task?.families]);
      if (task === undefined || found.has(name)) continue;
      const text = planned.inputs.text({ locale: translation.locale, key, data: use.data });
      const gaps = await findGaps({ text, families: task.families, catalog: fonts, shaper });
      if (gaps.length === 0) continue;
      found.set(name, glyphMissing({ gaps, locale: translation.locale, subject: key, fonts: task.families }, { place: translation.texts.get(key)!.place }));
    }
  }
  return [...found.values()];
}

/** The card that draws a message; alternative texts are read aloud, and words inside of pictures are not ours to draw. */
function findDrawn({ role, cell }: MessageUse, { composes }: PlannedTranslation): ComposeTask | undefined {
  return role === 'alternative text' || role === 'picture' ? undefined : composes.get(cell.id);
}

/** Lays out every card that shows a new text. */
async function checkFit(check: TranslationCheck, planned: PlannedTranslation, keys: ReadonlySet<string>): Promise<readonly Diagnostic[]> {
  const { workspace, project, translation } = check;
  const drawn = [...keys].flatMap((key) => planned.uses.get(key) ?? []).filter((use) => findDrawn(use, planned) !== undefined);
  const affected = groupBy(drawn, ({ cell }) => cell.id);
  const composes = [...affected.keys()].map((id) => planned.composes.get(id)!);
  const problems: Diagnostic[] = [];
  const artHeads = await readArtHeads({ workspace, project, plan: planned.plan, composes });
  const layOut = createLayOut(project, artHeads);
  const before = composes.length === 0 ? undefined : await planTranslation(project, { locale: translation.locale });
  for (const task of composes) {
    const found = await layOut(task);
    if (found.length === 0) continue;
    const uses = affected.get(task.cell.id)!;
    const fresh = selectFresh(found, await layOut(before?.composes.get(task.cell.id)), new Set(uses.map(({ name }) => name)));
    problems.push(...fresh.map((diagnostic) => nameKey(diagnostic, uses, translation)));
  }
  return problems;
}

/** What the new texts bring about. A card on which an old text has no room says nothing about new ones that were out of place before, too. */
function selectFresh(found: readonly Diagnostic[], before: readonly Diagnostic[], changed: ReadonlySet<unknown>): readonly Diagnostic[] {
  const slotOf = ({ details }: Diagnostic): unknown => details?.['slot'];
  const failing = new Set(before.map(slotOf));
  const isCrowded = [...failing].some((slot) => !changed.has(slot));
  return found.filter((diagnostic) => !failing.has(slotOf(diagnostic)) || (changed.has(slotOf(diagnostic)) && !isCrowded));
}

type LayOut = (task: ComposeTask | undefined) => Promise<readonly Diagnostic[]>;

/** What fitting a card finds; nothing for one that could not be planned. */
function createLayOut({ tools }: LoadedProject, artHeads: ReadonlyMap<string, Uint8Array>): LayOut {
  return async (task) => {
    if (task === undefined) return [];
    try {
      await fitDocument(await prepareCard(task, (id) => artHeads.get(id)!, tools));
      return [];
    } catch (error) {
      if (!(error instanceof VisualsError)) throw error;
      return error.diagnostics.map((each) => ({ asset: task.cell.asset, cell: task.cell.id, ...each }));
    }
  };
}

/** Points at the new text in its file, where it is the one that does not fit. */
function nameKey(diagnostic: Diagnostic, uses: readonly MessageUse[], { texts }: Translation): Diagnostic {
  const use = uses.find(({ name }) => name === diagnostic.details?.['slot']);
  const unit = use && texts.get(use.key);
  return unit === undefined ? withoutPlace(diagnostic) : { ...diagnostic, place: unit.place };
}

function withoutPlace({ place: _place, ...diagnostic }: Diagnostic): Diagnostic {
  return diagnostic;
}
