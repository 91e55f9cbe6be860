import type { Manifest, ManifestPicture } from '../model/manifest.ts';
import type { SiteData, SitePicture } from './site-data.ts';

/** What is left out of a site, and how it is served. */
export interface DescribeSiteOptions {
  readonly base: string;
  readonly locales: readonly string[];
  /** Whether a site wants an asset; default all of them. */
  readonly wants?: (id: string) => boolean;
}

/** What a site needs of a manifest. */
export function describeSite(manifest: Manifest | undefined, { base, locales, wants = () => true }: DescribeSiteOptions): SiteData {
  const assets = Object.entries(manifest?.assets ?? {}).filter(([id]) => wants(id));
  return { base, locales, assets: Object.fromEntries(assets.map(([id, { pictures }]) => [id, pictures.map(describePicture)])) };
}

function describePicture({
  size,
  width,
  height,
  locale,
  direction = 'ltr',
  variant,
  alt,
  color = '',
  placeholder = '',
  provenance,
  files,
}: ManifestPicture): SitePicture {
  return {
    size,
    width,
    height,
    locale,
    direction,
    variant,
    alt,
    color,
    placeholder,
    ...(provenance && { source: provenance.source }),
    files: Object.fromEntries(files.map(({ format, src }) => [format, src])),
  };
}
