import type { PurchaseSummary } from '../model/report.ts';
import { formatCount, formatPrice } from './format-count.ts';
import type { Io } from './io.ts';

/** The progress line may stand where the question goes. */
const eraseLine = '\r\u001B[2K';

/** Where a person is asked, and whether it is about an order that is not waited for. */
export interface Asking extends Pick<Io, 'stdin' | 'stderr'> {
  readonly batch?: boolean;
}

/** Asks on stderr whether pictures may be bought for so much; anything but a yes is a no. */
export async function askConsent(purchase: PurchaseSummary, { stdin, stderr, batch = false }: Asking, signal: AbortSignal): Promise<boolean> {
  const what = `${formatCount(purchase.pictures, 'picture')} ${batch ? 'in a batch, done within a day, ' : ''}for ${formatPrice(purchase)}`;
  stderr.write(`${eraseLine}${batch ? 'Order' : 'Buy'} ${what}? [y/N] `);
  const answer = await stdin.readLine(signal);
  if (answer === undefined) stderr.write('\n');
  return /^\s*y(?:es)?\s*$/i.test(answer ?? '');
}
