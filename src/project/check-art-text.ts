import { foldText } from '../checks/compare-words.ts';
import { checkUnwantedText, unwantedTextVersion } from '../checks/check-unwanted-text.ts';
import { checkWantedText, wantedTextVersion } from '../checks/check-wanted-text.ts';
import type { Execution } from '../engine/execute-plan.ts';
import { isFinished } from '../engine/task-outcome.ts';
import { computeActionKey, computeDigest } from '../keys/canonical.ts';
import type { ResolvedAsset } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Observation } from '../model/finding.ts';
import type { Raster } from '../model/geometry.ts';
import type { JsonObject } from '../model/json.ts';
import type { Cell } from '../model/matrix.ts';
import type { KeyRecord } from '../model/outcome.ts';
import type { ComposeTask, Plan } from '../model/plan.ts';
import { applyOverrides } from '../plan/apply-overrides.ts';
import type { PlanInputs } from '../plan/plan-inputs.ts';
import type { ActionIndex } from '../spec/action-index.ts';
import type { TextReader } from '../spec/text-reader.ts';

/** A project whose art is made. */
export interface ArtTextInput {
  readonly plan: Plan;
  readonly assets: readonly ResolvedAsset[];
  readonly inputs: Pick<PlanInputs, 'text'>;
  readonly execution: Pick<Execution, 'outcomes'>;
  readonly index: ActionIndex;
  /** Version of what decodes. */
  readonly codec: string;
  /** The picture that fills an image slot of a card, as the card gets it. */
  readonly decodePlate: (task: ComposeTask, slot: string) => Promise<Raster>;
  readonly reader: TextReader;
  /** Whether a check is left out for an asset. */
  readonly isOff: (check: ArtTextCheck, asset: ResolvedAsset) => boolean;
  /** Keys of what other parts of the project have looked at; it is added to. */
  readonly seen?: Set<string>;
  readonly signal?: AbortSignal;
}

/** Checks of text in pictures, by their names in the config. */
export type ArtTextCheck = 'unwantedText' | 'wantedText';

/** What was observed of the art of a cell; the first cell stands for all that show the same picture. */
export interface ArtTextObservations {
  readonly check: ArtTextCheck;
  readonly asset: ResolvedAsset;
  readonly cell: string;
  readonly slot: string;
  readonly observations: readonly Observation[];
}

/** What was observed, and a warning for each part that is not installed. */
export interface CheckedArtText {
  readonly found: readonly ArtTextObservations[];
  readonly missing: readonly Diagnostic[];
  /** Answers that were known from earlier, and those that were found now. */
  readonly remembered: number;
  readonly looked: number;
}

/**
 * Looks for text in art that must have none, and for the words of art that must show some: those of `translate`, and those that `checks.art` names. Each
 * picture is looked at once in each language, and its answer remembered. Nothing is loaded when nothing is to be looked at. The caller closes the reader.
 */
export async function checkArtText(input: ArtTextInput): Promise<CheckedArtText> {
  const subjects = listSubjects(input);
  if (subjects.length === 0) return { found: [], missing: [], remembered: 0, looked: 0 };
  const missing = await input.reader.findMissing(subjects.flatMap(({ check, cell }) => (check === 'wantedText' ? [cell.locale] : [])));
  // Lines are found by what also reads English; without it, a person is asked for wanted words, and the warning says the rest.
  const canDetect = (await input.reader.support('en', '')).status !== 'absent';
  const found: ArtTextObservations[] = [];
  const { seen = new Set<string>() } = input;
  const before = seen.size;
  let looked = 0;
  for (const subject of subjects.filter(({ check }) => canDetect || check === 'wantedText')) {
    input.signal?.throwIfAborted();
    const record = await describeSubject(subject, input);
    const key = computeActionKey(`check-${subject.check}`, record);
    if (seen.has(key)) continue;
    seen.add(key);
    const known = input.index.get(key);
    if (known === undefined) looked += 1;
    const observations = known === undefined ? await lookOnce(key, subject, input) : (known.facts['observations'] as unknown as readonly Observation[]);
    const { check, asset, cell, slot } = subject;
    if (observations.length > 0) found.push({ check, asset, slot, cell: cell.id, observations });
  }
  return { found, missing, looked, remembered: seen.size - before - looked };
}

interface Subject {
  readonly check: ArtTextCheck;
  readonly asset: ResolvedAsset;
  readonly cell: Cell;
  readonly task: ComposeTask;
  readonly slot: string;
  /** Digest of the picture that fills the slot. */
  readonly plate: string;
  /** Formatted messages that it must show. */
  readonly words: readonly string[];
}

function listSubjects(input: ArtTextInput): readonly Subject[] {
  const tasks = new Map(input.plan.tasks.map((task) => [task.id, task]));
  const assets = new Map(input.assets.map((asset) => [asset.id, asset]));
  return input.plan.cells.flatMap(({ cell, compose }) => {
    const [task, asset] = [tasks.get(compose), assets.get(cell.asset)];
    return task?.kind === 'compose' && asset !== undefined ? listOfCell({ task, asset, cell }, input) : [];
  });
}

function listOfCell({ task, asset, cell }: Pick<Subject, 'task' | 'asset' | 'cell'>, { execution, inputs, isOff }: ArtTextInput): readonly Subject[] {
  const { art, data } = applyOverrides(asset, cell);
  return Object.entries(task.art).flatMap(([slot, id]): readonly Subject[] => {
    const outcome = execution.outcomes.get(id);
    if (!isFinished(outcome) || outcome.result.facts['draft'] === true) return [];
    const [declared, shown] = [asset.checks.art[slot]?.text ?? 'any', art[slot]];
    const keys = [...(typeof declared === 'string' ? [] : declared), ...(shown?.kind === 'translate' ? shown.words : [])];
    const check = declared === 'none' ? 'unwantedText' : 'wantedText';
    if ((declared !== 'none' && keys.length === 0) || isOff(check, asset)) return [];
    const words = check === 'wantedText' ? [...new Set(keys)].map((key) => inputs.text({ locale: cell.locale, key, data })) : [];
    return [{ check, asset, cell, task, slot, plate: outcome.result.digest, words }];
  });
}

/** All that an answer depends on. */
async function describeSubject({ check, plate, words, cell: { locale } }: Subject, { reader, codec }: ArtTextInput): Promise<KeyRecord> {
  const common = { plate, codec, detector: reader.detectorVersion };
  if (check === 'unwantedText') return { ...common, version: unwantedTextVersion };
  const { status, version, command } = await reader.support(locale, foldText(words.join('')));
  return { ...common, version: wantedTextVersion, locale, words: JSON.stringify(words), engine: `${status} ${version} ${command}` };
}

/** Looks, and remembers what was seen. */
async function lookOnce(key: ReturnType<typeof computeActionKey>, subject: Subject, input: ArtTextInput): Promise<readonly Observation[]> {
  const observations = await look(subject, input);
  const facts = { observations } as unknown as JsonObject;
  input.index.set(key, { digest: computeDigest(JSON.stringify(facts)), stored: false, bytes: 0, facts });
  return observations;
}

async function look({ check, task, slot, words, cell: { locale } }: Subject, { decodePlate, reader }: ArtTextInput): Promise<readonly Observation[]> {
  const picture = await decodePlate(task, slot);
  const observed = check === 'unwantedText' ? await checkUnwantedText({ plate: picture, reader }) : await checkWantedText({ picture, words, locale, reader });
  // A region is one of the plate, in its own pixels.
  return observed.map((each) => ({ ...each, message: `"${slot}": ${each.message}` }));
}
