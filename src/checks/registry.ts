import type { CheckName, Severity } from '../model/finding.ts';
import { checkAlt } from './check-alt.ts';
import { checkBrandColor } from './check-brand-color.ts';
import { checkBytes } from './check-bytes.ts';
import { checkContrast } from './check-contrast.ts';
import { checkCopySpace } from './check-copy-space.ts';
import { checkDimensions } from './check-dimensions.ts';
import { checkDuplicates } from './check-duplicates.ts';
import { checkExpiry } from './check-expiry.ts';
import { checkLogo } from './check-logo.ts';
import { checkMask } from './check-mask.ts';
import { checkModel } from './check-model.ts';
import { checkPolicy } from './check-policy.ts';
import { checkSafeArea } from './check-safe-area.ts';
import { checkTerritory } from './check-territory.ts';
import type { AssetCheck, PictureCheck } from './check.ts';

/** Checks of finished pictures. */
export const pictureChecks: readonly PictureCheck[] = [checkContrast, checkCopySpace, checkSafeArea, checkBrandColor, checkLogo, checkBytes, checkDimensions];

/** Checks of what is declared of an asset. */
export const assetChecks: readonly AssetCheck[] = [checkAlt, checkExpiry, checkTerritory, checkPolicy, checkModel, checkMask, checkDuplicates];

/** How grave findings are where the project says nothing. What a person may well overrule is a warning. */
const defaultSeverity: { readonly [check in CheckName]: Severity } = {
  contrast: 'error',
  copySpace: 'warn',
  safeArea: 'error',
  brandColor: 'error',
  logo: 'error',
  bytes: 'error',
  dimensions: 'error',
  alt: 'error',
  expiry: 'error',
  territory: 'error',
  policy: 'error',
  model: 'warn',
  mask: 'warn',
  duplicates: 'warn',
  unwantedText: 'error',
  wantedText: 'error',
};

/** How grave a check's findings are for an asset; checks of the project's own are errors unless it says otherwise. */
export function findSeverity(check: string, severities: { readonly [check: string]: Severity }): Severity {
  const own = Object.hasOwn(severities, check) ? severities[check] : undefined;
  return own ?? (Object.hasOwn(defaultSeverity, check) ? defaultSeverity[check as CheckName] : 'error');
}
