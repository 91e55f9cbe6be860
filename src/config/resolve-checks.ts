import type { CheckSettings, ColorRule } from '../model/config.ts';
import type { ParsedConfig } from './schema.ts';

type ParsedChecks = NonNullable<ParsedConfig['checks']>;

/** What is asked of pictures where the project says nothing. */
export const defaultChecks: CheckSettings = {
  contrast: 4.5,
  copySpace: 0.06,
  colorDistance: 2,
  colors: [],
  logo: { slot: 'logo', clearSpace: 0.4, smallest: 0.04 },
  maxBytes: {},
  altLength: 250,
  notice: 30,
  maskLeak: 0.02,
  art: {},
  severity: {},
};

/** What an asset's pictures have to keep: what it says itself, else what the config says, else the tool's defaults. Rules on colours add up. */
export function resolveChecks(config: ParsedChecks = {}, asset: ParsedChecks = {}): CheckSettings {
  const pick = (key: 'contrast' | 'copySpace' | 'colorDistance' | 'altLength' | 'notice' | 'maskLeak'): number =>
    asset[key] ?? config[key] ?? defaultChecks[key];
  return {
    contrast: pick('contrast'),
    copySpace: pick('copySpace'),
    colorDistance: pick('colorDistance'),
    colors: [...(config.colors ?? []), ...(asset.colors ?? [])].map(resolveColor),
    logo: resolveLogo(config.logo, asset.logo),
    maxBytes: dropUndefined({ ...config.maxBytes, ...dropUndefined(asset.maxBytes ?? {}) }),
    altLength: pick('altLength'),
    notice: pick('notice'),
    maskLeak: pick('maskLeak'),
    art: Object.fromEntries(Object.entries({ ...config.art, ...asset.art }).map(([slot, { text = 'any' }]) => [slot, { text }])),
    severity: { ...config.severity, ...asset.severity },
  };
}

function resolveColor({ token, slot, region, sizes }: NonNullable<ParsedChecks['colors']>[number]): ColorRule {
  return { token, ...(slot !== undefined && { slot }), ...(region && { region }), ...(sizes && { sizes }) };
}

function resolveLogo(config: ParsedChecks['logo'], asset: ParsedChecks['logo']): CheckSettings['logo'] {
  const { logo } = defaultChecks;
  return {
    slot: asset?.slot ?? config?.slot ?? logo.slot,
    clearSpace: asset?.clearSpace ?? config?.clearSpace ?? logo.clearSpace,
    smallest: asset?.smallest ?? config?.smallest ?? logo.smallest,
  };
}

function dropUndefined<Value>(record: { readonly [name: string]: Value | undefined }): { readonly [name: string]: Value } {
  return Object.fromEntries(Object.entries(record).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
