import { relative, resolve, sep } from 'node:path';
import { locateSiteModule } from './locate-site-module.ts';
import { createSiteOpener, moduleName } from './site-opener.ts';
import type { SiteOptions } from './site-options.ts';
import { replaceModule } from './webpack.ts';

export type { SiteOptions } from './site-options.ts';

/** As much of Next's config as the wrapper reads and writes. */
interface NextConfig {
  readonly basePath?: string | undefined;
  readonly turbopack?: { readonly resolveAlias?: object | undefined } | undefined;
  readonly webpack?: ((config: never, context: never) => unknown) | null | undefined;
}

/** As much of webpack's config, inside of Next, as the wrapper changes. */
interface NextWebpackConfig {
  plugins: unknown[];
}

type ConfigFunction<Config> = (phase: string, context: never) => Config | Promise<Config>;

/**
 * Next with `visuals:assets`, under Turbopack and under webpack: makes the pictures before `next build`, whose failure names what is not as the project asks, and follows
 * changes under `next dev`. Goes round the whole of `next.config`.
 */
export function withVisuals<const Config extends object>(
  config: Config | ConfigFunction<Config>,
  options: SiteOptions = {},
): (phase: string, context: never) => Promise<Config> {
  const opener = createSiteOpener();
  return async (phase, context) => {
    const inner = typeof config === 'function' ? await config(phase, context) : config;
    const root = resolve(options.root ?? '');
    const mode = modes[phase];
    if (mode !== undefined) await opener.open({ ...options, ...describeNext(inner), root, mode: options.mode ?? mode, watch: mode === 'development' });
    return addAlias(inner, locateSiteModule(root, 'next'));
  };
}

/** Next's names of what it is doing; in the others, such as serving what was built, nothing is made. */
const modes: { readonly [phase: string]: 'production' | 'development' | undefined } = {
  'phase-production-build': 'production',
  'phase-development-server': 'development',
};

/** Next gives nobody a logger; what is wrong is said by the module itself. */
function describeNext({ basePath = '' }: NextConfig): { readonly name: 'next'; readonly base: string; readonly warn: (message: string) => void } {
  return { name: 'next', base: `${basePath}/`, warn: () => undefined };
}

function addAlias<Config extends NextConfig>(config: Config, path: string): Config {
  const { turbopack, webpack } = config;
  const local = `./${relative('', path).split(sep).join('/')}`;
  return {
    ...config,
    turbopack: { ...turbopack, resolveAlias: { ...turbopack?.resolveAlias, [moduleName]: local } },
    webpack: (inner: NextWebpackConfig, context: never) => {
      inner.plugins.push({ apply: (compiler: Parameters<typeof replaceModule>[0]) => replaceModule(compiler, path) });
      return webpack ? webpack(inner as never, context) : inner;
    },
  };
}
