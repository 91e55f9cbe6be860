import type { ProceduralKind } from './config.ts';
import type { Digest } from './digest.ts';

/**
 * What a picture came from, as the news codes of the IPTC name it (http://cv.iptc.org/newscodes/digitalsourcetype/): put together by people with files of theirs; drawn by a
 * procedure; with parts from an image model; from an image model alone.
 */
export type DigitalSource = 'digitalCreation' | 'algorithmicMedia' | 'compositeWithTrainedAlgorithmicMedia' | 'trainedAlgorithmicMedia';

/** What a plan knows of a picture's parts. */
export interface PictureOrigin {
  readonly source: DigitalSource;
  /** Image models whose pictures are in it, as `gpt-image-2 (openai)`, in code-unit order. */
  readonly systems: readonly string[];
  /**
   * Share of the card that slots with art of an image model cover, 0–1: the sum of their declared areas for the card's shape, at most 1. What lies over the art, such as words, is
   * not taken off, so this is the most that it can be.
   */
  readonly aiShare: number;
}

/** What is written into an encoded picture besides its pixels. */
export interface PictureMetadata {
  readonly source: DigitalSource;
  readonly systems: readonly string[];
  readonly locale: string;
  /** Alternative text in that locale. */
  readonly alt: string;
}

/** What a slot of a finished picture shows, and where that came from. */
export type PictureLayer =
  | { readonly slot: string; readonly kind: 'file'; readonly path: string }
  | { readonly slot: string; readonly kind: 'procedural'; readonly procedure: ProceduralKind; readonly seed: number }
  | {
      readonly slot: string;
      readonly kind: 'generated' | 'edited';
      readonly generator: string;
      readonly model: string;
      /** Of the assembled prompt. */
      readonly prompt: Digest;
      /** The bought picture in the vault; it and the next two are absent for a stand-in. */
      readonly picture?: Digest;
      /** The provider's id of the request. */
      readonly request?: string;
      /** Day of the purchase, `2026-11-22`. */
      readonly date?: string;
    };

/** Where a finished picture came from. Who approved it is in the lock, bound to its pixels: see `visuals provenance`. */
export interface PictureProvenance {
  readonly source: DigitalSource;
  /** See {@link PictureOrigin}. */
  readonly aiShare: number;
  readonly layers: readonly PictureLayer[];
}
