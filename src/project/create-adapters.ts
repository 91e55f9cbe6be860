import type { ImageCodec } from '../spec/image-codec.ts';
import type { ProceduralPainter } from '../spec/procedural-painter.ts';
import type { ContentCredentials } from '../spec/content-credentials.ts';
import type { Renderer } from '../spec/renderer.ts';

/** The parts that draw, behind their interfaces. */
export interface Adapters {
  readonly renderer: Renderer;
  readonly codec: ImageCodec;
  readonly painter: ProceduralPainter;
}

/** The one place that chooses adapters. Each loads its library when it is first used. */
export async function createAdapters(): Promise<Adapters> {
  const [takumi, sharp, procedural] = await Promise.all([
    import('../adapters/render/takumi/create-takumi-renderer.ts'),
    import('../adapters/image/sharp/create-sharp-codec.ts'),
    import('../adapters/procedural/create-procedural-painter.ts'),
  ]);
  return { renderer: takumi.createTakumiRenderer(), codec: sharp.createSharpCodec(), painter: procedural.createProceduralPainter() };
}

/** What signs pictures and reads the signatures of others; an optional library stands behind it. */
export async function createCredentials(): Promise<ContentCredentials> {
  const { createContentCredentials } = await import('../adapters/provenance/c2pa/create-content-credentials.ts');
  return createContentCredentials();
}
