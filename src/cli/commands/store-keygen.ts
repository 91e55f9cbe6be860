import type { CommandInput } from '../command.ts';

/** `visuals store keygen`: prints a new pair of keys; nothing keeps them. */
export async function runStoreKeygen({ flags, io }: CommandInput): Promise<number> {
  const { createStoreKeys } = await import('../../create-store-keys.ts');
  const keys = createStoreKeys();
  const text = `public  ${keys.public}\nsecret  ${keys.secret}\n\nThe public key goes into the config: store: { trusted: { main: '…' } }\nThe secret key goes into the secrets of the CI that builds main, as VISUALS_STORE_KEY, and nowhere else.\n`;
  io.stdout.write(flags.json ? `${JSON.stringify(keys)}\n` : text);
  return 0;
}
