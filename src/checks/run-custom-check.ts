import type { CustomCheck } from '../config/define-check.ts';
import type { Observation } from '../model/finding.ts';
import type { Box } from '../model/geometry.ts';
import type { CheckedPicture } from './check.ts';

/** Runs a check of the project's own on a picture. What it throws, or gives in a wrong form, is an observation that names it. */
export async function runCustomCheck({ name, run }: CustomCheck, picture: CheckedPicture): Promise<readonly Observation[]> {
  const { cell, alt, boxes, draw } = picture;
  const raster = await draw();
  try {
    // A copy: other checks look at the same pixels.
    const input = {
      cell: cell.id,
      asset: cell.asset,
      size: cell.size.name,
      locale: cell.locale,
      variant: cell.variant,
      alt,
      raster: { ...raster, data: raster.data.slice() },
      boxes,
    };
    const found: unknown = await run(input);
    return Array.isArray(found) ? found.map((each: unknown) => readObservation(each, name)) : [describeForm(name)];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ message: `the check "${name}" broke: ${reason.split('\n')[0]}`, fix: `Mend the check "${name}".` }];
  }
}

function describeForm(name: string): Observation {
  return { message: `the check "${name}" gave no list of { message, fix }`, fix: `Let the check "${name}" give a list, an empty one when all is well.` };
}

/** The author's code is not type-checked when it runs. */
function readObservation(value: unknown, name: string): Observation {
  const { message, fix, measured, limit, region, slot } = (typeof value === 'object' && value !== null ? value : {}) as { readonly [key: string]: unknown };
  if (typeof message !== 'string' || typeof fix !== 'string') return describeForm(name);
  return {
    message: message.replaceAll(/\s+/g, ' '),
    fix: fix.replaceAll(/\s+/g, ' '),
    ...((typeof measured === 'number' || typeof measured === 'string') && { measured }),
    ...((typeof limit === 'number' || typeof limit === 'string') && { limit }),
    ...(isBox(region) && { region: { x: region.x, y: region.y, width: region.width, height: region.height } }),
    ...(typeof slot === 'string' && { slot }),
  };
}

function isBox(value: unknown): value is Box {
  return typeof value === 'object' && value !== null && ['x', 'y', 'width', 'height'].every((side) => typeof Reflect.get(value, side) === 'number');
}
