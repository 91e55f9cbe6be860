import type { AssetCheck } from './check.ts';

/** Where an edit was not asked for, the model left the picture alone. The original pixels are put back there all the same, but a seam may show. */
export const checkMask: AssetCheck = {
  name: 'mask',
  run: ({ asset, edits }) =>
    edits.flatMap(({ art, changedOutside }) => {
      const [measured, limit] = [Math.round(changedOutside * 1000) / 1000, asset.checks.maskLeak];
      if (measured <= limit) return [];
      const message = `the model changed ${(changedOutside * 100).toFixed(1)} % of ${art} outside of its mask; ${(limit * 100).toFixed(1)} % are the most`;
      return [{ message, fix: 'Look for a seam at the mask; feather it more, or ask again with `visuals regenerate`.', measured, limit }];
    }),
};
