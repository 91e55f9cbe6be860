import type { OpenSite } from './open-site.ts';
import type { OpenSiteOptions } from './site-options.ts';

/** The name that a site imports its pictures by. */
export const moduleName = 'visuals:assets';

/** Opens a site when a bundler begins, as often as it begins. */
export interface SiteOpener {
  open(options: OpenSiteOptions): Promise<void>;
  close(): Promise<void>;
}

/** A site that is watched is opened once; one that is not is looked at again with every build. */
export function createSiteOpener(): SiteOpener {
  let site: Promise<OpenSite> | undefined;
  return {
    open: async (options) => {
      if (site !== undefined && options.watch) return void (await site);
      site = import('./open-site.ts').then(({ openSite }) => openSite(options));
      await site;
    },
    close: async () => {
      const before = site;
      site = undefined;
      await (await before?.catch(() => undefined))?.close();
    },
  };
}
