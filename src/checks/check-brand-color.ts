import { converter, differenceCiede2000, modeLab65, modeRgb, parse, useMode as registerMode } from 'culori/fn';
import type { ColorRule } from '../model/config.ts';
import type { Observation } from '../model/finding.ts';
import type { Box, Raster } from '../model/geometry.ts';
import type { CheckedPicture, PictureCheck } from './check.ts';
import { clipBox, visitBox } from '../text/find-words.ts';
import type { Rgb } from '../text/compute-contrast.ts';

registerMode(modeRgb);
registerMode(modeLab65);
const toLab = converter('lab65');
const computeDistance = differenceCiede2000();

/** Declared parts of the card have the colour of their token. */
export const checkBrandColor: PictureCheck = {
  name: 'brandColor',
  version: '1',
  parameters: (picture) => {
    const rules = listRules(picture);
    if (rules.length === 0) return undefined;
    return {
      distance: picture.settings.colorDistance,
      rules: rules.map(({ token, slot = '', region }) => ({ token, color: picture.findColor(token) ?? '', slot, ...(region && { region: { ...region } }) })),
    };
  },
  run: async (picture) => {
    const ground = await picture.drawWithout('text');
    return listRules(picture).flatMap((rule) => judge(rule, ground, picture));
  },
};

function listRules({ settings, cell }: CheckedPicture): readonly ColorRule[] {
  return settings.colors.filter(({ sizes }) => sizes === undefined || sizes.includes(cell.size.name));
}

function judge(rule: ColorRule, ground: Raster, { findColor, settings, ...picture }: CheckedPicture): readonly Observation[] {
  const { token, slot } = rule;
  const css = findColor(token);
  const wanted = css === undefined ? undefined : parse(css);
  if (wanted === undefined) return [{ message: `\`checks.colors\` names "${token}", which is no colour of the brand`, fix: 'Name a colour token.' }];
  const boxes = slot === undefined ? [scaleRegion(rule.region!, ground)] : picture.boxes.filter((box) => box.slot === slot).map(({ element }) => element);
  return boxes.flatMap((box) => {
    const region = clipBox(box, ground);
    if (region.width * region.height === 0) return [];
    const [red, green, blue] = findDominant(ground, region);
    const found = { mode: 'rgb', r: red / 255, g: green / 255, b: blue / 255 } as const;
    const measured = Math.round(computeDistance(toLab(found), toLab(wanted)) * 100) / 100;
    if (measured <= settings.colorDistance) return [];
    const where = slot === undefined ? 'the declared region' : `the box of "${slot}"`;
    const message = `${where} is ${formatHex([red, green, blue])}, which is ${measured} (CIEDE2000) from ${token} (${css}); ${settings.colorDistance} is the most`;
    return [
      {
        message,
        fix: `Use the token in the template: \`var(--${token.replaceAll('.', '-')})\`, without opacity or blending.`,
        measured,
        limit: settings.colorDistance,
        region,
        ...(slot !== undefined && { slot }),
      },
    ];
  });
}

function scaleRegion({ x, y, width, height }: Box, raster: Raster): Box {
  return { x: x * raster.width, y: y * raster.height, width: width * raster.width, height: height * raster.height };
}

/** The mean of the most common colours, alike to 3 bits: corners, edges and grain are outvoted. */
function findDominant({ data, width }: Raster, region: Box): Rgb {
  const bins = new Map<number, [count: number, red: number, green: number, blue: number]>();
  visitBox(region, width, (offset) => {
    const [red, green, blue] = [data[offset]!, data[offset + 1]!, data[offset + 2]!];
    const name = ((red >> 3) << 10) | ((green >> 3) << 5) | (blue >> 3);
    const bin = bins.get(name) ?? [0, 0, 0, 0];
    bins.set(name, [bin[0] + 1, bin[1] + red, bin[2] + green, bin[3] + blue]);
  });
  const [count, ...sums] = [...bins.values()].reduce((most, each) => (each[0] > most[0] ? each : most));
  return sums.map((sum) => Math.round(sum / count)) as unknown as Rgb;
}

function formatHex(color: Rgb): string {
  return `#${color.map((channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}
