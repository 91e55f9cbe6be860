import type { Observation } from '../model/finding.ts';
import type { TextBox } from '../model/outcome.ts';
import type { CheckedPicture, PictureCheck } from './check.ts';
import { findContrastLimit, measureTextContrast } from '../text/measure-text-contrast.ts';
import type { TextContrast } from '../text/measure-text-contrast.ts';

/** Text can be read over the real pixels beneath it, also over the worst twentieth of them. */
export const checkContrast: PictureCheck = {
  name: 'contrast',
  version: '1',
  parameters: ({ settings, boxes }) => (boxes.length === 0 ? undefined : { contrast: settings.contrast }),
  run: async (picture) => {
    const [card, ground] = [await picture.draw(), await picture.drawWithout('text')];
    return picture.boxes.flatMap((box) => judge(box, measureTextContrast(card, ground, box), picture));
  },
};

function judge(box: TextBox, { worst, apca }: TextContrast, { settings }: CheckedPicture): readonly Observation[] {
  if (box.text.trim() === '') return [];
  const limit = findContrastLimit(box, settings.contrast);
  const measured = Math.floor(worst * 100) / 100;
  if (measured >= limit) return [];
  const { slot, x, y, width, height } = box;
  const message =
    worst === 1
      ? `"${slot}" can not be told from what lies beneath it`
      : `"${slot}" has a contrast of ${measured} over the worst 5 % of what lies beneath it; ${limit} is asked for`;
  const fix = 'Choose a token for the text that is farther from its ground, or quiet the picture there: a stronger scrim, another crop, calmer art.';
  return [{ message, fix, measured, limit, slot, region: { x, y, width, height }, notes: { apca } }];
}
