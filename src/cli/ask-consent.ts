import type { PurchaseSummary } from '../model/report.ts';
import { formatCount, formatPrice } from './format-count.ts';
import type { Io } from './io.ts';

/** The progress line may stand where the question goes. */
const eraseLine = '\r\u001B[2K';

/** Asks on stderr whether pictures may be bought for so much; anything but a yes is a no. */
export async function askConsent(purchase: PurchaseSummary, { stdin, stderr }: Pick<Io, 'stdin' | 'stderr'>, signal: AbortSignal): Promise<boolean> {
  stderr.write(`${eraseLine}Buy ${formatCount(purchase.pictures, 'picture')} for ${formatPrice(purchase)}? [y/N] `);
  const answer = await stdin.readLine(signal);
  if (answer === undefined) stderr.write('\n');
  return /^\s*y(?:es)?\s*$/i.test(answer ?? '');
}
