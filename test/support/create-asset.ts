import { defaultChecks } from '../../src/config/resolve-checks.ts';
import type { ResolvedAsset } from '../../src/model/config.ts';

interface AssetParts extends Partial<Omit<ResolvedAsset, 'sizes'>> {
  readonly id: string;
  readonly sizes?: readonly string[];
}

const noInsets = { top: 0, right: 0, bottom: 0, left: 0 };

/** A normalised asset with what a test doesn't care about filled in; every size is 1200 × 630. */
export function createAsset({ sizes = ['og'], ...parts }: AssetParts): ResolvedAsset {
  return {
    template: 'quote',
    locales: ['en'],
    variants: {},
    art: {},
    copy: parts.id,
    alt: `${parts.id}.alt`,
    data: {},
    slots: {},
    formats: ['png'],
    only: [],
    except: [],
    overrides: [],
    review: 'optional',
    checks: defaultChecks,
    ...parts,
    sizes: sizes.map((name) => ({ name, width: 1200, height: 630, safeArea: noInsets })),
  };
}
