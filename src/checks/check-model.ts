import type { AssetCheck } from './check.ts';

/** Art is not asked of a model that is gone or soon will be. Locked pictures stay usable whatever becomes of it. */
export const checkModel: AssetCheck = {
  name: 'model',
  run: ({ models, today }) =>
    models.flatMap(({ model, end }) => {
      if (end === undefined) return [];
      const message = `${model} ${today >= end.date ? 'was' : 'will be'} switched off on ${end.date}; its locked pictures stay, and no more can be bought`;
      return [{ message, fix: `Try another side by side: \`visuals migrate --to ${end.replacement}\`.`, measured: today, limit: end.date }];
    }),
};
