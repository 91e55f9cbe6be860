import { pathTooLong } from '../diagnostics/storage.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { ResolvedLocales } from '../model/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Cell } from '../model/matrix.ts';
import type { AssetMatrix } from '../model/matrix.ts';
import type { ComposeTask, EncodeTask, Plan, PlannedCell, Task } from '../model/plan.ts';
import type { PictureMetadata } from '../model/provenance.ts';
import { checkHanFonts } from '../text/check-han-fonts.ts';
import { setNumbering } from '../text/locale-facts.ts';
import { applyOverrides } from './apply-overrides.ts';
import type { CellDefinition } from './apply-overrides.ts';
import { deriveArt } from './derive-art.ts';
import { describeOrigin } from './describe-origin.ts';
import type { PlanInputs } from './plan-inputs.ts';
import { createMessageReader, listSlotMessages } from './list-messages.ts';
import { noteCopyKeys } from './note-copy-keys.ts';
import { resolveCellData } from './resolve-cell-data.ts';
import { resolveCellLimits } from './resolve-cell-limits.ts';
import { resolveCellTexts } from './resolve-cell-texts.ts';
import { createStyleResolver } from './resolve-cell-tokens.ts';

/** A plan, and what is wrong with the cells that are not in it. */
export interface DerivedPlan {
  readonly plan: Plan;
  readonly diagnostics: readonly Diagnostic[];
  /** Ids of cells that could not be planned. */
  readonly failed: readonly string[];
  /** Asset → copy keys that were asked for, whether there is such a message or not. */
  readonly keys: ReadonlyMap<string, readonly string[]>;
}

/** Derives the task graph. Pure; a cell that can't be planned is left out and said, the others go on. */
export function derivePlan(matrix: AssetMatrix, inputs: PlanInputs): DerivedPlan {
  const steps = derivePlanInSteps(matrix, inputs);
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}

/** The same one cell at a time, for whoever does something else in between. */
export function* derivePlanInSteps(matrix: AssetMatrix, inputs: PlanInputs): Generator<undefined, DerivedPlan> {
  const tasks = new Map<string, Task>();
  const cells: PlannedCell[] = [];
  const diagnostics: Diagnostic[] = [];
  const failed: string[] = [];
  const keys = new Map<string, readonly string[]>();
  const resolveStyle = createStyleResolver();
  for (const { asset, cells: assetCells } of matrix) {
    // What is bought suits all cells of an asset, whichever of them a command was asked for.
    const siblings = inputs.assets.get(asset.id)?.cells ?? assetCells;
    const noted = new Set<string>();
    const noting = noteCopyKeys(inputs, noted);
    for (const cell of assetCells) {
      try {
        const planned = planCell({ cell, asset: applyOverrides(asset, cell), siblings, inputs: noting, resolveStyle });
        // The first that asks gives a shared task its name.
        for (const task of planned.tasks) if (!tasks.has(task.id)) tasks.set(task.id, task);
        cells.push(planned.cell);
      } catch (error) {
        if (!(error instanceof VisualsError)) throw error;
        diagnostics.push(...error.diagnostics.map((each) => ({ asset: asset.id, cell: cell.id, ...each })));
        failed.push(cell.id);
      }
      yield;
    }
    keys.set(asset.id, [...noted]);
  }
  return { plan: { version: 1, tasks: [...tasks.values()], cells }, diagnostics, failed, keys };
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

  const reader = createMessageReader(inputs, cell.locale);
  const texts = collect(() => resolveCellTexts({ cell, asset, template, inputs }));
  const alt = collect(() => inputs.text({ locale: cell.locale, key: asset.alt, data: asset.data }));
  const data = collect(() => resolveCellData({ cell, asset, template, inputs: reader.inputs }));
  const limits = collect(() => resolveCellLimits({ cell, asset, template }));
  const style = collect(() =>
    resolveStyle({ name: JSON.stringify([asset.template, cell.variant, cell.locale]), template, tokens, families, fonts: inputs.fonts }),
  );
  if (texts && data && style)
    collect(() => checkHanFonts({ locale: cell.locale, text: JSON.stringify([texts, data]), families: style.families, catalog: inputs.fonts }));
  const art = collect(() => deriveArt({ cell, asset, siblings, template, tokens, inputs }));
  if (problems.length > 0 || !texts || alt === undefined || !data || !limits || !style || !art) throw new VisualsError(problems);

  const compose: ComposeTask = {
    kind: 'compose',
    id: `compose:${cell.id}`,
    cell,
    direction: inputs.directionOf(cell.locale),
    ...findLocaleRules(cell.locale, inputs.locales, template.reads.formats),
    template: asset.template,
    templateDigest: template.digest,
    variant: Object.fromEntries(Object.entries(cell.variant).filter(([axis]) => template.reads.variants.includes(axis))),
    tokens: style.tokens,
    texts,
    limits,
    messages: [...listSlotMessages(texts, { asset, cell, inputs }), ...reader.messages],
    data,
    families: style.families,
    fonts: style.fonts,
    ...(template.reads.formats ? { localeData: inputs.localeData } : {}),
    art: art.slots,
    ...(template.reads.scrim ? { contrast: asset.checks.contrast } : {}),
  };
  const origin = describeOrigin({
    size: cell.size,
    slots: template.contract.slots,
    art: art.slots,
    hasText: Object.keys(texts).length + Object.keys(data).length > 0,
    tasks: new Map(art.tasks.map((task) => [task.id, task])),
  });
  const encodes = listEncodes(compose, { asset, inputs, metadata: { source: origin.source, systems: origin.systems, locale: cell.locale, alt } });
  return { tasks: [...art.tasks, compose, ...encodes], cell: { cell, alt, compose: compose.id, encodes: encodes.map((task) => task.id), origin } };
}

interface EncodeRequest extends Pick<CellRequest, 'asset' | 'inputs'> {
  readonly metadata: PictureMetadata;
}

/** A file of each format; the first of them finds the picture's colour on its way. */
function listEncodes({ id, cell }: ComposeTask, { asset, inputs, metadata }: EncodeRequest): readonly EncodeTask[] {
  return asset.formats.map((format, index) => ({
    kind: 'encode',
    id: `encode:${cell.id}.${format}`,
    input: id,
    format,
    options: inputs.encode[format],
    ...(inputs.metadata === 'full' && { metadata }),
    ...(index === 0 && { preview: true as const }),
  }));
}

/** What the project says about a locale, as far as the card needs it. */
function findLocaleRules(locale: string, { breaking, numbering }: ResolvedLocales, formats: boolean): Pick<ComposeTask, 'breaking' | 'numberLocale'> {
  const [language, digits] = [breaking, numbering].map((rules) => (Object.hasOwn(rules, locale) ? rules[locale] : undefined));
  return {
    ...(language === undefined ? {} : { breaking: language }),
    ...(digits === undefined || !formats ? {} : { numberLocale: setNumbering(locale, digits) }),
  };
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
