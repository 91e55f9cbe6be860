import type { TokenSet } from '../brand/create-brand.ts';
import type { Cell } from '../model/matrix.ts';
import type { CompiledTemplate } from '../template/compile-template.ts';
import type { CellDefinition } from './apply-overrides.ts';
import type { PlanInputs } from './plan-inputs.ts';

/** A cell whose art is derived. */
export interface ArtRequest {
  readonly cell: Cell;
  readonly asset: CellDefinition;
  /** All cells of the asset: one master serves those of the same shape. */
  readonly siblings: readonly Cell[];
  readonly template: CompiledTemplate;
  readonly tokens: TokenSet;
  readonly inputs: PlanInputs;
}
