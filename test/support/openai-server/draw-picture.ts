import { createHash } from 'node:crypto';
import sharp, { type Sharp } from 'sharp';
import { drawLetters, letterPitch, linePitch, wrapLetters } from './draw-letters.ts';

/** Formats of pictures that this server hands out. */
export type PictureFormat = 'png' | 'jpeg' | 'webp';

/** What to draw; `base` is the picture that an edit starts from. */
export interface PictureOrder {
  readonly width: number;
  readonly height: number;
  readonly format: PictureFormat;
  /** 0–100, for jpeg and webp. */
  readonly compression: number;
  readonly transparent: boolean;
  readonly prompt: string;
  /** Number that makes every answer another picture. */
  readonly counter: number;
  readonly label?: string;
  readonly base?: Buffer;
}

/** A picture of exactly the ordered size and format that shows FAKE, its counter and the start of its prompt; the colours come from a hash of the prompt. */
export async function drawPicture(order: PictureOrder): Promise<Buffer> {
  const picture = order.base === undefined ? sharp(Buffer.from(drawPlate(order))) : drawEdit(order, order.base);
  return encode(order.transparent ? picture.ensureAlpha() : picture.flatten({ background: '#ffffff' }), order);
}

/** The edited picture is the first reference, its hue turned everywhere as models redraw the whole frame, under the label. */
function drawEdit(order: PictureOrder, base: Buffer): Sharp {
  const { width, height } = order;
  const label = Buffer.from(wrapSvg(order, drawLabel(order)));
  return sharp(base)
    .autoOrient()
    .resize(width, height, { fit: 'cover' })
    .modulate({ hue: 12, brightness: 0.96 })
    .composite([{ input: label }]);
}

function drawPlate(order: PictureOrder): string {
  const { width, height, prompt, transparent } = order;
  const hash = createHash('sha256').update(prompt).digest();
  const hue = (hash.readUInt16BE(0) * 360) / 65_536;
  const ground = transparent ? '' : `<rect width="${width}" height="${height}" fill="hsl(${hue.toFixed(1)},45%,32%)"/>`;
  return wrapSvg(order, `${ground}${drawShapes(order, hash, hue)}${drawLabel(order)}`);
}

/** Four discs whose places and sizes come from the hash. */
function drawShapes({ width, height }: PictureOrder, hash: Buffer, hue: number): string {
  return [0, 1, 2, 3]
    .map((index) => {
      const [x = 0, y = 0, radius = 0, turn = 0] = hash.subarray(2 + index * 4, 6 + index * 4);
      const disc = `cx="${((x / 255) * width).toFixed(1)}" cy="${((y / 255) * height).toFixed(1)}" r="${(Math.min(width, height) * (0.12 + radius / 900)).toFixed(1)}"`;
      return `<circle ${disc} fill="hsl(${(hue + 20 + turn / 3).toFixed(1)},60%,55%)"/>`;
    })
    .join('');
}

/** A dark panel in the middle with FAKE and the counter in large letters, the prompt in small ones. */
function drawLabel(order: PictureOrder): string {
  const { width, height, counter, prompt, label } = order;
  const dot = Math.min(width, height) / 150;
  const margin = dot * 8;
  const perLine = Math.max(4, Math.floor((width - 4 * margin) / (letterPitch * dot)));
  const lines = [...(label === undefined ? [] : [label]), ...wrapLetters(prompt, perLine, 7)];
  const panelHeight = (26 + lines.length * linePitch) * dot;
  const top = (height - panelHeight) / 2;
  const head = drawLetters(`FAKE #${counter}`, margin * 2, top + dot * 4, dot * 2);
  const body = lines.map((line, index) => drawLetters(line, margin * 2, top + (22 + index * linePitch) * dot, dot)).join('');
  const panel = `<rect x="${margin}" y="${top}" width="${width - 2 * margin}" height="${panelHeight}" fill="#101418" fill-opacity="${order.base === undefined ? 0.82 : 1}"/>`;
  return `${panel}<path d="${head}" fill="#ffcf33"/><path d="${body}" fill="#ffffff"/>`;
}

function wrapSvg({ width, height }: PictureOrder, content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`;
}

function encode(picture: Sharp, { format, compression }: PictureOrder): Promise<Buffer> {
  const quality = Math.max(1, compression);
  switch (format) {
    case 'png':
      return picture.png({ compressionLevel: 3 }).toBuffer();
    case 'jpeg':
      return picture.jpeg({ quality }).toBuffer();
    case 'webp':
      return picture.webp({ quality, effort: 0 }).toBuffer();
  }
}
