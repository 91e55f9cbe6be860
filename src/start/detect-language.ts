import type { SiteFile } from './site-files.ts';

/** The language that a site is written in. */
export interface FoundLanguage {
  /** As BCP 47 spells it, such as `de` or `pt-BR`. */
  readonly locale: string;
  /** Such as `lang in index.html`. */
  readonly where: string;
}

/** The language of a site as far as its files tell: the default one of Astro's or Next's config, then what a page says of itself. */
export function detectLanguage(files: readonly SiteFile[]): FoundLanguage | undefined {
  const all = [...files.flatMap(readToolConfig), ...files.filter(({ path }) => /\.(?:html|astro|[jt]sx)$/.test(path)).flatMap(readPage)];
  return all[0];
}

function readToolConfig({ path, text }: SiteFile): readonly FoundLanguage[] {
  if (!/^(?:astro|next)\.config\.\w+$/.test(path)) return [];
  return describe(/\bdefaultLocale\s*:\s*['"]([\w-]+)['"]/.exec(text)?.[1], `defaultLocale in ${path}`);
}

/** A language that is computed, as `lang={locale}`, tells nothing. */
function readPage({ path, text }: SiteFile): readonly FoundLanguage[] {
  return describe(/<html\b[^>]*?\slang=(?:\{\s*)?["']([\w-]+)["']/.exec(text)?.[1], `lang in ${path}`);
}

function describe(tag: string | undefined, where: string): readonly FoundLanguage[] {
  try {
    return tag === undefined ? [] : [{ locale: new Intl.Locale(tag).toString(), where }];
  } catch {
    // Not a language tag, such as `en_US`.
    return [];
  }
}
