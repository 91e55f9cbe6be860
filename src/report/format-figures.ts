/** `$0.0051`, `$1.20`: below ten cents as exact as prices of single pictures are. */
export function formatMoney(amount: number): string {
  return `$${amount.toFixed(amount > 0 && amount < 0.1 ? 4 : 2)}`;
}

/** `$0.12 to $0.15`, one sum where both are the same, or that the price is not known. */
export function formatMoneyRange({ low, high, known }: { readonly low: number; readonly high: number; readonly known: boolean }): string {
  if (!known) return 'price not known';
  const [least, most] = [formatMoney(low), formatMoney(high)];
  return least === most ? least : `${least} to ${most}`;
}

/** A share of 0–1 as `12.4 %`, `0 %`, `less than 0.1 %`. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.0005) return 'less than 0.1 %';
  return `${Number((share * 100).toFixed(1))} %`;
}

/** `1 picture`, `12 pictures`. */
export function formatAmount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** `840 ms`, `3.2 s`. */
export function formatSeconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
