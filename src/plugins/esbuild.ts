import { resolve } from 'node:path';
import { locateSiteModule } from './locate-site-module.ts';
import { createSiteOpener, moduleName } from './site-opener.ts';
import type { SiteOptions } from './site-options.ts';

export type { SiteOptions } from './site-options.ts';

/** As much of a build as the plugin uses. */
interface EsbuildBuild {
  readonly initialOptions: { readonly absWorkingDir?: string | undefined };
  onStart(callback: () => Promise<{ readonly warnings: { readonly text: string }[] }>): void;
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
      // What comes up between two builds is told with the next.
      const warnings: { readonly text: string }[] = [];
      const warn = (text: string): unknown => warnings.push({ text });
      build.onStart(async () => {
        await opener.open({ ...options, root, name, mode, watch: mode === 'development', warn });
        return { warnings: warnings.splice(0) };
      });
      build.onResolve({ filter: new RegExp(`^${moduleName}$`) }, () => ({ path: locateSiteModule(root, name) }));
      build.onDispose(() => void opener.close());
    },
  };
}
