import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSharpCodec } from '../../src/adapters/image/sharp/create-sharp-codec.ts';
import { createProceduralPainter } from '../../src/adapters/procedural/create-procedural-painter.ts';
import { createTakumiRenderer } from '../../src/adapters/render/takumi/create-takumi-renderer.ts';
import type { ProceduralKind } from '../../src/model/config.ts';
import type { Raster, Size } from '../../src/model/geometry.ts';
import type { FontFace, RenderNode, Renderer } from '../../src/spec/renderer.ts';

/** Words in a picture. */
export interface WordsOptions extends Partial<Size> {
  /** One text a paragraph; it wraps by itself. */
  readonly words: readonly string[];
  readonly locale: string;
  /** Folder of a face in `node_modules/@expo-google-fonts`, such as `inter/600SemiBold`. */
  readonly font: string;
  readonly ink?: string;
  /** A colour of CSS, or a gradient. */
  readonly ground?: string;
  /** A picture behind the words, of the same size. */
  readonly plate?: Raster;
  /** Pixels. */
  readonly fontSize?: number;
  /** Degrees. */
  readonly turn?: number;
}

/** Draws words as a picture of a model might show them. */
export async function drawWords(root: string, options: WordsOptions): Promise<Raster> {
  const { words, locale, font, ink = '#172019', ground = '#f4f1ea', fontSize = 56, turn = 0, plate, width = 1080, height = 640 } = options;
  const renderer: Renderer = createTakumiRenderer();
  await renderer.useFonts([readFace(root, font)]);
  const style = {
    position: 'absolute',
    left: '90px',
    top: '80px',
    width: `${width - 220}px`,
    display: 'flex',
    'flex-direction': 'column',
    gap: `${fontSize}px`,
  };
  const page = createElement(
    { width: '100%', height: '100%', background: ground, color: ink, 'font-size': `${fontSize}px`, 'line-height': '1.3', 'font-family': 'Face' },
    [...(plate ? [backdrop] : []), createElement({ ...style, transform: `rotate(${turn}deg)` }, words.map(createText))],
  );
  const images = new Map(plate ? [['plate', await createSharpCodec().encode(plate, 'png', { quality: 100, effort: 1 })]] : []);
  return renderer.paint({ root: page, css: [], lang: locale, families: ['Face'], images, width, height });
}

function readFace(root: string, font: string): FontFace {
  const folder = join(root, 'node_modules', '@expo-google-fonts', font);
  const file = readdirSync(folder).find((name) => name.endsWith('.ttf'))!;
  return { family: 'Face', weight: 400, style: 'normal', data: readFileSync(join(folder, file)) };
}

const plain = { tag: 'div', classes: [], attributes: {} } as const;

const backdrop: RenderNode = {
  ...plain,
  tag: 'img',
  type: 'image',
  source: 'plate',
  style: { position: 'absolute', left: '0', top: '0', width: '100%', height: '100%' },
};

function createElement(style: { readonly [property: string]: string }, children: readonly RenderNode[]): RenderNode {
  return { ...plain, type: 'element', style, children };
}

function createText(text: string): RenderNode {
  return { ...plain, type: 'text', style: {}, text };
}

/** Procedural art without words. */
export function drawPlate(procedure: ProceduralKind, seed: number, size: Size = { width: 1080, height: 640 }): Promise<Raster> {
  const painter = createProceduralPainter();
  return painter.paint({ procedure, seed, palette: ['#0f2a1f', '#2f6b4f', '#e8772e', '#f4f1ea'], settings: {}, ...size });
}
