import type { PictureCheck } from './check.ts';
import { measureBusyness } from './measure-busyness.ts';

/** What lies beneath a text is calm where this language's words really stand. */
export const checkCopySpace: PictureCheck = {
  name: 'copySpace',
  version: '1',
  parameters: ({ settings, boxes, images }) => (boxes.length === 0 || Object.keys(images).length === 0 ? undefined : { copySpace: settings.copySpace }),
  run: async ({ boxes, settings: { copySpace: limit }, drawWithout }) => {
    const ground = await drawWithout('text');
    return boxes.flatMap(({ slot, fontSize, x, y, width, height }) => {
      const region = { x, y, width, height };
      const measured = Math.round(measureBusyness(ground, region, fontSize) * 1000) / 1000;
      if (measured <= limit) return [];
      const message = `what lies beneath "${slot}" is busy: ${measured} where ${limit} is the most`;
      return [
        { message, fix: 'Choose calmer art (`visuals pick` shows how calm each candidate is), another crop, or a scrim.', measured, limit, slot, region },
      ];
    });
  },
};
