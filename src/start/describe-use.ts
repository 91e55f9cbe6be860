import type { PluginEdit } from './edit-source.ts';
import type { Site } from './inspect-site.ts';

/** How a site of a kind takes pictures in. */
interface SiteUse {
  readonly plugin: PluginEdit;
  /** A config of its tool, where there is none. */
  readonly create: string;
  /** How a page shows the picture of an asset. */
  readonly show: (id: string, packages: readonly string[]) => readonly string[];
}

const imports = ["import { visual } from 'visuals:assets';", "import { picture } from 'visuals/site';"];

const uses: { readonly [Kind in Exclude<Site['kind'], 'empty' | 'plain'>]: SiteUse } = {
  vite: {
    plugin: { from: 'visuals/vite', name: 'visuals', how: { kind: 'list', list: 'plugins' } },
    create: "import { defineConfig } from 'vite';\nimport { visuals } from 'visuals/vite';\n\nexport default defineConfig({ plugins: [visuals()] });\n",
    show: (id, packages) => [...imports, showInVite(`picture(visual('${id}'))`, packages)],
  },
  astro: {
    plugin: { from: 'visuals/astro', name: 'visuals', how: { kind: 'list', list: 'integrations' } },
    create:
      "import { defineConfig } from 'astro/config';\nimport { visuals } from 'visuals/astro';\n\nexport default defineConfig({ integrations: [visuals()] });\n",
    show: (id) => ['---', ...imports, '---', `<Fragment set:html={picture(visual('${id}'))} />`],
  },
  next: {
    plugin: { from: 'visuals/next', name: 'withVisuals', how: { kind: 'wrap' } },
    create: "import { withVisuals } from 'visuals/next';\n\nexport default withVisuals({});\n",
    show: (id) => [...imports, `<div dangerouslySetInnerHTML={{ __html: picture(visual('${id}')) }} />`],
  },
};

/** In the words of the library that draws the site, else of the page itself. */
function showInVite(markup: string, packages: readonly string[]): string {
  if (packages.some((name) => name === 'react' || name === 'preact')) return `<div dangerouslySetInnerHTML={{ __html: ${markup} }} />`;
  if (packages.includes('vue')) return `<div v-html="${markup}"></div>`;
  if (packages.includes('svelte')) return `{@html ${markup}}`;
  return `document.body.insertAdjacentHTML('afterbegin', ${markup});`;
}

/** How the tool of a site is told; undefined for a site without one. */
export function describeUse(kind: Site['kind']): SiteUse | undefined {
  return kind === 'empty' || kind === 'plain' ? undefined : uses[kind];
}
