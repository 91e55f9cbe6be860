import type { RemotePath } from '../spec/remote-store.ts';
import type { PublicKey, SigningKey } from './signing-key.ts';

/** Where an entry belongs. The signature holds for this place alone: moved elsewhere, the entry is worth nothing. */
export interface EntryPlace {
  readonly namespace: string;
  /** An action key, or the name of something else that a namespace has one of. */
  readonly name: string;
}

/** The path of an entry: the signer's id is a part of it, so that a server can let each key write only where it may. */
export function locateEntry({ namespace, name }: EntryPlace, signer: string): RemotePath {
  return `ac/${namespace}/${signer}/${name}`;
}

const signatureLength = 64;

/** The bytes of an entry: the Ed25519 signature over its place and its content, then the content. */
export function sealEntry(content: Uint8Array, place: EntryPlace, key: SigningKey): Uint8Array {
  return Buffer.concat([key.sign(frame(content, place)), content]);
}

/** The content of an entry, if this key signed it for this place; undefined otherwise. */
export function openEntry(bytes: Uint8Array, place: EntryPlace, key: PublicKey): Uint8Array | undefined {
  const [signature, content] = [bytes.subarray(0, signatureLength), bytes.subarray(signatureLength)];
  return key.verify(frame(content, place), signature) ? content : undefined;
}

/** Neither a namespace nor a name holds a line break: no two places run together. */
function frame(content: Uint8Array, { namespace, name }: EntryPlace): Uint8Array {
  return Buffer.concat([Buffer.from(`visuals-entry-1\n${namespace}\n${name}\n`), content]);
}
