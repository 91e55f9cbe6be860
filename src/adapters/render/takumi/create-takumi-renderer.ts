import { arch, platform } from 'node:os';
import type { Node, Renderer as TakumiRenderer } from '@takumi-rs/core';
import { VisualsError } from '../../../model/diagnostic.ts';
import type { FontFace, MeasuredNode, RenderDocument, Renderer, RenderNode } from '../../../spec/renderer.ts';
import { renderFontMissing, rendererFailed, rendererUnavailable, renderImageMissing } from '../../../diagnostics/image.ts';
import { convertMarkedNode, convertNode, numberNodes, toStyleName } from './convert-document.ts';
import { measureInlineBoxes } from './measure-inline-boxes.ts';
import { mirrorMeasurement } from './mirror-measurement.ts';
import { replaceByOutlines } from './replace-by-outlines.ts';
import { resolveSheet, toPhysicalName } from './resolve-sides.ts';
import { hasSoftHyphen, resolveSoftHyphens } from './resolve-soft-hyphens.ts';

/** Version of the engine that package.json pins; a test holds the two together. */
const engineVersion = '2.16.3';
/** Raised when this adapter hands the engine something else for the same document. */
const adapterRevision = 2;

/**
 * A renderer over `@takumi-rs/core`. The engine is loaded at first use, and each face is registered once a renderer.
 * Its methods throw VisualsError: `RENDERER_UNAVAILABLE`, `RENDERER_FAILED`, `RENDER_IMAGE_MISSING`, `RENDER_FONT_MISSING`.
 */
export function createTakumiRenderer(): Renderer {
  let engine: Promise<TakumiRenderer> | undefined;
  const faces = new Map<string, Promise<unknown>>();
  const families = new Set<string>();
  const properties = new Map<string, Promise<boolean>>();
  const load = (): Promise<TakumiRenderer> => (engine ??= loadEngine());

  return {
    name: 'takumi',
    version: `takumi ${engineVersion}, adapter ${adapterRevision}`,
    async useFonts(wanted) {
      const renderer = await load();
      // One after the other: of several pieces of a face, the first that was registered draws what several have.
      for (const face of wanted) await remember(faces, formatFace(face), () => registerFace(renderer, face));
      for (const face of wanted) families.add(face.family);
    },
    async layout(document) {
      checkDocument(document, families);
      return layoutDocument(await load(), document);
    },
    async paint(document) {
      checkDocument(document, families);
      const renderer = await load();
      const { root } = hasSoftHyphen(document.root) ? (await resolveSoftHyphens(document, (each) => measureDocument(renderer, each))).document : document;
      const data = await attempt(() => renderer.render(convertNode(numberNodes(root)), { ...createOptions(document), format: 'raw' }));
      return { width: document.width, height: document.height, data };
    },
    async unknownProperties(names) {
      const renderer = await load();
      const known = await Promise.all(names.map((name) => remember(properties, name, () => probeProperty(renderer, name))));
      return names.filter((_, index) => !known[index]);
    },
  };
}

async function layoutDocument(renderer: TakumiRenderer, document: RenderDocument): Promise<MeasuredNode> {
  const measure = (each: RenderDocument): Promise<MeasuredNode> => measureDocument(renderer, each);
  return hasSoftHyphen(document.root) ? (await resolveSoftHyphens(document, measure)).measured : measure(document);
}

async function measureDocument(renderer: TakumiRenderer, document: RenderDocument): Promise<MeasuredNode> {
  const options = createOptions({ ...document, images: replaceByOutlines(document.images) });
  return measureInlineBoxes(document.root, async (tree, inlineBoxes) => {
    const root = numberNodes(tree);
    const [plain, marked] = await attempt(() =>
      Promise.all([renderer.measure(convertNode(root), options), renderer.measure(convertMarkedNode(root), options)]),
    );
    return mirrorMeasurement(root, plain, marked, inlineBoxes);
  });
}

async function loadEngine(): Promise<TakumiRenderer> {
  try {
    const { Renderer } = await import('@takumi-rs/core');
    return new Renderer();
  } catch (error) {
    const found = { engine: `@takumi-rs/core ${engineVersion}`, platform: `${platform()}-${arch()}`, reason: firstLine(error) };
    throw new VisualsError(rendererUnavailable(found), { cause: error });
  }
}

function remember<Value>(known: Map<string, Promise<Value>>, key: string, create: () => Promise<Value>): Promise<Value> {
  const value = known.get(key) ?? create();
  known.set(key, value);
  return value;
}

function formatFace({ family, weight, style, source = '' }: FontFace): string {
  return JSON.stringify([family, weight, style, source]);
}

/** The name is always ours: what a font file calls itself can't be relied on. */
async function registerFace(renderer: TakumiRenderer, { family, weight, style, data }: FontFace): Promise<void> {
  await attempt(() => renderer.registerFont({ name: family, weight, style, data }));
}

/** The engine draws nothing for a picture it doesn't know and takes another font for a family it doesn't know, both in silence. */
function checkDocument({ root, images, families }: RenderDocument, loaded: ReadonlySet<string>): void {
  const sources = [...new Set(listSources(root))].filter((source) => !images.has(source));
  const missing = families.filter((family) => !loaded.has(family));
  const problems = [
    ...sources.map((source) => renderImageMissing({ source, known: [...images.keys()] })),
    ...missing.map((family) => renderFontMissing({ family, known: [...loaded] })),
  ];
  if (problems.length > 0) throw new VisualsError(problems);
}

function listSources(node: RenderNode): readonly string[] {
  if (node.type === 'image') return [node.source];
  return node.type === 'element' ? node.children.flatMap(listSources) : [];
}

function createOptions({ root, width, height, css, lang, families, images }: RenderDocument) {
  return {
    width,
    height,
    css: css.map((sheet) => resolveSheet(sheet, root.dir ?? 'ltr')),
    lang,
    fontFamilies: [...families],
    images: [...images].map(([src, data]) => ({ src, data })),
  };
}

/** An inline value that can't be right is refused for a property that the engine knows, and ignored for one that it doesn't. */
async function probeProperty(renderer: TakumiRenderer, name: string): Promise<boolean> {
  if (name.startsWith('--')) return true;
  const node: Node = { type: 'container', style: { [toStyleName(toPhysicalName(name, 'ltr'))]: '%%nope%%' }, children: [] };
  try {
    await renderer.measure(node, { width: 1, height: 1 });
    return false;
  } catch {
    return true;
  }
}

async function attempt<Value>(run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    throw new VisualsError(rendererFailed({ reason: firstLine(error) }), { cause: error });
  }
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0]!.replace(/^InvalidArg, /, '');
}
