import type { SiteOptions } from './site-options.ts';
import { visuals as createVitePlugin } from './vite.ts';
import type { VitePlugin } from './vite.ts';

export type { SiteOptions } from './site-options.ts';

/** As much of the set-up hook as the integration uses. */
interface AstroSetup {
  readonly command: 'dev' | 'build' | 'preview' | 'sync';
  readonly updateConfig: (config: { readonly vite: { readonly plugins: unknown[] } }) => unknown;
}

/** An integration of Astro, as far as it is one: no type of Astro's is needed to declare it. */
export interface AstroIntegration {
  readonly name: string;
  readonly hooks: { 'astro:config:setup'(setup: AstroSetup): void };
}

/** `visuals:assets` in an Astro site: the Vite plugin, in Astro's words. */
export function visuals(options: SiteOptions = {}): AstroIntegration {
  return {
    name: 'visuals',
    hooks: { 'astro:config:setup': ({ command, updateConfig }) => void updateConfig({ vite: { plugins: [createPluginFor(command, options)] } }) },
  };
}

/** Astro's own build starts a server too, to find out types: what it is about, only Astro's command tells. */
function createPluginFor(command: AstroSetup['command'], options: SiteOptions): VitePlugin {
  if (command === 'dev') return createVitePlugin(options);
  const plugin = createVitePlugin({ mode: 'production', ...options });
  return command === 'build' ? plugin : { ...plugin, buildStart: async () => undefined };
}
