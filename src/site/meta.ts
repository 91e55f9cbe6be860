import { formatAttributes } from './escape-html.ts';
import type { Visual } from './visual.ts';

/** What a link to a page says of it. */
export interface MetaOptions {
  /** Address of the site, `https://example.com`: previews need whole addresses. */
  readonly site: string;
  /** Address of the page, whole or from the site's root. */
  readonly page?: string;
  readonly title?: string;
  readonly description?: string;
  /** Default `website`. */
  readonly type?: string;
  /** Default `summary_large_image`. */
  readonly card?: 'summary_large_image' | 'summary';
}

/**
 * The tags that make a link to a page show a picture: Open Graph, and Twitter's where they differ. One tag a line, for the page's head.
 * @throws TypeError when `site` is no whole address
 */
export function meta(visual: Visual, options: MetaOptions): string {
  const { site, page, title, description, type = 'website', card = 'summary_large_image' } = options;
  const graph = {
    'og:type': type,
    'og:title': title,
    'og:description': description,
    'og:url': page === undefined ? undefined : new URL(page, site).href,
    'og:locale': formatLocale(visual.locale),
    'og:image': new URL(visual.src, site).href,
    'og:image:type': visual.sources.at(-1)?.type,
    'og:image:width': visual.width,
    'og:image:height': visual.height,
    'og:image:alt': visual.alt,
  };
  // Twitter reads the others from Open Graph.
  const twitter = { 'twitter:card': card, 'twitter:image:alt': visual.alt };
  return [...formatTags('property', graph), ...formatTags('name', twitter)].join('\n');
}

/** Open Graph writes `pt_BR` for `pt-BR`, and knows neither scripts nor extensions. */
function formatLocale(locale: string): string | undefined {
  const { language, region } = new Intl.Locale(locale);
  return region === undefined ? language : `${language}_${region}`;
}

function formatTags(key: 'property' | 'name', tags: { readonly [name: string]: string | number | undefined }): readonly string[] {
  return Object.entries(tags).flatMap(([name, content]) => (content === undefined ? [] : [`<meta${formatAttributes({ [key]: name, content })}>`]));
}
