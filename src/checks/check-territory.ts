import type { AssetObservation } from '../model/finding.ts';
import type { AssetCheck, CheckedAsset, UsedArt } from './check.ts';

/** Art is shown only where it may be: the asset's countries, and the regions of its locales, are among those of its art. */
export const checkTerritory: AssetCheck = {
  name: 'territory',
  run: (subject) => {
    const own = findRegions(subject, subject.asset.territories, { name: `"${subject.asset.id}"`, field: ['territories'] });
    return [...own, ...subject.arts.flatMap((used) => judge(used, subject))];
  },
};

function judge({ slot, art: { territories } }: UsedArt, subject: CheckedAsset): readonly AssetObservation[] {
  const { asset } = subject;
  if (territories === undefined) return [];
  const name = `the art of "${slot}"`;
  const field = ['art', slot, 'territories'];
  const limit = territories.join(', ');
  const fix = `License it for more countries, put other art in its place, or set \`territories\` of the asset to where it is really shown.`;
  if (asset.territories === undefined)
    return [{ message: `${name} may be shown in ${limit} only, and "${asset.id}" does not say where it is shown`, fix, field, measured: 'everywhere', limit }];
  const beyond = asset.territories.filter((each) => !territories.includes(each));
  const outside =
    beyond.length === 0
      ? []
      : [
          {
            message: `${name} may be shown in ${limit} only, and "${asset.id}" is shown in ${beyond.join(', ')} too`,
            fix,
            field,
            measured: asset.territories.join(', '),
            limit,
          },
        ];
  return [...outside, ...findRegions(subject, territories, { name, field })];
}

/** Locales that name a country where the thing may not be shown; one without a country says nothing. */
function findRegions(
  { alts }: CheckedAsset,
  territories: readonly string[] | undefined,
  { name, field }: { readonly name: string; readonly field: readonly string[] },
): readonly AssetObservation[] {
  if (territories === undefined) return [];
  const limit = territories.join(', ');
  const fix = 'Drop the locale from this asset with `except`, or give it other art with `overrides`.';
  const locales = [...new Map(alts.map((each) => [each.locale, each.cell]))];
  return locales.flatMap(([locale, cell]) => {
    const { region } = new Intl.Locale(locale);
    if (region === undefined || territories.includes(region)) return [];
    return [{ message: `${name} may be shown in ${limit} only, and is shown in ${locale}`, fix, field, measured: region, limit, cell }];
  });
}
