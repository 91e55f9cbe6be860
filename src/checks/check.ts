import type { Art, CheckSettings, OutputFormat, ResolvedAsset } from '../model/config.ts';
import type { Digest } from '../model/digest.ts';
import type { AssetObservation, CheckName, Observation } from '../model/finding.ts';
import type { Raster, Size } from '../model/geometry.ts';
import type { JsonObject } from '../model/json.ts';
import type { Cell } from '../model/matrix.ts';
import type { TextBox } from '../model/outcome.ts';
import type { EditedArt } from '../model/report.ts';
import type { ModelEnd } from '../spec/generator.ts';

/** An encoded file of a picture. */
export interface CheckedFile {
  readonly format: OutputFormat;
  readonly bytes: number;
  readonly digest: Digest;
  /** What it was encoded with. */
  readonly quality: number;
  /** What its header says; undefined when its bytes are nowhere. */
  readonly readSize: () => Promise<Size | undefined>;
}

/** A finished picture. Pixels are drawn when they are asked for, and only then. */
export interface CheckedPicture {
  readonly cell: Cell;
  readonly alt: string;
  readonly settings: CheckSettings;
  readonly boxes: readonly TextBox[];
  /** Image slots that are filled, and whether their picture is shown mirrored. */
  readonly images: { readonly [slot: string]: { readonly isMirrored: boolean } };
  readonly files: readonly CheckedFile[];
  /** The colour of a token in this variant as CSS; undefined when there is no such token. */
  readonly findColor: (token: string) => string | undefined;
  readonly draw: () => Promise<Raster>;
  /** The same card without a layer: `text`, or an image slot. */
  readonly drawWithout: (layer: string) => Promise<Raster>;
  /** The picture that fills an image slot, as the card gets it. */
  readonly decodePlate: (slot: string) => Promise<Raster>;
  /** Bytes of the picture in a format at another quality. */
  readonly measureBytes: (format: OutputFormat, quality: number) => Promise<number>;
}

/** A check of one finished picture. Its observations are remembered under its version, its parameters and the picture. */
export interface PictureCheck {
  readonly name: CheckName;
  /** Raised when the same picture may get another answer. */
  readonly version: string;
  /** What the answer depends on besides the composed picture; undefined when there is nothing to look at. */
  readonly parameters: (picture: CheckedPicture) => JsonObject | undefined;
  readonly run: (picture: CheckedPicture) => Promise<readonly Observation[]> | readonly Observation[];
}

/** Art of an asset, or art that it is made from. */
export interface UsedArt {
  readonly slot: string;
  readonly art: Art;
}

/** A model that pictures of an asset are asked of. */
export interface UsedModel {
  readonly model: string;
  readonly end: ModelEnd | undefined;
}

/** A bought candidate, and how to look at it. */
export interface CheckedCandidate {
  readonly digest: Digest;
  /** Undefined when its bytes are not there. */
  readonly computeHash: () => Promise<string | undefined>;
}

/** What is declared and known of an asset. */
export interface CheckedAsset {
  readonly asset: ResolvedAsset;
  /** `2026-11-23`. */
  readonly today: string;
  /** Alternative texts by cell. */
  readonly alts: readonly { readonly cell: string; readonly locale: string; readonly alt: string }[];
  readonly arts: readonly UsedArt[];
  readonly models: readonly UsedModel[];
  readonly edits: readonly EditedArt[];
  /** Bought art with more than one candidate, none of which was chosen yet. */
  readonly candidates: readonly { readonly art: string; readonly pictures: readonly CheckedCandidate[] }[];
}

/** A check of what is declared of an asset: cheap, and made every time. */
export interface AssetCheck {
  readonly name: CheckName;
  readonly run: (subject: CheckedAsset) => Promise<readonly AssetObservation[]> | readonly AssetObservation[];
}
