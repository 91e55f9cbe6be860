import { resolve } from 'node:path';
import { createSiteOpener, moduleName } from './site-opener.ts';
import type { SiteOptions } from './site-options.ts';
import { locateSiteModule } from './write-site-module.ts';

export type { SiteOptions } from './site-options.ts';

/** As much of a build as the plugin uses. */
interface EsbuildBuild {
  readonly initialOptions: { readonly absWorkingDir?: string | undefined };
  onStart(callback: () => Promise<void>): void;
  onResolve(options: { readonly filter: RegExp }, callback: () => { readonly path: string }): void;
  onDispose(callback: () => void): void;
}

/** A plugin of esbuild, as far as it is one: no type of esbuild's is needed to declare it. */
export interface EsbuildPlugin {
  readonly name: string;
  setup(build: EsbuildBuild): void;
}

/** `visuals:assets` in a site that esbuild bundles. esbuild does not say whether it watches: `mode: 'development'` does. */
export function visuals(options: SiteOptions = {}): EsbuildPlugin {
  return {
    name: 'visuals',
    setup: (build) => {
      const opener = createSiteOpener();
      const root = resolve(build.initialOptions.absWorkingDir ?? '', options.root ?? '');
      const { mode = 'production' } = options;
      const name = 'esbuild';
      const warn = (message: string): void => reportLater(message);
      build.onStart(() => opener.open({ ...options, root, name, mode, watch: mode === 'development', warn }));
      build.onResolve({ filter: new RegExp(`^${moduleName}$`) }, () => ({ path: locateSiteModule(root, name) }));
      build.onDispose(() => void opener.close());
    },
  };
}
