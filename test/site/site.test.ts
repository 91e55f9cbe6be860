import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { parseFragment } from 'parse5';
import { describe, expect, test } from 'vitest';
import { createVisual, imageAttributes, img, jsonLd, meta, picture } from '../../src/site.ts';
import type { SiteData, SitePicture, Visual } from '../../src/site.ts';
import { repository } from '../support/create-project.ts';

const placeholder = 'data:image/webp;base64,AAAA';

function pictureOf(changes: Partial<SitePicture>): SitePicture {
  const size = changes.size ?? 'og';
  const locale = changes.locale ?? 'en';
  const path = `hero/${size}.${locale}.${Object.values(changes.variant ?? {}).join('.')}`;
  return {
    size,
    width: 1200,
    height: 630,
    locale,
    direction: locale === 'ar' ? 'rtl' : 'ltr',
    variant: {},
    alt: `${locale} alt`,
    color: '#aabbcc',
    placeholder,
    source: 'algorithmicMedia',
    files: { avif: `${path}.avif`, webp: `${path}.webp`, png: `${path}.png` },
    ...changes,
  };
}

const themes = ['light', 'dark'].map((theme) => ({ theme }));
const data: SiteData = {
  base: '/visuals/',
  locales: ['en', 'ar', 'pt-BR'],
  assets: {
    hero: ['en', 'ar', 'pt-BR'].flatMap((locale) =>
      themes.flatMap((variant) => [
        pictureOf({ locale, variant }),
        pictureOf({ size: 'og-small', width: 600, height: 315, locale, variant }),
        pictureOf({ size: 'story', width: 1080, height: 1920, locale, variant, files: { webp: `s.${locale}.webp` } }),
      ]),
    ),
    logo: [pictureOf({ placeholder: '', color: 'transparent', alt: '"Ours" & <yours>' })],
  },
};
const visual = createVisual(data);
const hero = visual('hero', { locale: 'ar', variant: { theme: 'dark' } });

describe('visual()', () => {
  test('gives the picture of a language and a variant, in all its formats', () => {
    expect(hero).toEqual({
      id: 'hero',
      size: 'og',
      locale: 'ar',
      direction: 'rtl',
      variant: { theme: 'dark' },
      src: '/visuals/hero/og.ar.dark.png',
      srcset: '/visuals/hero/og.ar.dark.png 1200w',
      sizes: '(max-width: 1200px) 100vw, 1200px',
      width: 1200,
      height: 630,
      alt: 'ar alt',
      placeholder,
      color: '#aabbcc',
      sources: ['avif', 'webp', 'png'].map((format) => ({
        format,
        type: `image/${format}`,
        src: `/visuals/hero/og.ar.dark.${format}`,
        srcset: `/visuals/hero/og.ar.dark.${format} 1200w`,
      })),
      digitalSource: 'algorithmicMedia',
    });
  });

  test('offers several widths of one shape, and takes the first variant when none is named', () => {
    const { src, srcset, width, size } = visual('hero', { locale: 'en', size: ['og', 'og-small'] });
    expect({ src, srcset, width, size }).toEqual({
      src: '/visuals/hero/og.en.light.png',
      srcset: '/visuals/hero/og-small.en.light.png 600w, /visuals/hero/og.en.light.png 1200w',
      width: 1200,
      size: 'og',
    });
  });

  test.each([
    ['an unknown asset', () => visual('hreo', { locale: 'en' }), 'VISUAL_UNKNOWN: no asset "hreo". There are: hero, logo.'],
    ['a name that every object has', () => visual('constructor'), 'VISUAL_UNKNOWN: no asset "constructor"'],
    ['a locale that was not given', () => visual('hero'), 'VISUAL_UNKNOWN: "hero" has several languages, so `locale` must be given. There are: en, ar, pt-BR.'],
    ['an unknown locale', () => visual('hero', { locale: 'fr' }), 'VISUAL_UNKNOWN: no picture "og.fr.light" of "hero". There are: og.en.light, '],
    ['an unknown size', () => visual('hero', { locale: 'en', size: 'ogg' }), 'VISUAL_UNKNOWN: no picture "ogg.en.light"'],
    ['an unknown variant', () => visual('hero', { locale: 'en', variant: { theme: 'dim' } }), 'VISUAL_UNKNOWN: no picture "og.en.dim"'],
    ['an unknown axis', () => visual('hero', { locale: 'en', variant: { season: 'x' } }), 'VISUAL_UNKNOWN: no picture "og.en.light.x"'],
    ['other shapes', () => visual('hero', { locale: 'en', size: ['og', 'story'] }), 'VISUAL_SHAPES_DIFFER: og (1200×630) and story (1080×1920) of "hero"'],
  ])('refuses %s and says what there is', (_, ask, message) => {
    expect(ask).toThrow(message);
  });
});

describe('markup', () => {
  test('a picture offers every format, the smallest first, with its place kept', () => {
    expect(picture(hero, { class: 'wide', priority: true })).toBe(
      '<picture>' +
        '<source type="image/avif" srcset="/visuals/hero/og.ar.dark.avif 1200w" sizes="(max-width: 1200px) 100vw, 1200px">' +
        '<source type="image/webp" srcset="/visuals/hero/og.ar.dark.webp 1200w" sizes="(max-width: 1200px) 100vw, 1200px">' +
        '<img src="/visuals/hero/og.ar.dark.png" srcset="/visuals/hero/og.ar.dark.png 1200w" sizes="(max-width: 1200px) 100vw, 1200px" width="1200" height="630" ' +
        `alt="ar alt" class="wide" loading="eager" decoding="async" fetchpriority="high" style="background:#aabbcc url(${placeholder}) center/cover no-repeat">` +
        '</picture>',
    );
  });

  test('is escaped, and nothing stands behind a picture with transparency', () => {
    const html = img(visual('logo'), { sizes: '"><script>' });
    expect(html).not.toContain('style');
    const [node] = parseFragment(html).childNodes as unknown as [{ readonly attrs: readonly { readonly name: string; readonly value: string }[] }];
    const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
    expect(attributes).toMatchObject({ alt: '"Ours" & <yours>', sizes: '"><script>', loading: 'lazy' });
    expect(imageAttributes(hero, { decorative: true, placeholder: false })).toMatchObject({ alt: '', style: undefined });
  });

  test('the tags of a link name whole addresses', () => {
    const page = visual('hero', { locale: 'pt-BR' });
    expect(meta(page, { site: 'https://example.com', page: '/pt/', title: 'A "title"' }).split('\n')).toEqual([
      '<meta property="og:type" content="website">',
      '<meta property="og:title" content="A &quot;title&quot;">',
      '<meta property="og:url" content="https://example.com/pt/">',
      '<meta property="og:locale" content="pt_BR">',
      '<meta property="og:image" content="https://example.com/visuals/hero/og.pt-BR.light.png">',
      '<meta property="og:image:type" content="image/png">',
      '<meta property="og:image:width" content="1200">',
      '<meta property="og:image:height" content="630">',
      '<meta property="og:image:alt" content="pt-BR alt">',
      '<meta name="twitter:card" content="summary_large_image">',
      '<meta name="twitter:image:alt" content="pt-BR alt">',
    ]);
    expect(() => meta(page, { site: 'example.com' })).toThrow(TypeError);
  });

  test('structured data says what the picture came from, and can’t end its script', () => {
    const html = jsonLd(hero, { site: 'https://example.com', name: '</script><b>', creator: { type: 'Organization', name: 'Us' } });
    expect(html).not.toContain('</script><b>');
    const [, json] = /^<script type="application\/ld\+json">(.*)<\/script>$/.exec(html)!;
    expect(JSON.parse(json!)).toEqual({
      '@context': 'https://schema.org',
      '@type': 'ImageObject',
      contentUrl: 'https://example.com/visuals/hero/og.ar.dark.png',
      encodingFormat: 'image/png',
      width: 1200,
      height: 630,
      caption: 'ar alt',
      inLanguage: 'ar',
      digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia',
      name: '</script><b>',
      creator: { '@type': 'Organization', name: 'Us' },
    });
    const { digitalSource: _, ...unknown } = hero;
    expect(jsonLd(unknown satisfies Visual, { site: 'https://example.com' })).not.toContain('digitalSourceType');
  });
});

test('what runs on pages needs nothing of Node, and little space', async () => {
  const { outputFiles, metafile } = await build({
    absWorkingDir: repository,
    entryPoints: ['src/site.ts'],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
    metafile: true,
    logLevel: 'silent',
  });
  expect(Object.keys(metafile.inputs).filter((path) => !path.startsWith('src/site'))).toEqual([]);
  expect(outputFiles[0]!.contents.byteLength).toBeLessThan(6_000);
  expect(readFileSync(join(repository, 'dist/site.js'), 'utf8')).not.toMatch(/^import\b/m);
});
