import type { ProceduralKind } from '../model/config.ts';
import type { Raster, Size } from '../model/geometry.ts';

/** What a procedural picture is drawn from. */
export interface ProceduralRequest extends Size {
  readonly procedure: ProceduralKind;
  readonly seed: number;
  /** sRGB hex colours, the ground first. */
  readonly palette: readonly string[];
  readonly settings: { readonly [name: string]: number };
}

/** Draws art from numbers alone: integer and IEEE arithmetic whose result is the same on every machine. */
export interface ProceduralPainter {
  readonly version: string;
  paint(request: ProceduralRequest): Promise<Raster>;
}
