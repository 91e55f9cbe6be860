import type { Sharp } from 'sharp';
import { svgTooComplex } from '../../../diagnostics/image.ts';
import { VisualsError } from '../../../model/diagnostic.ts';
import type { Size } from '../../../model/geometry.ts';
import type { FitOptions } from '../../../spec/image-codec.ts';
import { checkSvg } from './check-svg.ts';
import { computeCropWindow } from './crop-window.ts';
import { detectFormat } from './detect-format.ts';
import { guardDecoding } from './inspect-image.ts';
import type { OpenImage } from './load-sharp.ts';

/** Nothing names the file here: it was inspected under its path when it was read. */
const path = 'picture';
/** Seconds after which drawing an SVG is given up. */
const patience = 5;

/**
 * Brings a picture to a size; see `ImageCodec.fit`. The PNG is stored without compression: measured at 1200 × 630, that takes 4 ms to write and 10 to decode,
 * where level 1 takes 27 and 14 and is larger for a photograph.
 */
export async function fitImage(open: OpenImage, bytes: Uint8Array, options: FitOptions): Promise<Uint8Array> {
  const isSvg = isSvgImage(bytes);
  if (isSvg) checkSvg(bytes, path);
  const fitted = await guardDecoding(path, () => (isSvg ? openSvg(open, bytes, options) : openUpright(open, bytes)));
  const resized = resize(fitted, options);
  const pipeline = (options.mirror ? resized.flop() : resized).toColourspace('srgb').png({ compressionLevel: 0, adaptiveFiltering: false, palette: false });
  return guardTime(isSvg, () => guardDecoding(path, () => pipeline.toBuffer()));
}

function isSvgImage(bytes: Uint8Array): boolean {
  const detected = detectFormat(bytes);
  return 'format' in detected && detected.format === 'svg';
}

/** A pipeline with the size of what it shows. */
interface OpenedImage extends Size {
  readonly image: Sharp;
  readonly hasAlpha: boolean;
}

/** Turned as its orientation says before it is cropped, so that the focus means what a viewer sees. */
async function openUpright(open: OpenImage, bytes: Uint8Array): Promise<OpenedImage> {
  const { width, height, orientation, hasAlpha, autoOrient } = await open(bytes).metadata();
  if ((orientation ?? 1) === 1) return { image: open(bytes), width, height, hasAlpha };
  const turned = await open(bytes).autoOrient().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const raw = { width: turned.info.width, height: turned.info.height, channels: turned.info.channels };
  return { image: open(turned.data, { raw }), width: autoOrient.width, height: autoOrient.height, hasAlpha };
}

/** Rasterised at the size at which it is shown, not scaled up from its own. */
async function openSvg(open: OpenImage, bytes: Uint8Array, target: FitOptions): Promise<OpenedImage> {
  const own = await open(bytes).metadata();
  const [across, down] = [target.width / own.width, target.height / own.height];
  const scale = target.fit === 'cover' ? Math.max(across, down) : Math.min(across, down);
  const density = Math.min(Math.max(72 * scale, 1), 100_000);
  const { width, height } = await open(bytes, { density }).metadata();
  return { image: open(bytes, { density }), width, height, hasAlpha: true };
}

function resize({ image, width, height, hasAlpha }: OpenedImage, options: FitOptions): Sharp {
  const { width: targetWidth, height: targetHeight, fit, focus } = options;
  if (fit === 'contain') return image.resize(targetWidth, targetHeight, { fit: 'inside' });
  const window = computeCropWindow({ width, height }, options, focus);
  const cropped = image
    .extract({ left: window.x, top: window.y, width: window.width, height: window.height })
    .resize(targetWidth, targetHeight, { fit: 'fill' });
  return hasAlpha ? cropped : cropped.removeAlpha();
}

/** The drawing library cannot be interrupted: what it is at goes on in its thread, but nobody waits for it. */
async function guardTime<Value>(isSvg: boolean, run: () => Promise<Value>): Promise<Value> {
  if (!isSvg) return run();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const refuse = (): void => reject(new VisualsError(svgTooComplex({ path, what: `drawing takes more than ${patience} seconds` })));
    timer = setTimeout(refuse, patience * 1000);
  });
  return Promise.race([run(), late]).finally(() => clearTimeout(timer));
}
