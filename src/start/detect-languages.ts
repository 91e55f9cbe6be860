import { addTo } from '../model/group-by.ts';
import type { SiteFile } from './site-files.ts';

/** Every language that a site comes in. */
export interface FoundLanguages {
  /** As BCP 47 spells them, in the order in which the site names them. */
  readonly locales: readonly string[];
  /** Such as `locales in astro.config.mjs`. */
  readonly where: string;
}

/** The languages of a site of several: a list in the config of its tool or of its routes, else the names of its files of messages. Undefined for a site of one. */
export function detectLanguages(files: readonly SiteFile[], paths: readonly string[]): FoundLanguages | undefined {
  return [...files.map(readList), readFolders(paths)].find((found) => found !== undefined && found.locales.length > 1);
}

/** `locales: ['en', { path: 'deutsch', codes: ['de', 'de-AT'] }]`, as Astro, Next and their companions have it; Nuxt writes `code`. */
function readList({ path, text }: SiteFile): FoundLanguages | undefined {
  if (!/(?:^|\/)(?:(?:astro|next|nuxt|next-i18next)\.config|i18n|routing)\.[cm]?[jt]s$/.test(path)) return undefined;
  const [, list = ''] = /\blocales\s*[:=]\s*(\[(?:[^[\]]|\[[^\]]*\])*\])/.exec(text) ?? [];
  // Several codes of one path are what browsers may ask for: the first is the language.
  const first = list.replaceAll(/\bcodes\s*:\s*\[\s*(['"][^'"]*['"])[^\]]*\]/g, '$1');
  const plain = first.replaceAll(/\b(?!code\b)\w+\s*:\s*['"][^'"]*['"]/g, '');
  return describe(
    [...plain.matchAll(/['"]([^'"]+)['"]/g)].map(([, tag = '']) => tag),
    `locales in ${path}`,
  );
}

/** `messages/de.json`, `src/i18n/de/common.json`: one of them may be called by anything, several by languages are languages. */
function readFolders(paths: readonly string[]): FoundLanguages | undefined {
  const names = new Map<string, string[]>();
  for (const path of paths) {
    const parts = path.split('/');
    for (const [at, part] of parts.entries()) if (folderNames.has(part)) addTo(names, parts.slice(0, at + 1).join('/'), nameOf(parts.slice(at + 1)));
  }
  const found = [...names].map(([folder, own]) => describe(own, `files in ${folder}/`));
  return found.find(({ locales }) => locales.length > 1);
}

const folderNames: ReadonlySet<string> = new Set(['messages', 'locale', 'locales', 'i18n', 'lang', 'translations']);

/** What a file of messages, or the folder that it lies in, is called. */
function nameOf([first = '', ...inside]: readonly string[]): string {
  if (inside.length > 0) return first;
  return /\.(?:json|ya?ml|po|ftl|[jt]s)$/.test(first) ? first.replace(/\.\w+$/, '') : '';
}

function describe(tags: readonly string[], where: string): FoundLanguages {
  return { locales: [...new Set(tags.flatMap(readTag))], where };
}

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** A tag of a language that there is, also as `pt_BR`; `index`, `common` and `css` are none. */
function readTag(tag: string): readonly string[] {
  try {
    const locale = new Intl.Locale(tag.replace('_', '-'));
    return languageNames.of(locale.language) === undefined ? [] : [locale.toString()];
  } catch {
    return [];
  }
}
