import type { Place, TextJump } from './diagnostic.ts';
import type { EncodeOptions, OutputFormat, ProceduralKind } from './config.ts';
import type { Digest } from './digest.ts';
import type { FocalPoint, Size } from './geometry.ts';
import type { JsonObject } from './json.ts';
import type { Cell, Variant } from './matrix.ts';
import type { PictureMetadata, PictureOrigin } from './provenance.ts';
import type { GenerateRequest } from './purchase.ts';
import type { TextLimits } from './template.ts';

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
  /**
   * `asset/slot` that asks first; equal requests of other assets are this task. What a slot's art is made from has a name behind a dot: `hero/product.from`,
   * `hero/product.reference1`, and a translation that of its language: `hero/poster.de`.
   */
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
  /** The edited art, named as in {@link GenerateTask}. */
  readonly art: string;
  readonly edited: string;
  readonly original: string;
  readonly mask: string;
  /** Pixels over which the mask's edge fades. */
  readonly feather: number;
}

/** A message that a cell shows, and where it is written. */
export interface ShownMessage {
  /** The text slot that it fills; absent for a text of `data`. */
  readonly slot?: string;
  readonly key: string;
  /** The locale that it was found in: the cell's, or one that it falls back to. */
  readonly locale: string;
  /** As formatted. */
  readonly text: string;
  /** As the copy file says it, where that is something else. */
  readonly written?: string;
  readonly place?: Required<Place>;
  /** Where escapes and line ends part the characters of what is written; for places within it. */
  readonly jumps?: readonly TextJump[];
}

/** Template + slots + art → raster. */
export interface ComposeTask {
  readonly kind: 'compose';
  readonly id: string;
  readonly cell: Cell;
  readonly direction: 'ltr' | 'rtl';
  /** Language whose rules tell where lines may end, where it is not the locale's own. */
  readonly breaking?: string;
  /** Locale with a numbering system of the project's choice, when the template formats numbers. */
  readonly numberLocale?: string;
  readonly template: string;
  /** Digest of the template's whole module graph. */
  readonly templateDigest: Digest;
  /** Only the axes that the template reads. */
  readonly variant: Variant;
  /** Token path → CSS value, only those that the template reads. */
  readonly tokens: { readonly [path: string]: string };
  /** Text slot → formatted message. */
  readonly texts: { readonly [slot: string]: string };
  /** Text slot → what the asset changes in its contract for this language. */
  readonly limits: { readonly [slot: string]: TextLimits };
  /** Where the cell's texts are written; for people, and in no key. */
  readonly messages: readonly ShownMessage[];
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
  /** Contrast that texts need, by WCAG 2, when the template has a scrim, which is laid only where they lack it. */
  readonly contrast?: number;
  /** Layers that are left out: `text`, or image slots. Absent for a card that is published. */
  readonly hidden?: readonly string[];
}

/** Raster → file. */
export interface EncodeTask {
  readonly kind: 'encode';
  readonly id: string;
  readonly input: string;
  readonly format: OutputFormat;
  readonly options: EncodeOptions;
  /** What is written into the file besides its pixels; absent for none. */
  readonly metadata?: PictureMetadata;
  /** Whether the picture's colour and placeholder are found on the way: once a cell, by its first format. */
  readonly preview?: true;
}

/** One step of a build. It names its inputs by id and holds no code, so that a plan is plain data. */
export type Task = IngestTask | ProceduralTask | GenerateTask | RestoreTask | TransformTask | ComposeTask | EncodeTask;
/** What a task does. */
export type TaskKind = Task['kind'];

/** A cell's finished files: which encode tasks make them. */
export interface PlannedCell {
  readonly cell: Cell;
  readonly alt: string;
  readonly compose: string;
  readonly encodes: readonly string[];
  readonly origin: PictureOrigin;
}

/** All that a build would do, as plain data, in an order in which inputs come first. */
export interface Plan {
  readonly version: 1;
  readonly tasks: readonly Task[];
  readonly cells: readonly PlannedCell[];
}
