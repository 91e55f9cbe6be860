import type { AssetObservation } from '../model/finding.ts';
import type { AssetCheck, CheckedAsset } from './check.ts';

/** Alternative texts say what is to be seen, in each language, and are no file names. */
export const checkAlt: AssetCheck = {
  name: 'alt',
  run: (subject) => {
    const { asset, alts } = subject;
    // A language has one text in all sizes, but for copy that differs by cell.
    const texts = [...new Map(alts.map((each) => [`${each.locale} ${each.alt}`, each])).values()];
    return [...texts.flatMap(({ cell, alt }) => judge(alt, cell, asset.checks.altLength)), ...findUntranslated(subject)];
  },
};

const fileName = /^[\w./ -]*\.(?:png|jpe?g|webp|avif|svg|gif)$/i;
const cameraName = /^(?:img|dsc|image|picture|photo|screenshot)[ _-]?\d*$/i;

function judge(alt: string, cell: string, limit: number): readonly AssetObservation[] {
  const measured = [...alt].length;
  const text = alt.trim();
  if (text === '') return [{ message: 'the alternative text is empty', fix: 'Say in one sentence what the picture shows.', cell }];
  const [, name = ''] = /^([^/]+)\//.exec(cell) ?? [];
  if (fileName.test(text) || cameraName.test(text) || text === name)
    return [{ message: `the alternative text "${text}" is a name, no description`, fix: 'Say in one sentence what the picture shows.', cell }];
  if (measured <= limit) return [];
  return [
    {
      message: `the alternative text has ${measured} characters; ${limit} are the most`,
      fix: 'Say the gist in a sentence or two, and the rest beside the picture.',
      cell,
      measured,
      limit,
    },
  ];
}

function findUntranslated({ alts }: CheckedAsset): readonly AssetObservation[] {
  const languages = new Map(alts.map(({ locale, alt }) => [new Intl.Locale(locale).language, alt]));
  const texts = new Set(languages.values());
  const [text = ''] = texts;
  if (languages.size < 2 || texts.size > 1 || text.trim() === '') return [];
  return [
    {
      message: `the alternative text is "${text}" in all ${languages.size} languages`,
      fix: 'Translate it: people hear it in place of the picture.',
      mild: true,
    },
  ];
}
