/** Whether two language tags mean the same: written with `-` or `_`, with or without what goes without saying (`de` is `de-DE`). What is no tag is the same as nothing. */
export function isSameLocale(a: string, b: string): boolean {
  const [left, right] = [maximize(a), maximize(b)];
  return left !== undefined && left === right;
}

function maximize(tag: string): string | undefined {
  try {
    return new Intl.Locale(tag.trim().replaceAll('_', '-')).maximize().toString();
  } catch {
    return undefined;
  }
}
