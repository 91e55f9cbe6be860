import { describe, expect, test } from 'vitest';
import { checkBytes } from '../../src/checks/check-bytes.ts';
import { checkContrast } from '../../src/checks/check-contrast.ts';
import { computeApca, computeContrast, computeLuminance } from '../../src/text/compute-contrast.ts';
import { checkCases } from './cases.ts';
import { createBox, createDigest, createPicture, paintPicture, paintWords } from './paint.ts';

describe('what is right passes, what is wrong by little does not', () => {
  test.each(checkCases.map((each) => [each.check, each.isRight ? 'passes' : 'finds', each.what, each] as const))(
    '%s %s: %s',
    async (_, __, ___, { observe, isRight }) => {
      const found = await observe();
      expect(found.map(({ message }) => message)).toHaveLength(isRight ? 0 : 1);
      for (const { message, fix } of found) {
        expect(message).not.toMatch(/\n|undefined|NaN|\.$/);
        expect(fix).toMatch(/[.]$/);
      }
    },
  );

  test('every check has both', () => {
    const names = [...new Set(checkCases.map(({ check }) => check))];
    expect(names).toHaveLength(14);
    for (const name of names)
      for (const isRight of [true, false])
        expect(
          checkCases.some((each) => each.check === name && each.isRight === isRight),
          `${name} ${isRight}`,
        ).toBe(true);
  });
});

describe('what is told', () => {
  test('contrast: the measured value, the place, APCA', async () => {
    const box = createBox();
    const ground = paintPicture(400, 200, '#ffffff');
    const [found] = await checkContrast.run(createPicture({ boxes: [box], ground, card: paintWords(ground, box, '#888888') }));
    expect(found).toMatchObject({ slot: 'headline', measured: 3.54, limit: 4.5, region: { x: 40, y: 40, width: 200, height: 20 } });
    expect(found!.notes!['apca']).toBeCloseTo(63.1, 0);
  });

  test('bytes: the best quality that keeps the budget, or none', async () => {
    const file = { format: 'webp', bytes: 1600, digest: createDigest('a'), quality: 80, readSize: async () => undefined } as const;
    const [found] = await checkBytes.run(createPicture({ files: [file], settings: { maxBytes: { webp: 1015 } } }));
    expect(found!.fix).toBe('Set `output.encode.webp.quality` to 50: this picture then has 1,000 bytes.');
    const [hopeless] = await checkBytes.run(createPicture({ files: [file], settings: { maxBytes: { webp: 100 } } }));
    expect(hopeless!.fix).toContain('raise `checks.maxBytes`');
  });
});

test('contrast by WCAG 2 and APCA, against published values', () => {
  const white = [255, 255, 255] as const;
  const ratio = (color: readonly [number, number, number]): number => computeContrast(computeLuminance(color), computeLuminance(white));
  expect(ratio([0, 0, 0])).toBeCloseTo(21, 5);
  expect(ratio([0x77, 0x77, 0x77])).toBeCloseTo(4.478, 3);
  expect(computeApca([0x88, 0x88, 0x88], white)).toBeCloseTo(63.1, 1);
  expect(computeApca(white, [0x88, 0x88, 0x88])).toBeCloseTo(-68.5, 1);
  expect(computeApca([0, 0, 0], [0xaa, 0xaa, 0xaa])).toBeCloseTo(58.1, 1);
  expect(computeApca([0xaa, 0xaa, 0xaa], [0, 0, 0])).toBeCloseTo(-56.2, 1);
});
