import { createKeyPair } from './sharing/signing-key.ts';

/** A new pair of keys for a shared store. */
export interface StoreKeys {
  /** For the environment of a machine that writes; whoever has it can write in its name. */
  readonly secret: string;
  /** For `store.trusted` in the config; anybody may see it. */
  readonly public: string;
}

/** Makes a pair of keys; nothing keeps them but whoever called. */
export function createStoreKeys(): StoreKeys {
  const { secretText, publicText } = createKeyPair();
  return { secret: secretText, public: publicText };
}
