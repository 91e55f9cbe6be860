import type { Observation } from '../model/finding.ts';
import type { Box } from '../model/geometry.ts';
import { findLogo } from './check-logo.ts';
import type { CheckedPicture, PictureCheck } from './check.ts';

/** Text, buttons and the logo stand where no client of the channel cuts or covers. */
export const checkSafeArea: PictureCheck = {
  name: 'safeArea',
  version: '1',
  parameters: ({ cell: { size }, settings }) =>
    Object.values(size.safeArea).every((inset) => inset === 0) ? undefined : { ...size.safeArea, logo: settings.logo.slot },
  run: async (picture) => {
    // A button is all of its box; of other texts it is the words that must be seen.
    const texts = picture.boxes.map((box) => ({ slot: box.slot, box: box.role === 'action' ? box.element : box }));
    const logo = await findLogo(picture);
    return [...texts, ...(logo ? [{ slot: picture.settings.logo.slot, box: logo }] : [])].flatMap(({ slot, box }) => judge(slot, box, picture));
  },
};

/** Pixels that rounding may take. */
const tolerance = 1;

function judge(slot: string, { x, y, width, height }: Box, { cell: { size } }: CheckedPicture): readonly Observation[] {
  const { safeArea } = size;
  const over = {
    top: safeArea.top - y,
    left: safeArea.left - x,
    right: x + width - (size.width - safeArea.right),
    bottom: y + height - (size.height - safeArea.bottom),
  };
  const sides = Object.entries(over).filter(([, pixels]) => pixels > tolerance);
  if (sides.length === 0) return [];
  const measured = Math.ceil(Math.max(...sides.map(([, pixels]) => pixels)));
  const message = `"${slot}" stands ${sides.map(([side, pixels]) => `${Math.ceil(pixels)} px too far to the ${side}`).join(' and ')}, outside of the safe area of "${size.name}"`;
  const fix = 'Move it inside: templates get the safe area as `--safe-top`, `--safe-right`, `--safe-bottom` and `--safe-left`.';
  return [{ message, fix, measured, limit: 0, slot, region: { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) } }];
}
