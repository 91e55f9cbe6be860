import type { Visual } from './visual.ts';

/** What a search engine is told of a picture, besides the picture. */
export interface JsonLdOptions {
  /** Address of the site, `https://example.com`. */
  readonly site: string;
  readonly name?: string;
  readonly description?: string;
  readonly creditText?: string;
  readonly copyrightNotice?: string;
  /** Address of the licence. */
  readonly license?: string;
  /** Address at which a licence can be had. */
  readonly acquireLicensePage?: string;
  readonly creator?: { readonly type: 'Organization' | 'Person'; readonly name: string };
}

/** Namespace of https://cv.iptc.org/newscodes/digitalsourcetype/. */
const sourceTypes = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/**
 * A `<script>` with an `ImageObject` of schema.org; it says what the picture came from (`digitalSourceType`) when that is known.
 * @throws TypeError when `site` is no whole address
 */
export function jsonLd(visual: Visual, { site, creator, ...words }: JsonLdOptions): string {
  const image = {
    '@context': 'https://schema.org',
    '@type': 'ImageObject',
    contentUrl: new URL(visual.src, site).href,
    encodingFormat: visual.sources.at(-1)?.type,
    width: visual.width,
    height: visual.height,
    caption: visual.alt,
    inLanguage: visual.locale,
    digitalSourceType: visual.digitalSource && `${sourceTypes}${visual.digitalSource}`,
    ...words,
    creator: creator && { '@type': creator.type, name: creator.name },
  };
  return `<script type="application/ld+json">${escapeScript(JSON.stringify(image))}</script>`;
}

/** Inside a script nothing is unescaped, and `</script>` would end it. */
function escapeScript(json: string): string {
  return json.replaceAll('<', String.raw`\u003c`);
}
