/** `1 picture`, `12 pictures`; `plural` for words that take no s. */
export function formatCount(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** `84 ms`, `24.1 s`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 59_950) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** `812 B`, `12.4 kB`, `3.1 MB`, in powers of a thousand. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'] as const;
  const power = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  return `${(bytes / 1000 ** power).toFixed(1)} ${units[power - 1] ?? ''}`;
}

/** `$0.0051`, `$1.20`, `$240.00`: below ten cents as exact as prices of single pictures are. */
export function formatDollars(amount: number): string {
  return `$${amount.toFixed(amount > 0 && amount < 0.1 ? 4 : 2)}`;
}

/** `$0.12 to $0.15`, one sum where both are the same, or that the price is not known. */
export function formatPrice({ low, high, known }: { readonly low: number; readonly high: number; readonly known: boolean }): string {
  if (!known) return 'at a price that is not known';
  const [least, most] = [formatDollars(low), formatDollars(high)];
  return least === most ? least : `${least} to ${most}`;
}

/** The flag that pays for a sum, rounded up to cents. */
export function formatSpendFlag({ high, known }: { readonly high: number; readonly known: boolean }): string {
  return `--spend ${known ? (Math.ceil(high * 100 - 1e-6) / 100).toFixed(2) : '<usd>'}`;
}
