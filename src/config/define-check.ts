import type { Observation } from '../model/finding.ts';
import type { Raster } from '../model/geometry.ts';
import type { Variant } from '../model/matrix.ts';
import type { TextBox } from '../model/outcome.ts';

/** What a check of the project's own gets: one finished picture. */
export interface CustomCheckInput {
  /** Such as `hero/og.de.dark`. */
  readonly cell: string;
  /** Id of the asset. */
  readonly asset: string;
  /** Name of the size. */
  readonly size: string;
  /** The picture's locale. */
  readonly locale: string;
  /** Axis → value. */
  readonly variant: Variant;
  /** The alternative text in the picture's language. */
  readonly alt: string;
  /** Decoded pixels, before any format: row-major RGBA, 8 bits a channel. */
  readonly raster: Raster;
  /** Where the texts stand, in pixels. */
  readonly boxes: readonly TextBox[];
}

/** What a check of the project's own says: what is wrong, in one line, and what to do about it. */
export type CustomObservation = Omit<Observation, 'mild'>;

/** A check of the project's own. */
export interface CustomCheckOptions {
  /** Small letters, digits and hyphens; `checks.severity` knows it by this name. */
  readonly name: string;
  /** Looks at one picture. The same picture must give the same answer: it is remembered until the picture, or a file that the config is made from, changes. */
  readonly run: (input: CustomCheckInput) => readonly CustomObservation[] | Promise<readonly CustomObservation[]>;
}

/** What {@link defineCheck} gives. */
export interface CustomCheck extends CustomCheckOptions {
  readonly kind: 'check';
}

/** A check of the project's own, for `checks.custom`. */
export function defineCheck(options: CustomCheckOptions): CustomCheck {
  return { kind: 'check', ...options };
}

/** Whether a value is what {@link defineCheck} gives, with a name that can stand in a report. */
export function isCustomCheck(value: unknown): value is CustomCheck {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, name, run } = value as Partial<CustomCheck>;
  return kind === 'check' && typeof run === 'function' && typeof name === 'string' && /^[a-z0-9][a-z0-9-]*$/.test(name);
}
