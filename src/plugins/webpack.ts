import { resolve } from 'node:path';
import { locateSiteModule } from './locate-site-module.ts';
import { createSiteOpener, moduleName } from './site-opener.ts';
import type { SiteOptions } from './site-options.ts';

export type { SiteOptions } from './site-options.ts';

/** As much of a compiler as the plugin uses. */
interface WebpackCompiler {
  readonly context: string;
  readonly options: { readonly mode?: string | undefined };
  readonly webpack: { readonly NormalModuleReplacementPlugin: new (pattern: RegExp, replacement: string) => { apply(compiler: never): void } };
  readonly hooks: {
    readonly beforeRun: AsyncHook;
    readonly watchRun: AsyncHook;
    readonly watchClose: { tap(name: string, callback: () => void): void };
  };
  getInfrastructureLogger(name: string): { warn(message: string): void };
}

interface AsyncHook {
  tapPromise(name: string, callback: () => Promise<void>): void;
}

/** A plugin of webpack and of Rspack, as far as it is one: no type of theirs is needed to declare it. */
export interface WebpackPlugin {
  apply(compiler: WebpackCompiler): void;
}

/** `visuals:assets` in a site that webpack or Rspack bundles: follows changes while it watches, and fails a production build whose pictures are not as the project asks. */
export function visuals(options: SiteOptions = {}): WebpackPlugin {
  return { apply: (compiler) => applyTo(compiler, options) };
}

function applyTo(compiler: WebpackCompiler, options: SiteOptions): void {
  const opener = createSiteOpener();
  const root = resolve(compiler.context, options.root ?? '');
  const name = 'webpack';
  const logger = compiler.getInfrastructureLogger('visuals');
  const open = (watch: boolean): Promise<void> => {
    const mode = options.mode ?? (watch || compiler.options.mode === 'development' ? 'development' : 'production');
    return opener.open({ ...options, root, name, mode, watch, warn: (message) => logger.warn(message) });
  };
  compiler.hooks.beforeRun.tapPromise('visuals', () => open(false));
  compiler.hooks.watchRun.tapPromise('visuals', () => open(true));
  compiler.hooks.watchClose.tap('visuals', () => void opener.close());
  replaceModule(compiler, locateSiteModule(root, name));
}

/** To webpack `visuals:` is a scheme that it does not know, before any resolver is asked: the name has to be gone by then. */
export function replaceModule(compiler: WebpackCompiler, path: string): void {
  const { NormalModuleReplacementPlugin } = compiler.webpack;
  new NormalModuleReplacementPlugin(new RegExp(`^${moduleName}$`), path).apply(compiler as never);
}
