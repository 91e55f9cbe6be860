import { image } from 'visuals';

/** One value a shape; a strip has that of banners where it has none of its own. */
interface PerShape<Value> {
  readonly tall: Value;
  readonly square: Value;
  readonly wide: Value;
  readonly banner: Value;
  readonly strip?: Value;
}

/** Font sizes in hundredths of the short side: the smallest and the largest of each shape. */
export function sizes(table: PerShape<readonly [smallest: number, largest: number]>): PerShape<{ readonly smallest: number; readonly largest: number }> {
  return mapShapes(table, ([smallest, largest]) => ({ smallest, largest }));
}

/** Shares of the card that a picture covers at most: width and height of each shape. */
export function areas(table: PerShape<readonly [width: number, height: number]>): PerShape<{ readonly width: number; readonly height: number }> {
  return mapShapes(table, ([width, height]) => ({ width, height }));
}

function mapShapes<From, To>({ tall, square, wide, banner, strip }: PerShape<From>, map: (value: From) => To): PerShape<To> {
  return { tall: map(tall), square: map(square), wide: map(wide), banner: map(banner), ...(strip !== undefined && { strip: map(strip) }) };
}

/** A name, a role, a section: one line beside what is read first. */
export const nameSize = sizes({ tall: [3.4, 4.2], square: [2.6, 3.1], wide: [3.4, 4.2], banner: [4.4, 5.2] });

/** Lines of a headline or of what explains it, where the card has no say in it of its own. */
export const usualLines = { tall: 4, square: 3, wide: 4, banner: 3 };

/** The slot that shared/logo.hbs shows. */
export const logo = image({
  fit: 'contain',
  area: areas({ tall: [0.4, 0.1], square: [0.35, 0.1], wide: [0.25, 0.1], banner: [0.2, 0.14], strip: [0.2, 0.24] }),
});
