/** A colour as red, green and blue, 0–255. */
export type Rgb = readonly [red: number, green: number, blue: number];

const linear = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255;
  return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
});

/** Relative luminance of an sRGB colour, 0–1 (WCAG 2.2, "relative luminance"). */
export function computeLuminance([red, green, blue]: Rgb): number {
  return 0.2126 * linear[red]! + 0.7152 * linear[green]! + 0.0722 * linear[blue]!;
}

/** Contrast ratio of two relative luminances, 1–21 (WCAG 2.2, "contrast ratio"). */
export function computeContrast(a: number, b: number): number {
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** Lightness contrast of text on a ground by APCA-W3 0.1.9 (constants of its published source), about −108 to 106; text on dark is negative. */
export function computeApca(text: Rgb, ground: Rgb): number {
  const [ink, paper] = [softenBlack(text), softenBlack(ground)];
  if (Math.abs(paper - ink) < 0.0005) return 0;
  const isDarkOnLight = paper > ink;
  const scaled = 1.14 * (isDarkOnLight ? paper ** 0.56 - ink ** 0.57 : paper ** 0.65 - ink ** 0.62);
  if (Math.abs(scaled) < 0.1) return 0;
  return Math.round((scaled - Math.sign(scaled) * 0.027) * 1000) / 10;
}

function softenBlack([red, green, blue]: Rgb): number {
  const light = 0.212_672_9 * (red / 255) ** 2.4 + 0.715_152_2 * (green / 255) ** 2.4 + 0.072_175 * (blue / 255) ** 2.4;
  return light < 0.022 ? light + (0.022 - light) ** (1414 / 1000) : light;
}
