import type { EncodeTask, Plan, PlannedCell } from '../model/plan.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { executeForFree } from './execute-for-free.ts';
import type { LoadedProject } from './load-project.ts';
import type { PlannedTranslation } from './plan-translation.ts';
import type { Workspace } from './workspace.ts';

/** Which messages are to be seen. */
export interface MessageCellsRequest {
  readonly workspace: Workspace;
  readonly project: LoadedProject;
  readonly translation: PlannedTranslation;
  readonly keys: readonly string[];
  readonly signal?: AbortSignal;
}

/** Pictures that show messages. */
export interface MessageCells {
  /** Cell → WebP. */
  readonly pictures: ReadonlyMap<string, Uint8Array>;
  /** Copy key → one cell that shows it. */
  readonly cells: ReadonlyMap<string, string>;
  /** What kept cells from being drawn. */
  readonly problems: readonly Diagnostic[];
}

/** How many cells are tried for a message whose first ones can't be drawn. */
const mostRounds = 4;

/** Draws one cell for each message that is shown anywhere, as few cells as will do. */
export async function drawMessageCells(request: MessageCellsRequest): Promise<MessageCells> {
  const { translation, keys } = request;
  const shown = new Map(
    keys.map((key) => [key, [...new Set((translation.uses.get(key) ?? []).map(({ cell }) => cell.id))].filter((id) => translation.composes.has(id))]),
  );
  const pictures = new Map<string, Uint8Array>();
  const problems: Diagnostic[] = [];
  for (let round = 0; round < mostRounds; round += 1) {
    const open = [...shown.values()].filter((ids) => !ids.some((id) => pictures.has(id))).flatMap((ids) => ids[round] ?? []);
    if (open.length === 0) break;
    for (const [id, picture] of await drawCells(new Set(open), request, problems)) pictures.set(id, picture);
  }
  const cells = [...shown].flatMap(([key, ids]) => {
    const cell = ids.find((id) => pictures.has(id));
    return cell === undefined ? [] : [[key, cell] as const];
  });
  return { pictures, cells: new Map(cells), problems };
}

async function drawCells(ids: ReadonlySet<string>, request: MessageCellsRequest, problems: Diagnostic[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const { workspace, project, translation, signal } = request;
  const plan = createPicturePlan(ids, translation);
  const { outcomes } = await executeForFree({
    workspace,
    project,
    plan,
    onDiagnostic: (diagnostic) => problems.push(diagnostic),
    ...(signal !== undefined && { signal }),
  });
  const pictures = new Map<string, Uint8Array>();
  for (const { cell, encodes } of plan.cells) {
    const outcome = outcomes.get(encodes[0]!);
    const bytes = outcome !== undefined && 'result' in outcome ? await workspace.store.read(outcome.result.digest) : undefined;
    if (bytes !== undefined) pictures.set(cell.id, bytes);
  }
  return pictures;
}

function createPicturePlan(ids: ReadonlySet<string>, { plan, inputs }: PlannedTranslation): Plan {
  const chosen = plan.cells.filter(({ cell }) => ids.has(cell.id));
  const encodes = chosen.map(({ cell, compose }): EncodeTask => ({
    kind: 'encode',
    id: `encode:${cell.id}.webp`,
    input: compose,
    format: 'webp',
    options: inputs.encode.webp,
  }));
  const cells = chosen.map((planned, index): PlannedCell => ({ ...planned, encodes: [encodes[index]!.id] }));
  return { ...plan, tasks: [...plan.tasks.filter(({ kind }) => kind !== 'encode'), ...encodes], cells };
}
