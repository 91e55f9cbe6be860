import { resolve } from 'node:path';
import { locateSiteModule } from './locate-site-module.ts';
import { createSiteOpener, moduleName } from './site-opener.ts';
import type { OpenSiteOptions, SiteOptions } from './site-options.ts';

export type { SiteOptions } from './site-options.ts';

/** As much of Vite's resolved config as the plugin reads. */
interface ViteConfig {
  readonly root: string;
  readonly base: string;
  readonly publicDir: string;
  readonly command: 'build' | 'serve';
  readonly build: { readonly watch?: unknown };
  readonly logger: { warn(message: string): void };
}

/** As much of Vite's server as the plugin uses. */
interface ViteServer {
  readonly watcher: { add(path: string): unknown };
}

/** A plugin of Vite, as far as it is one: no type of Vite's is needed to declare it. */
export interface VitePlugin {
  readonly name: string;
  readonly enforce: 'pre';
  config(): { readonly server: { readonly watch: { readonly ignored: string[] } }; readonly ssr: { readonly noExternal: string[] } };
  configResolved(config: ViteConfig): void;
  configureServer(server: ViteServer): void;
  buildStart(): Promise<void>;
  resolveId(source: string): string | undefined;
  closeBundle(): Promise<void>;
  closeWatcher(): Promise<void>;
}

/** `visuals:assets` in a Vite site: follows changes while it serves, and fails a build whose pictures are not as the project asks. */
export function visuals(options: SiteOptions = {}): VitePlugin {
  const opener = createSiteOpener();
  let site: OpenSiteOptions | undefined;
  let isServer = false;
  return {
    name: 'visuals',
    enforce: 'pre',
    // On a server the helpers are part of the bundle: the package is a development dependency.
    config: () => ({ server: { watch: { ignored: ['**/.visuals/cache/**'] } }, ssr: { noExternal: ['visuals'] } }),
    configResolved: (config) => {
      site = describeSite(options, config);
      isServer = config.command === 'serve';
    },
    configureServer: ({ watcher }) => {
      watcher.add(locateSiteModule(site!.root, site!.name));
    },
    buildStart: () => opener.open(site!),
    resolveId: (source) => (source === moduleName ? locateSiteModule(site!.root, site!.name) : undefined),
    // A server ends with it; of a build that watches, it is the end of one round.
    closeBundle: async () => {
      if (isServer || !site!.watch) await opener.close();
    },
    closeWatcher: () => opener.close(),
  };
}

function describeSite(options: SiteOptions, { root, base, publicDir, command, build, logger }: ViteConfig): OpenSiteOptions {
  const lasts = command === 'serve' || Boolean(build.watch);
  const mode = options.mode ?? (lasts ? 'development' : 'production');
  return {
    ...options,
    root: resolve(root, options.root ?? ''),
    name: 'vite',
    mode,
    watch: lasts && mode === 'development',
    base,
    ...(publicDir !== '' && { publicFolder: publicDir }),
    warn: (message) => logger.warn(message),
  };
}
