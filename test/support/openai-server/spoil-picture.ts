import type { PictureOrder } from './draw-picture.ts';
import type { Fault } from './faults.ts';

/** What a `picture` fault makes of the order before it is drawn: another size or format, or no alpha. */
export function spoilOrder(order: PictureOrder, fault: Fault | undefined): PictureOrder {
  switch (fault?.kind) {
    case 'wrong-size':
      return { ...order, width: fault.width ?? Math.ceil(order.width / 2), height: fault.height ?? Math.ceil(order.height / 2) };
    case 'wrong-format':
      return { ...order, format: order.format === 'png' ? 'jpeg' : 'png', transparent: false };
    case 'no-alpha':
      return { ...order, transparent: false };
    default:
      return order;
  }
}

/** A picture's base64 as a `picture` fault sends it; undefined when it is left out. */
export function spoilBase64(bytes: Buffer, fault: Fault | undefined): string | undefined {
  const { at = 0.5 } = fault ?? {};
  switch (fault?.kind) {
    case 'missing-b64':
      return undefined;
    case 'cut-base64':
      return cutOffGrid(bytes.toString('base64'), at);
    case 'invalid-base64':
      return bytes.toString('base64').replace(/^(.{400})..../s, '$1*_-!');
    case 'not-an-image':
      return Buffer.from('This was never a picture.'.repeat(40)).toString('base64');
    case 'cut-image':
      return bytes.subarray(0, Math.floor(bytes.length * at)).toString('base64');
    default:
      return bytes.toString('base64');
  }
}

/** Whether a whole picture leaves the server under this fault, be it not the one that was asked for. */
export function isWhole(fault: Fault | undefined): boolean {
  return !['missing-b64', 'cut-base64', 'invalid-base64', 'not-an-image', 'cut-image', 'empty-data'].includes(fault?.kind ?? 'none');
}

/** The first share of a base64 text, one character past a group of four, so that its length alone gives it away. */
function cutOffGrid(text: string, at: number): string {
  return text.slice(0, Math.floor((text.length * at) / 4) * 4 + 1);
}
