/** What may be shown of a key: its last four characters, when that leaves most of it hidden. */
export function showKey(key: string): string {
  return key.length >= 12 ? `…${key.slice(-4)}` : '…';
}

/** One short line in which no secret is left: neither those given, nor anything that looks like a key or an authorisation. */
export function strikeSecrets(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret !== '').reduce((rest, secret) => rest.replaceAll(secret, showKey(secret)), text);
  const struck = known.replaceAll(/\bsk-[\w*.-]{8,}/g, showKey).replaceAll(/\bBearer\s+[\w.~+/=-]{8,}/gi, 'Bearer …');
  const line = struck.replaceAll(/[\s\u0000-\u001F\u007F]+/g, ' ').trim();
  return line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line;
}

const mostCharacters = 300;
