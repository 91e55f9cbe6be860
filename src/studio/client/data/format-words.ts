/** `1 picture`, `12 pictures`. */
export function formatCount(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** US dollars, with the fractions of a cent that a picture can cost: `$0.05`, `$0.0112`. */
export function formatDollars(amount: number): string {
  const exact = amount.toFixed(4);
  return `$${exact.endsWith('00') ? amount.toFixed(2) : exact}`;
}

/** `812 ms`, `1.2 s`. */
export function formatDuration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A share between 0 and 1: `0 %`, `< 0.01 %`, `1.8 %`. */
export function formatShare(share: number): string {
  if (share === 0) return '0 %';
  const percent = share * 100;
  return percent < 0.01 ? '< 0.01 %' : `${percent < 10 ? percent.toFixed(2) : percent.toFixed(1)} %`;
}

/** `12.4 kB`. */
export function formatBytes(bytes: number): string {
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(2)} MB`;
}

/** The English name of a locale, `German`; the tag itself where there is none. */
export function nameLocale(locale: string): string {
  try {
    return new Intl.DisplayNames('en', { type: 'language' }).of(locale) ?? locale;
  } catch {
    return locale;
  }
}
