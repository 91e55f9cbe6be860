import type { SiteData } from './site-data.ts';

/** Name of the runtime beside the module, which makes it stand alone: no bundler has to find the package. */
export const runtimeName = 'runtime.mjs';

/**
 * The text of `visuals:assets`. One picture a line, so that a change is a small difference.
 * @param problems what is wrong with the project, said where the site is looked at; empty when nothing is
 */
export function formatSiteModule({ base, locales, assets }: SiteData, problems: string): string {
  const entries = Object.entries(assets).flatMap(([id, pictures]) => [
    `    ${JSON.stringify(id)}: [`,
    ...pictures.map((picture) => `      ${formatLiteral(picture)},`),
    '    ],',
  ]);
  return [
    '// Written by `visuals`: the pictures of the last build. Changes are overwritten.',
    `import { createVisual } from './${runtimeName}';`,
    '',
    `export const locales = ${formatLiteral(locales)};`,
    'export const isLocale = (value) => locales.includes(value);',
    'export const visual = /* @__PURE__ */ createVisual({',
    `  base: ${formatLiteral(base)},`,
    '  locales,',
    '  assets: {',
    ...entries,
    '  },',
    '});',
    ...(problems === '' ? [] : [`console.error(${formatLiteral(`visuals: ${problems}`)});`]),
    '',
  ].join('\n');
}

/** JSON is JavaScript, but for `__proto__`, which no id can be. */
function formatLiteral(value: unknown): string {
  return JSON.stringify(value);
}
