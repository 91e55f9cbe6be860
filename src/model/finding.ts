import type { Place } from './diagnostic.ts';
import type { Box } from './geometry.ts';

/** The checks that come with the tool, by the names under which the config speaks of them. */
export const checkNames = [
  'contrast',
  'copySpace',
  'safeArea',
  'brandColor',
  'logo',
  'bytes',
  'dimensions',
  'alt',
  'expiry',
  'territory',
  'policy',
  'model',
  'mask',
  'duplicates',
  'unwantedText',
  'wantedText',
] as const;

/** A check that ships with the tool. */
export type CheckName = (typeof checkNames)[number];

/** How grave it is when a check finds something: `error` fails `visuals check`, `off` leaves the check out. */
export type Severity = 'error' | 'warn' | 'off';

/** What a check found, before anybody decided how grave it is. It is remembered, so it holds nothing that may change without the picture: no place, no clock. */
export interface Observation {
  /** One line: what is wrong, with the measured value. */
  readonly message: string;
  /** One line: what to do about it. */
  readonly fix: string;
  readonly measured?: number | string;
  readonly limit?: number | string;
  /** Where in the picture, in pixels. */
  readonly region?: Box;
  /** The text slot that it is about: the finding then points to the message that fills it. */
  readonly slot?: string;
  /** For what is worth knowing and never an error. */
  readonly mild?: true;
  /** Further measurements, for whoever wants to know more. */
  readonly notes?: { readonly [name: string]: number };
}

/** An observation about an asset, or about one of its cells. */
export interface AssetObservation extends Observation {
  readonly cell?: string;
  /** Where in the asset's definition: the finding then points to that line of the config. */
  readonly field?: readonly (string | number)[];
}

/** An observation with everything that a report says of it. */
export interface Finding extends Omit<Observation, 'mild'> {
  /** A name of {@link checkNames}, or that of a check of the project's own. */
  readonly check: string;
  readonly severity: Exclude<Severity, 'off'>;
  readonly asset: string;
  readonly cell?: string;
  readonly field?: readonly (string | number)[];
  readonly place?: Place;
}
