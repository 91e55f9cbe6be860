import { readTextBoxes } from '../actions/read-text-boxes.ts';
import { measureBusyness } from '../checks/measure-busyness.ts';
import { computeActionKey, computeDigest, formatCanonical } from '../keys/canonical.ts';
import { shapeOf } from '../model/geometry.ts';
import type { Box } from '../model/geometry.ts';
import type { Digest } from '../model/digest.ts';
import type { Json } from '../model/json.ts';
import { pickShape } from '../model/template.ts';
import type { ComposeTask, Plan, Task, TransformTask } from '../model/plan.ts';
import { groupBy } from '../model/group-by.ts';
import type { Prediction } from '../engine/predict-plan.ts';
import { readIntact } from './find-vault-damage.ts';
import type { LoadedProject } from './load-project.ts';
import { rememberJson } from './remember-json.ts';
import type { Workspace } from './workspace.ts';

/** A project whose candidates are compared. */
export interface ScoringInput {
  readonly workspace: Workspace;
  readonly project: Pick<LoadedProject, 'tools'>;
  readonly plan: Plan;
  readonly prediction: Prediction;
}

/** How busy bought pictures are where the words of all languages stand, by digest: 0 is flat, and the lowest is the calmest. */
export type Scores = ReadonlyMap<Digest, number>;

/**
 * Scores candidates of one request as the cards would show them: cut to each size, looked at under the text boxes of every language, the mean over all cards. Empty where no text
 * stands over the picture, or its cards were never drawn, so that nobody knows where their words are.
 * @param task the request
 */
export async function scoreCandidates(task: string, digests: readonly Digest[], input: ScoringInput): Promise<Scores> {
  const { workspace, project } = input;
  const views = listViews(task, input);
  if (views.length === 0) return new Map();
  const place = computeDigest(formatCanonical(views as unknown as Json));
  const scores = new Map<Digest, number>();
  for (const digest of new Set(digests)) {
    const bytes = readIntact(workspace.host.root, digest);
    if (typeof bytes === 'string') continue;
    const record = { revision: '1', codec: project.tools.codec.version, picture: digest, place };
    const { score } = await rememberJson(workspace, { kind: 'busyness', record, compute: async () => ({ score: await scorePicture(bytes, views, input) }) });
    scores.set(digest, score);
  }
  workspace.index.flush();
  return scores;
}

/** A card's view of a picture: how it is cut, and where words stand over it. */
interface View {
  /** The last way is that of the card. */
  readonly ways: readonly Pick<TransformTask, 'width' | 'height' | 'fit' | 'focus' | 'mirror'>[];
  readonly boxes: readonly (Box & { readonly fontSize: number })[];
}

function listViews(task: string, { plan, prediction, project, workspace }: ScoringInput): readonly View[] {
  const tasks = new Map(plan.tasks.map((each) => [each.id, each]));
  return plan.tasks.flatMap((compose) => {
    if (compose.kind !== 'compose') return [];
    const record = prediction.records.get(compose.id);
    const known = record && workspace.index.get(computeActionKey('compose', record));
    const boxes =
      known === undefined ? [] : readTextBoxes(compose, known.facts).map(({ x, y, width, height, fontSize }) => ({ x, y, width, height, fontSize }));
    return boxes.length === 0
      ? []
      : listFullSlots(compose, project).flatMap((slot): View | readonly [] => toView(findWays(compose.art[slot], task, tasks), boxes));
  });
}

function toView(ways: View['ways'] | undefined, boxes: View['boxes']): View | readonly [] {
  return ways === undefined || ways.length === 0 ? [] : { ways, boxes };
}

/** Slots whose picture fills the card: only of those it is known what lies beneath a text. */
function listFullSlots({ template, art, cell }: ComposeTask, { tools }: ScoringInput['project']): readonly string[] {
  const slots = tools.templates.get(template)?.contract.slots ?? {};
  return Object.keys(art).filter((name) => {
    const slot = slots[name];
    if (slot?.type !== 'image' || slot.fit !== 'cover') return false;
    const { width, height } = pickShape(slot.area, shapeOf(cell.size));
    return width === 1 && height === 1;
  });
}

/** How a request's picture is cut on its way to a card; undefined when the card shows another one. */
function findWays(id: string | undefined, request: string, tasks: ReadonlyMap<string, Task>): View['ways'] | undefined {
  if (id === request) return [];
  const task = id === undefined ? undefined : tasks.get(id);
  if (task?.kind === 'restore') return findWays(task.edited, request, tasks);
  if (task?.kind !== 'transform') return undefined;
  const { width, height, fit, focus, mirror } = task;
  const before = findWays(task.input, request, tasks);
  return before && [...before, { width, height, fit, focus, mirror }];
}

async function scorePicture(bytes: Uint8Array, views: readonly View[], { project: { tools } }: ScoringInput): Promise<number> {
  let sum = 0;
  for (const group of groupViews(views)) {
    let picture = bytes;
    for (const way of group[0]!.ways) picture = await tools.codec.fit(picture, way);
    const raster = await tools.codec.decode(picture);
    for (const { boxes } of group) sum += boxes.reduce((total, box) => total + measureBusyness(raster, box, box.fontSize), 0) / boxes.length;
  }
  return Math.round((sum / views.length) * 10_000) / 10_000;
}

/** Languages mostly share a cut: it is made once. */
function groupViews(views: readonly View[]): readonly (readonly View[])[] {
  return [...groupBy(views, ({ ways }) => formatCanonical(ways as unknown as Json)).values()];
}
