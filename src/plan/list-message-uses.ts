import { isMessageReference } from '../model/config.ts';
import type { ResolvedAsset } from '../model/config.ts';
import { isObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { AssetMatrix, Cell } from '../model/matrix.ts';
import { applyOverrides, formatCopyKey } from './apply-overrides.ts';
import type { CellDefinition } from './apply-overrides.ts';
import type { PlanInputs } from './plan-inputs.ts';

/** Where a message is shown. */
export interface MessageUse {
  readonly key: string;
  readonly cell: Cell;
  /** What the text is for: the role of its slot, `alternative text`, `data` for words among the data, `picture` for words inside of art. */
  readonly role: string;
  /** The slot that shows it; for words among the data, the path there. */
  readonly name: string;
  /** Values that it may mention. */
  readonly data: JsonObject;
}

/** Every place where a message is shown, cell by cell. Cells whose template could not be compiled are left out. Pure. */
export function listMessageUses(matrix: AssetMatrix, inputs: Pick<PlanInputs, 'templates'>): readonly MessageUse[] {
  return matrix.flatMap(({ asset, cells }) =>
    cells.flatMap((cell) => [...listUsesOfCell(cell, applyOverrides(asset, cell), inputs), ...listReadBack(cell, asset)]),
  );
}

function listUsesOfCell(cell: Cell, asset: CellDefinition, { templates }: Pick<PlanInputs, 'templates'>): readonly MessageUse[] {
  const template = templates.get(asset.template);
  if (template === undefined) return [];
  const { slots, data } = template.contract;
  const use = (key: string, role: string, name: string): MessageUse => ({ key, cell, role, name, data: asset.data });
  const shown = Object.entries(slots).flatMap(([name, slot]) =>
    slot.type === 'text' && slot.from === 'copy' ? [use(formatCopyKey(asset, name), slot.role, name)] : [],
  );
  const declared = Object.entries(asset.data).filter(([name]) => Object.hasOwn(data, name) && template.reads.data.includes(name));
  const among = declared.flatMap(([name, value]) => listReferences(value, name)).map(({ key, path }) => use(key, 'data', path));
  const painted = Object.entries(asset.art).flatMap(([name, art]) => (art.kind === 'translate' ? art.words.map((key) => use(key, 'picture', name)) : []));
  return [...shown, ...among, ...painted, use(asset.alt, 'alternative text', 'alt')];
}

/** Words that the asset's checks read back from its art. */
function listReadBack(cell: Cell, { checks, data }: ResolvedAsset): readonly MessageUse[] {
  return Object.entries(checks.art).flatMap(([name, { text }]) =>
    text === undefined || typeof text === 'string' ? [] : text.map((key) => ({ key, cell, role: 'picture', name, data })),
  );
}

interface Reference {
  readonly key: string;
  readonly path: string;
}

function listReferences(value: Json, path: string): readonly Reference[] {
  if (isMessageReference(value)) return [{ key: value.message, path }];
  if (Array.isArray(value)) return value.flatMap((each: Json, index) => listReferences(each, `${path}[${index}]`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, each]) => listReferences(each, `${path}.${name}`));
}
