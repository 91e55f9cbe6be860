import type { EncodeOptions, OutputFormat, ProceduralKind } from './config.ts';
import type { Digest } from './digest.ts';
import type { FocalPoint, Size } from './geometry.ts';
import type { JsonObject } from './json.ts';
import type { Cell, Variant } from './matrix.ts';
import type { GenerateRequest } from './purchase.ts';

/** Reads a file that the project names. */
export interface IngestTask {
  readonly kind: 'ingest';
  readonly id: string;
  readonly path: string;
}

/** Draws art from a seed and colours. */
export interface ProceduralTask extends Size {
  readonly kind: 'procedural';
  readonly id: string;
  readonly procedure: ProceduralKind;
  readonly seed: number;
  /** Token path → sRGB hex, as read. */
  readonly palette: readonly { readonly token: string; readonly value: string }[];
  readonly settings: { readonly [name: string]: number };
}

/** Crops round the focal point, scales, mirrors. The result is a PNG. */
export interface TransformTask extends Size {
  readonly kind: 'transform';
  readonly id: string;
  readonly input: string;
  readonly fit: 'cover' | 'contain';
  readonly focus: FocalPoint;
  readonly mirror: boolean;
}

/** Asks an image model. Paid: the result lives in lock and vault, never in the cache. */
export interface GenerateTask {
  readonly kind: 'generate';
  readonly id: string;
  /** `asset/slot` that asks first; equal requests of other assets are this task. */
  readonly art: string;
  readonly request: Omit<GenerateRequest, 'references' | 'mask'>;
  /** The prompt in its labelled parts, for people. */
  readonly sections: readonly { readonly title: string; readonly lines: readonly string[] }[];
  readonly references: readonly { readonly name: string; readonly task: string }[];
  /** Task of the mask. */
  readonly mask?: string;
  readonly candidates: number;
  /** What is done locally because the model can't: `crop 1200×640 to 1200×630`; empty when nothing is. */
  readonly note: string;
}

/** Puts the original pixels back outside the feathered mask of an edit: models redraw the whole frame. */
export interface RestoreTask {
  readonly kind: 'restore';
  readonly id: string;
  readonly edited: string;
  readonly original: string;
  readonly mask: string;
  /** Pixels over which the mask's edge fades. */
  readonly feather: number;
}

/** Template + slots + art → raster. */
export interface ComposeTask {
  readonly kind: 'compose';
  readonly id: string;
  readonly cell: Cell;
  readonly direction: 'ltr' | 'rtl';
  readonly template: string;
  /** Digest of the template's whole module graph. */
  readonly templateDigest: Digest;
  /** Only the axes that the template reads. */
  readonly variant: Variant;
  /** Token path → CSS value, only those that the template reads. */
  readonly tokens: { readonly [path: string]: string };
  /** Text slot → formatted message. */
  readonly texts: { readonly [slot: string]: string };
  /** Only the names that the template reads, message references replaced by their text. */
  readonly data: JsonObject;
  /** Font families in order of preference. */
  readonly families: readonly string[];
  /** Digest of each font face of those families. */
  readonly fonts: readonly Digest[];
  /** Version of Node's locale data, when the template formats numbers or dates. */
  readonly localeData?: string;
  /** Image slot → task. */
  readonly art: { readonly [slot: string]: string };
}

/** Raster → file. */
export interface EncodeTask {
  readonly kind: 'encode';
  readonly id: string;
  readonly input: string;
  readonly format: OutputFormat;
  readonly options: EncodeOptions;
}

export type Task = IngestTask | ProceduralTask | GenerateTask | RestoreTask | TransformTask | ComposeTask | EncodeTask;
export type TaskKind = Task['kind'];

/** A cell's finished files: which encode tasks make them. */
export interface PlannedCell {
  readonly cell: Cell;
  readonly alt: string;
  readonly compose: string;
  readonly encodes: readonly string[];
}

/** All that a build would do, as plain data, in an order in which inputs come first. */
export interface Plan {
  readonly version: 1;
  readonly tasks: readonly Task[];
  readonly cells: readonly PlannedCell[];
}
