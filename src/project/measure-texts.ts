import { gatherDiagnostics, measureCell, recordMeasurement } from '../actions/measure-cell.ts';
import type { ArtSizes } from '../actions/measure-cell.ts';
import { computeActionKey, computeDigest } from '../keys/canonical.ts';
import type { Digest } from '../model/digest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { isObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { ComposeTask } from '../model/plan.ts';
import { findMessageOf, findPlaceOf } from '../text/find-message-of.ts';
import { createArtSizeFinder } from './find-art-sizes.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import type { Workspace } from './workspace.ts';

/** What measuring found. */
export interface MeasuredTexts {
  /** Cells that were laid out; the others were known. */
  readonly measured: number;
  readonly diagnostics: readonly Diagnostic[];
}

interface MeasureOptions {
  /** Cells in work at once. */
  readonly lanes: number;
  readonly signal?: AbortSignal;
  /** Takes each cell's problems as soon as they are known. */
  readonly onDiagnostic?: (diagnostic: Diagnostic) => void;
}

/** Measures the texts of every planned cell; nothing is painted or bought. What was found is remembered, so that the same cells are not laid out again. */
export async function measureTexts(workspace: Workspace, { project, plan }: PreparedPlan, options: MeasureOptions): Promise<MeasuredTexts> {
  const tasks = plan.tasks.filter((task) => task.kind === 'compose');
  const measure = createMeasurer(workspace, { project, plan });
  const found: (readonly Diagnostic[])[] = [];
  const queue = tasks.entries();
  let measured = 0;
  const lane = async (): Promise<void> => {
    for (const [index, task] of queue) {
      if (options.signal?.aborted) return;
      const judgement = await measure(task);
      found[index] = judgement.diagnostics.map((each) => locateDiagnostic(each, task));
      measured += judgement.isNew ? 1 : 0;
      for (const diagnostic of found[index]) options.onDiagnostic?.(diagnostic);
    }
  };
  await Promise.all(Array.from({ length: options.lanes }, lane));
  workspace.index.flush();
  return { measured, diagnostics: found.flat() };
}

interface Judgement {
  readonly diagnostics: readonly Diagnostic[];
  readonly isNew: boolean;
}

/** Cells that differ in nothing that is measured are laid out once. */
function createMeasurer(workspace: Workspace, { project, plan }: Pick<PreparedPlan, 'project' | 'plan'>): (task: ComposeTask) => Promise<Judgement> {
  const { tools } = project;
  const findSize = createArtSizeFinder(workspace, project, plan);
  const begun = new Map<Digest, Promise<readonly Diagnostic[]>>();
  return async (task) => {
    const sizes: ArtSizes = new Map(await Promise.all(Object.values(task.art).map(async (id) => [id, await findSize(id)] as const)));
    const key = computeActionKey('measure', await recordMeasurement(task, sizes, tools));
    const known = workspace.index.get(key);
    // Written below, under a key that holds the revision.
    if (known !== undefined) return { diagnostics: known.facts['diagnostics'] as unknown as readonly Diagnostic[], isNew: false };
    const under = begun.get(key);
    if (under !== undefined) return { diagnostics: await under, isNew: false };
    const promise = gatherDiagnostics(() => measureCell(task, sizes, tools));
    begun.set(key, promise);
    const diagnostics = await promise;
    if (diagnostics.every(({ code }) => lastingCodes.has(code))) remember(workspace, key, diagnostics);
    return { diagnostics, isNew: true };
  };
}

/** What follows from the key alone; anything else, such as a renderer that does not load, may be gone the next time. */
const lastingCodes: ReadonlySet<string> = new Set(['TEXT_OVERFLOW', 'TEXT_CLIPPED', 'GLYPH_MISSING']);

/** Without what the key does not hold: where the text is written, and whose cell it was. */
function remember({ index }: Workspace, key: Digest, diagnostics: readonly Diagnostic[]): void {
  const kept = diagnostics.map(({ place: _place, asset: _asset, cell: _cell, ...rest }) => rest) as unknown as readonly JsonObject[];
  index.set(key, { digest: computeDigest(JSON.stringify(kept)), stored: false, bytes: 0, facts: { diagnostics: kept } });
}

/** Says whose problem it is, and where its text is written now. */
function locateDiagnostic({ place, ...diagnostic }: Diagnostic, { cell, messages }: ComposeTask): Diagnostic {
  const { slot, text } = diagnostic.details ?? {};
  const message = isText(text) ? findMessageOf(messages, { text, ...(isText(slot) && { slot }) }) : undefined;
  const at = (message && findPlaceOf(readCharacter(diagnostic), message)) ?? place;
  return {
    ...diagnostic,
    ...(at && { place: at }),
    asset: cell.asset,
    cell: cell.id,
    ...(diagnostic.details && { details: { ...diagnostic.details, asset: cell.asset, size: cell.size.name } }),
  };
}

/** The first character that a diagnostic is about; empty for one that is about a whole text. */
function readCharacter({ code, details }: Omit<Diagnostic, 'place'>): string {
  const characters: unknown = code === 'GLYPH_MISSING' ? details?.['characters'] : undefined;
  const first: unknown = Array.isArray(characters) ? characters[0] : undefined;
  return isObject(first) && typeof first['character'] === 'string' ? first['character'] : '';
}

function isText(value: Json | undefined): value is string {
  return typeof value === 'string';
}
