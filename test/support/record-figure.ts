import { appendFileSync } from 'node:fs';

/** A number that a test measured, and what it has to be. */
export interface Figure {
  /** What is counted; one name each. */
  readonly name: string;
  readonly value: number;
  readonly least?: number;
  readonly most?: number;
  /** What it was measured on. */
  readonly of?: string;
}

/** Tells a number to whoever collects them: `scripts/prove.mjs` names a file in VISUALS_FIGURES. */
export function recordFigure(figure: Figure): void {
  const file = process.env['VISUALS_FIGURES'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify(figure)}\n`);
}
