import type { CompiledTemplate } from '../template/compile-template.ts';
import type { ClusterShaper } from '../text/check-coverage.ts';
import type { FontCatalog } from '../text/load-fonts.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import type { Raster, Size } from '../model/geometry.ts';
import type { JsonObject } from '../model/json.ts';
import type { KeyRecord } from '../model/outcome.ts';
import type { Task } from '../model/plan.ts';
import type { ImageCodec } from '../spec/image-codec.ts';
import type { InputFiles } from '../spec/input-files.ts';
import type { ProceduralPainter } from '../spec/procedural-painter.ts';
import type { Renderer } from '../spec/renderer.ts';

/** The parts that actions work with; the composition root chooses them. */
export interface ActionTools {
  readonly files: InputFiles;
  readonly renderer: Renderer;
  readonly codec: ImageCodec;
  readonly painter: ProceduralPainter;
  readonly templates: ReadonlyMap<string, CompiledTemplate>;
  readonly fonts: FontCatalog;
  /** Tells whether emoji sequences stay whole. */
  readonly shaper: ClusterShaper;
  /** A labelled stand-in for a picture that was not bought, as PNG. */
  drawDraft(size: Size): Promise<Uint8Array>;
  /** Makes the faces of families available to the renderer. */
  useFamilies(families: readonly string[]): Promise<void>;
  /** Gives what is wrong with a value of the config the line that wrote it. */
  locate(diagnostics: readonly Diagnostic[]): Promise<readonly Diagnostic[]>;
}

/** What a task gives to the tasks that need it: bytes for the store, or pixels that live only as long as somebody waits for them. */
export type Payload = { readonly type: 'bytes'; readonly bytes: Uint8Array } | { readonly type: 'raster'; readonly raster: Raster };

/** A payload and what was found while making it. */
export interface Made {
  readonly payload: Payload;
  readonly facts: JsonObject;
}

/** One task kind: what its key is made of, and how it runs. */
export interface Action<Kind extends Task> {
  /** Ids of the tasks whose results go in. */
  inputs(task: Kind): readonly string[];
  /**
   * The fields of the key. A field is here when a change of it may change the result, and for no other reason.
   * @param digests input id → digest of its result
   */
  record(task: Kind, digests: ReadonlyMap<string, Digest>, tools: ActionTools): KeyRecord | Promise<KeyRecord>;
  run(task: Kind, payloads: ReadonlyMap<string, Payload>, tools: ActionTools): Promise<Made>;
  /** What is to be said of a result, whether it was made now or comes from the cache. */
  warn?(task: Kind, facts: JsonObject): readonly Diagnostic[];
}
