import type { OutputFormat } from '../model/config.ts';
import type { DigitalSource } from '../model/provenance.ts';
import type { CellFacts } from '../model/matrix.ts';

/** One picture, as little of it as a page needs. */
export interface SitePicture extends CellFacts {
  /** Empty when it is not known. */
  readonly color: string;
  /** Empty when there is none. */
  readonly placeholder: string;
  readonly source?: DigitalSource;
  /** Format → path behind {@link SiteData.base}. */
  readonly files: { readonly [Format in OutputFormat]?: string };
}

/** What the module `visuals:assets` holds. */
export interface SiteData {
  /** Where the output folder is served, with a slash at its end: `/visuals/`. */
  readonly base: string;
  /** Source language first. */
  readonly locales: readonly string[];
  /** Asset → its pictures, those of its first size, locale and variant first. */
  readonly assets: { readonly [id: string]: readonly SitePicture[] };
}
