import type { Diagnostic } from '../../model/diagnostic.ts';
import type { Raster } from '../../model/geometry.ts';

/** What the painting thread answers: pixels, what is wrong with the request, or a bug of ours. Errors lose their class on the way, so they travel as data. */
export type ProceduralReply = { readonly id: number } & (
  | { readonly raster: Raster }
  | { readonly diagnostics: readonly Diagnostic[] }
  | { readonly failure: string }
);
