import { directionOf } from '../text/locale-facts.ts';
import type { FoundLanguage } from './detect-language.ts';
import type { FoundLanguages } from './detect-languages.ts';
import { fromPackage } from './detect-fonts.ts';
import type { PackagedFont } from './detect-fonts.ts';
import type { StarterCopy, StarterSample } from './starter-sample.ts';

/** The language that a project begins in. */
export interface StarterLanguage {
  /** Source locale. */
  readonly locale: string;
  readonly copy: StarterCopy;
  readonly isRightToLeft: boolean;
  /** The family that has the letters which the brand's may lack. */
  readonly companion?: PackagedFont;
  /** The site's language, where the sample has no words in it and English ones take their place. */
  readonly untold?: string;
  /** Further languages of the site in which the sample has words. */
  readonly targets: readonly StarterTarget[];
  /** Those in which it has none: to be added when there are some. */
  readonly wanted: readonly string[];
}

/** A language that the first pictures are translated into. */
export interface StarterTarget extends Pick<StarterLanguage, 'locale' | 'copy' | 'isRightToLeft' | 'companion'> {}

/** Families for scripts that few brands' families have, by language. */
const companions: { readonly [language: string]: string } = { ar: 'Noto Sans Arabic', ja: 'Noto Sans JP' };

/** The site's own language where the sample has words in it, else English; beside it the others of the site. */
export function settleLanguage(sample: StarterSample, found: FoundLanguage | undefined, all: FoundLanguages | undefined): StarterLanguage {
  // A site that names its languages without a default one begins in its first.
  const wanted = found?.locale ?? all?.locales[0];
  const own = wanted === undefined ? undefined : tell(sample, wanted);
  const source = own ?? { locale: 'en', copy: sample.copy, isRightToLeft: false };
  const others = (all?.locales ?? []).filter((locale) => locale !== source.locale && locale !== wanted);
  const told = others.map((locale) => tell(sample, locale));
  return {
    ...source,
    ...(own === undefined && wanted !== undefined && { untold: wanted }),
    targets: told.filter((each) => each !== undefined),
    wanted: others.filter((_, at) => told[at] === undefined),
  };
}

/** The sample in a language; undefined where it has no words in it. */
function tell({ copy, translations }: StarterSample, locale: string): StarterTarget | undefined {
  const { language } = new Intl.Locale(locale);
  const words = language === 'en' ? copy : translations?.[language];
  if (words === undefined) return undefined;
  const companion = companions[language];
  return { locale, copy: words, isRightToLeft: directionOf(locale) === 'rtl', ...(companion !== undefined && { companion: fromPackage(companion) }) };
}
