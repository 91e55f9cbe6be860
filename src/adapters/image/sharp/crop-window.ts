import type { Box, FocalPoint, Size } from '../../../model/geometry.ts';

/** The largest window of the target's ratio in a picture, with its centre as near to the focus as the edges allow. Whole pixels. */
export function computeCropWindow(picture: Size, target: Size, focus: FocalPoint): Box {
  const ratio = target.width / target.height;
  const isWide = picture.width / picture.height > ratio;
  const width = isWide ? clamp(Math.round(picture.height * ratio), 1, picture.width) : picture.width;
  const height = isWide ? picture.height : clamp(Math.round(picture.width / ratio), 1, picture.height);
  return {
    x: clamp(Math.round(picture.width * focus.x - width / 2), 0, picture.width - width),
    y: clamp(Math.round(picture.height * focus.y - height / 2), 0, picture.height - height),
    width,
    height,
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
