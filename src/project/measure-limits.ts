import { compose } from '../actions/compose.ts';
import { prepareCard } from '../actions/compose-cell.ts';
import { computeDigest } from '../keys/canonical.ts';
import { VisualsError } from '../model/diagnostic.ts';
import { isObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { ComposeTask } from '../model/plan.ts';
import type { MessageUse } from '../plan/list-message-uses.ts';
import { estimateLimit, limitRevision, type TextLimit } from '../text/estimate-limit.ts';
import type { LoadedProject } from './load-project.ts';
import type { PlannedTranslation } from './plan-translation.ts';
import { rememberJson } from './remember-json.ts';
import type { Workspace } from './workspace.ts';

/** The cards of a language, and the heads of their art from {@link readArtHeads}. */
export interface LimitsRequest {
  readonly workspace: Workspace;
  readonly project: LoadedProject;
  readonly translation: PlannedTranslation;
  readonly artHeads: ReadonlyMap<string, Uint8Array>;
}

/** Copy key → the longest text that fits into every cell that shows it; keys that no slot shows are absent. Measured limits are remembered with the cache. */
export async function measureLimits(request: LimitsRequest): Promise<ReadonlyMap<string, TextLimit>> {
  const limits = new Map<string, TextLimit>();
  for (const [key, uses] of request.translation.uses) {
    for (const use of uses) {
      const limit = await measureUse(use, request);
      const known = limits.get(key);
      if (limit !== undefined && (known === undefined || limit.characters < known.characters)) limits.set(key, limit);
    }
  }
  return limits;
}

async function measureUse(use: MessageUse, { workspace, project, translation, artHeads }: LimitsRequest): Promise<TextLimit | undefined> {
  const task = translation.composes.get(use.cell.id);
  const place = task && createPlace(use, task);
  if (task === undefined || place === undefined) return undefined;
  const { tools } = project;
  const card = (words: string): ReturnType<typeof prepareCard> => prepareCard(place(words), (id) => artHeads.get(id)!, tools);
  const digests = new Map(Object.values(task.art).map((id) => [id, computeDigest(artHeads.get(id)!)]));
  const record = { revision: limitRevision, ...prefix(await compose.record(place(''), digests, tools)), place: `${use.role} ${use.name}` };
  const { limit } = await rememberJson(workspace, {
    kind: 'text-limit',
    record,
    compute: async () => ({ limit: (await measureOrSkip(card, use.cell.locale)) ?? null }),
  });
  return limit ?? undefined;
}

/** A card that can't be filled has a problem of its own, which building tells. */
async function measureOrSkip(card: Parameters<typeof estimateLimit>[0]['card'], locale: string): Promise<TextLimit | undefined> {
  try {
    return await estimateLimit({ card, locale });
  } catch (error) {
    if (error instanceof VisualsError) return undefined;
    throw error;
  }
}

function prefix(record: { readonly [field: string]: string }): { readonly [field: string]: string } {
  return Object.fromEntries(Object.entries(record).map(([field, value]) => [`card.${field}`, value]));
}

/** The card with other words where the message stands; undefined where it is no part of the card's layout. */
function createPlace({ role, name }: MessageUse, task: ComposeTask): ((words: string) => ComposeTask) | undefined {
  if (role === 'alternative text' || role === 'picture') return undefined;
  if (role === 'data') {
    const path = name.split(/[.[\]]+/).filter((part) => part !== '');
    return (words) => ({ ...task, data: replaceAt(task.data, path, words) as JsonObject });
  }
  return Object.hasOwn(task.texts, name) ? (words) => ({ ...task, texts: { ...task.texts, [name]: words } }) : undefined;
}

function replaceAt(value: Json, [first, ...rest]: readonly string[], words: string): Json {
  if (first === undefined) return words;
  if (Array.isArray(value)) return value.map((each: Json, index) => (String(index) === first ? replaceAt(each, rest, words) : each));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, key === first ? replaceAt(each, rest, words) : each]));
}
