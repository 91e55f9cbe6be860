import { resolve } from 'node:path';
import { locateSiteModule } from './locate-site-module.ts';
import { createSiteOpener, moduleName } from './site-opener.ts';
import type { SiteOptions } from './site-options.ts';

export type { SiteOptions } from './site-options.ts';

/** As much of a plugin's context as is used. */
interface RollupContext {
  readonly meta: { readonly watchMode: boolean };
  warn(message: string): void;
}

/** A plugin of Rollup and of Rolldown, as far as it is one: no type of theirs is needed to declare it. */
export interface RollupPlugin {
  readonly name: string;
  buildStart(this: RollupContext): Promise<void>;
  resolveId(source: string): string | undefined;
  closeWatcher(): Promise<void>;
}

/** `visuals:assets` in a site that Rollup or Rolldown bundles: follows changes while it watches, and fails a build whose pictures are not as the project asks. */
export function visuals(options: SiteOptions = {}): RollupPlugin {
  const opener = createSiteOpener();
  const root = resolve(options.root ?? '');
  const name = 'rollup';
  return {
    name: 'visuals',
    async buildStart() {
      const watch = this.meta.watchMode;
      const mode = options.mode ?? (watch ? 'development' : 'production');
      await opener.open({ ...options, root, name, mode, watch, warn: (message) => this.warn(message) });
    },
    resolveId: (source) => (source === moduleName ? locateSiteModule(root, name) : undefined),
    closeWatcher: () => opener.close(),
  };
}
