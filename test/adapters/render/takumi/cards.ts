import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { FontFace, RenderDocument, RenderElement, RenderImage, RenderNode, RenderText } from '../../../../src/spec/renderer.ts';

const require = createRequire(import.meta.url);

function readFont(family: string, weight: number, path: string): FontFace {
  return { family, weight, style: 'normal', data: readFileSync(require.resolve(`@expo-google-fonts/${path}`)) };
}

/** Faces of three scripts. */
export function readFaces(): FontFace[] {
  return [
    readFont('Inter', 400, 'inter/400Regular/Inter_400Regular.ttf'),
    readFont('Inter', 700, 'inter/700Bold/Inter_700Bold.ttf'),
    readFont('Noto Sans Arabic', 700, 'noto-sans-arabic/700Bold/NotoSansArabic_700Bold.ttf'),
    readFont('Noto Sans Devanagari', 700, 'noto-sans-devanagari/700Bold/NotoSansDevanagari_700Bold.ttf'),
  ];
}

type Style = RenderNode['style'];
type Rest = Partial<Pick<RenderNode, 'classes' | 'id' | 'dir' | 'lang' | 'attributes'>>;

export function box(tag: string, style: Style, children: readonly RenderNode[], rest: Rest = {}): RenderElement {
  return { type: 'element', tag, classes: [], attributes: {}, style, children, ...rest };
}

export function text(tag: string, words: string, style: Style = {}, rest: Rest = {}): RenderText {
  return { type: 'text', tag, text: words, classes: [], attributes: {}, style, ...rest };
}

export function picture(source: string, style: Style = {}, rest: Rest = {}): RenderImage {
  return { type: 'image', tag: 'img', source, classes: [], attributes: {}, style, ...rest };
}

export function card(root: RenderNode, rest: Partial<RenderDocument> = {}): RenderDocument {
  return { width: 400, height: 300, root, css: [], lang: 'en', families: ['Inter', 'Noto Sans Arabic', 'Noto Sans Devanagari'], images: new Map(), ...rest };
}

/** A card with a gradient, a shadow, wrapped words and two scripts. */
export function showCard(headline: string, dir: 'ltr' | 'rtl' = 'ltr', lang = 'en'): RenderDocument {
  const css = [
    `.card { --ink: #16202b; width: 100%; height: 100%; display: flex; flex-direction: column; justify-content: space-between; padding: 32px; background: linear-gradient(120deg, #f6efe4, #e8b9a0) }
     .headline { font-size: 36px; line-height: 1.1; font-weight: 700; color: var(--ink); text-wrap: balance }
     .rule { width: 40%; height: 6px; margin-inline-start: 12px; background: #d6453d; border-radius: 3px; box-shadow: 0 4px 12px #16202b40 }`,
  ];
  const root = box('div', { 'font-family': 'Inter' }, [text('h1', headline, {}, { classes: ['headline'] }), box('div', {}, [], { classes: ['rule'] })], {
    classes: ['card'],
    dir,
    lang,
  });
  return card(root, { css, lang });
}
