import type { Art, ResolvedAsset } from '../model/config.ts';
import type { UsedArt } from './check.ts';

/** Everything that an asset shows or that its pictures are made from: art of its slots and overrides, what that is edited from, and the art of other assets that it refers to. */
export function listUsedArt(asset: ResolvedAsset, assets: readonly ResolvedAsset[]): readonly UsedArt[] {
  const arts = [asset.art, ...asset.overrides.map(({ art = {} }) => art)].flatMap((each) => Object.entries(each));
  return arts.flatMap(([slot, art]) => listNested(art, assets).map((each) => ({ slot, art: each })));
}

/** The config is free of circles. */
function listNested(art: Art, assets: readonly ResolvedAsset[]): readonly Art[] {
  switch (art.kind) {
    case 'file':
    case 'procedural':
      return [art];
    case 'asset': {
      const found = assets.find(({ id }) => id === art.asset);
      const shown = [found?.art, ...(found?.overrides ?? []).map((each) => each.art)].flatMap((each) => each?.[art.slot] ?? []);
      return [art, ...shown.flatMap((each) => listNested(each, assets))];
    }
    case 'generate':
      return [art, ...art.references.flatMap((each) => listNested(each, assets))];
    case 'edit':
      return [art, ...[art.from, ...art.references].flatMap((each) => listNested(each, assets))];
    case 'translate':
      return [art, ...listNested(art.from, assets)];
  }
}
