import { directionOf } from '../text/locale-facts.ts';
import type { FoundLanguage } from './detect-language.ts';
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
}

/** Families for scripts that few brands' families have, by language. */
const companions: { readonly [language: string]: string } = { ar: 'Noto Sans Arabic', ja: 'Noto Sans JP' };

/** The site's own language where the sample has words in it, else English. */
export function settleLanguage({ copy, translations }: StarterSample, found: FoundLanguage | undefined): StarterLanguage {
  const english = { locale: 'en', copy, isRightToLeft: false };
  if (found === undefined) return english;
  const { language } = new Intl.Locale(found.locale);
  const words = language === 'en' ? copy : translations?.[language];
  if (words === undefined) return { ...english, untold: found.locale };
  const companion = companions[language];
  const isRightToLeft = directionOf(found.locale) === 'rtl';
  return { locale: found.locale, copy: words, isRightToLeft, ...(companion !== undefined && { companion: fromPackage(companion) }) };
}
