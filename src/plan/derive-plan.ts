import { pathTooLong } from '../diagnostics/storage.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Cell } from '../model/matrix.ts';
import type { AssetMatrix } from '../model/matrix.ts';
import type { ComposeTask, EncodeTask, Plan, PlannedCell, Task } from '../model/plan.ts';
import { applyOverrides } from './apply-overrides.ts';
import type { CellDefinition } from './apply-overrides.ts';
import { deriveArt } from './derive-art.ts';
import type { PlanInputs } from './plan-inputs.ts';
import { resolveCellData } from './resolve-cell-data.ts';
import { resolveCellTexts } from './resolve-cell-texts.ts';
import { createStyleResolver } from './resolve-cell-tokens.ts';

/** A plan, and what is wrong with the cells that are not in it. */
export interface DerivedPlan {
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
  /** Ids of cells that could not be planned. */
  readonly failed: readonly string[];
}

/** Derives the task graph. Pure; a cell that can't be planned is left out and said, the others go on. */
export function derivePlan(matrix: AssetMatrix, inputs: PlanInputs): DerivedPlan {
  const tasks = new Map<string, Task>();
  const cells: PlannedCell[] = [];
  const diagnostics: Diagnostic[] = [];
  const failed: string[] = [];
  const resolveStyle = createStyleResolver();
  for (const { asset, cells: assetCells } of matrix) {
    for (const cell of assetCells) {
      try {
        const planned = planCell({ cell, asset: applyOverrides(asset, cell), siblings: assetCells, inputs, resolveStyle });
        for (const task of planned.tasks) tasks.set(task.id, task);
        cells.push(planned.cell);
      } catch (error) {
        if (!(error instanceof VisualsError)) throw error;
        diagnostics.push(...error.diagnostics.map((each) => ({ asset: asset.id, cell: cell.id, ...each })));
        failed.push(cell.id);
      }
    }
  }
  return { plan: { version: 1, tasks: [...tasks.values()], cells }, diagnostics, failed };
}

interface CellRequest {
  readonly cell: Cell;
  readonly asset: CellDefinition;
  readonly siblings: readonly Cell[];
  readonly inputs: PlanInputs;
  readonly resolveStyle: ReturnType<typeof createStyleResolver>;
}

interface PlannedParts {
  readonly tasks: readonly Task[];
  readonly cell: PlannedCell;
}

function planCell({ cell, asset, siblings, inputs, resolveStyle }: CellRequest): PlannedParts {
  refuseLongName(cell);
  const template = inputs.templates.get(asset.template);
  if (template === undefined) throw new VisualsError([]);
  const tokens = inputs.brand.tokensFor(cell.variant);
  const families = inputs.locales.fonts[cell.locale] ?? [];
  const problems: Diagnostic[] = [];
  const collect = <Value>(resolve: () => Value): Value | undefined => collectProblems(problems, resolve);

  const texts = collect(() => resolveCellTexts({ cell, asset, template, inputs }));
  const alt = collect(() => inputs.text({ locale: cell.locale, key: asset.alt, data: asset.data }));
  const data = collect(() => resolveCellData({ cell, asset, template, inputs }));
  const style = collect(() =>
    resolveStyle({ name: JSON.stringify([asset.template, cell.variant, cell.locale]), template, tokens, families, fonts: inputs.fonts }),
  );
  const art = collect(() => deriveArt({ cell, asset, siblings, template, tokens, inputs }));
  if (problems.length > 0 || !texts || alt === undefined || !data || !style || !art) throw new VisualsError(problems);

  const compose: ComposeTask = {
    kind: 'compose',
    id: `compose:${cell.id}`,
    cell,
    direction: inputs.directionOf(cell.locale),
    template: asset.template,
    templateDigest: template.digest,
    variant: Object.fromEntries(Object.entries(cell.variant).filter(([axis]) => template.reads.variants.includes(axis))),
    tokens: style.tokens,
    texts,
    data,
    families: style.families,
    fonts: style.fonts,
    ...(template.reads.formats ? { localeData: inputs.localeData } : {}),
    art: art.slots,
  };
  const encodes = asset.formats.map((format): EncodeTask => ({
    kind: 'encode',
    id: `encode:${cell.id}.${format}`,
    input: compose.id,
    format,
    options: inputs.encode[format],
  }));
  return { tasks: [...art.tasks, compose, ...encodes], cell: { cell, alt, compose: compose.id, encodes: encodes.map((task) => task.id) } };
}

/** What file systems take at most, in bytes, and what a name gets behind the cell's own: `.` hash `.` ending. */
const longestName = 255;
const addedToName = '.0123456789.avif'.length;

/** @throws VisualsError `PATH_TOO_LONG` */
function refuseLongName({ id }: Cell): void {
  const name = id.slice(id.indexOf('/') + 1);
  if (Buffer.byteLength(name) + addedToName > longestName) throw new VisualsError(pathTooLong({ path: `${name.slice(0, 40)}…` }));
}

function collectProblems<Value>(problems: Diagnostic[], resolve: () => Value): Value | undefined {
  try {
    return resolve();
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    problems.push(...error.diagnostics);
    return undefined;
  }
}
