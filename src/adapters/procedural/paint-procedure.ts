import type { ProceduralKind } from '../../model/config.ts';
import type { Raster } from '../../model/geometry.ts';
import type { ProceduralRequest } from '../../spec/procedural-painter.ts';
import { finishRows } from './finish-rows.ts';
import { flowFieldSettings, paintFlowField } from './flow-field.ts';
import { grainSettings, paintGrain } from './grain.ts';
import type { RowPainter } from './ground.ts';
import { halftoneSettings, paintHalftone } from './halftone.ts';
import { meshGradientSettings, paintMeshGradient } from './mesh-gradient.ts';
import { commonSettings, resolveSettings, type Settings, type SettingsTable } from './settings.ts';
import { createStage, type Stage } from './stage.ts';
import { paintTiling, tilingSettings } from './tiling.ts';
import { paintTopographic, topographicSettings } from './topographic.ts';

/** A kind of procedural picture: its settings, and how it is painted row by row. */
interface Procedure {
  readonly settings: SettingsTable;
  readonly paint: (stage: Stage, given: ProceduralRequest['settings']) => RowPainter;
}

/** The settings of each kind, for the documentation and for whoever checks them early. */
export const proceduralSettings: { readonly [kind in ProceduralKind]: SettingsTable } = {
  'mesh-gradient': meshGradientSettings,
  'flow-field': flowFieldSettings,
  tiling: tilingSettings,
  halftone: halftoneSettings,
  topographic: topographicSettings,
  grain: grainSettings,
};

const procedures: { readonly [kind in ProceduralKind]: Procedure } = {
  'mesh-gradient': define('mesh-gradient', meshGradientSettings, paintMeshGradient),
  'flow-field': define('flow-field', flowFieldSettings, paintFlowField),
  tiling: define('tiling', tilingSettings, paintTiling),
  halftone: define('halftone', halftoneSettings, paintHalftone),
  topographic: define('topographic', topographicSettings, paintTopographic),
  grain: define('grain', grainSettings, paintGrain),
};

/**
 * Paints a request on the calling thread.
 * @throws VisualsError `PROCEDURAL_SETTING_UNKNOWN`, `PROCEDURAL_SETTING_RANGE`
 */
export function paintProcedure(request: ProceduralRequest): Raster {
  const { procedure, seed, palette, width, height } = request;
  const { settings, paint } = procedures[procedure];
  const common = resolveSettings(procedure, { ...commonSettings, ...settings }, request.settings);
  const stage = createStage({ width, height }, seed, palette, common);
  // The kind named after it puts its grain where it belongs.
  return finishRows({ width, height }, paint(stage, request.settings), seed, procedure === 'grain' ? 0 : common.grain);
}

function define<Table extends SettingsTable>(kind: ProceduralKind, settings: Table, paint: (stage: Stage, settings: Settings<Table>) => RowPainter): Procedure {
  return { settings, paint: (stage, given) => paint(stage, resolveSettings(kind, settings, given)) };
}
