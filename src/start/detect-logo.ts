import type { SiteFile } from './site-files.ts';

/** The logo of a site. */
export interface FoundLogo {
  readonly path: string;
  /** Whether it is the picture of a browser's tab, which is taken where there is nothing better. */
  readonly isFavicon: boolean;
}

/** The site's own logo: a drawing before a picture, the plain one before those for dark grounds; its favicon where it has none. */
export function detectLogo(files: readonly SiteFile[], paths: readonly string[]): FoundLogo | undefined {
  const drawn = files.filter(isMark).map(({ path }) => path);
  const painted = paths.filter((path) => /(?:^|\/)(?:[\w-]*[_-])?logo(?:[_-][\w-]*)?\.(?:png|webp)$/i.test(path) && !isOfTool(path));
  const isFavicon = (path: string): boolean => /(?:^|\/)(?:favicon|icon)\.svg$/i.test(path);
  const logos = [...drawn.filter((path) => !isFavicon(path)), ...painted];
  const path = logos.find((each) => !/dark|white|light|inverse|negative/i.test(each)) ?? logos[0];
  if (path !== undefined) return { path, isFavicon: false };
  const favicon = drawn.find(isFavicon);
  return favicon === undefined ? undefined : { path: favicon, isFavicon: true };
}

/** Whether a drawing is a mark of the site. Those of the tools that a fresh site comes with are nobody's brand. */
export function isMark({ path, text }: SiteFile): boolean {
  return /(?:^|\/)(?:[\w-]*logo[\w-]*|favicon|icon|mark)\.svg$/i.test(path) && !isOfTool(path) && !toolOutlines.some((outline) => text.includes(outline));
}

function isOfTool(path: string): boolean {
  return /(?:vite|astro|react|next|vercel|vue|svelte|typescript|javascript)[\w-]*\.\w+$/i.test(path);
}

/** How the outlines of Vite's and Astro's own marks begin, which fresh sites have as `favicon.svg`. */
const toolOutlines = ['M25.946 44.938c-.664', 'M50.4 78.5a75.1 75.1'];
