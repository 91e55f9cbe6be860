import type { SigningAlgorithm, SigningIdentity } from '../../../spec/content-credentials.ts';

/** What a signature is put into, and over what it is made. */
export interface CoseEnvelope {
  /** The bytes to be signed for a claim. */
  toBeSigned(claim: Uint8Array): Uint8Array;
  /** COSE_Sign1 with the claim detached, as C2PA stores it. */
  wrap(signature: Uint8Array): Uint8Array;
  /** Length of the wrapped signature; the same for every claim. */
  readonly length: number;
}

/** COSE numbers of the algorithms, and the length of their signatures in bytes; that of RSA is its key's. Source: IANA, COSE Algorithms. */
const algorithms: { readonly [algorithm in SigningAlgorithm]: { readonly number: number; readonly length?: number } } = {
  es256: { number: -7, length: 64 },
  es384: { number: -35, length: 96 },
  es512: { number: -36, length: 132 },
  ps256: { number: -37 },
  ed25519: { number: -8, length: 64 },
};

/** Labels of COSE header fields: the algorithm, and the chain of certificates (RFC 9360). */
const labels = { algorithm: 1, chain: 33 } as const;
/** CBOR: tag 18, COSE_Sign1, and null. */
const codes = { sign1: 0xd2, nothing: 0xf6 } as const;

/**
 * Builds the envelope of RFC 9052, section 4, for a signer. Its protected header holds algorithm and certificates.
 * @param rsaLength bytes of an RSA key's signature; of no meaning for others
 */
export function createCoseEnvelope({ algorithm, chain }: Pick<SigningIdentity, 'algorithm' | 'chain'>, rsaLength: number): CoseEnvelope {
  const { number, length = rsaLength } = algorithms[algorithm];
  const certificates = chain.length === 1 ? encodeBytes(chain[0]!) : encodeList(chain.map(encodeBytes));
  const header = join([encodeHead(5, 2), encodeInteger(labels.algorithm), encodeInteger(number), encodeInteger(labels.chain), certificates]);
  const wrap = (signature: Uint8Array): Uint8Array =>
    join([Uint8Array.of(codes.sign1), encodeList([encodeBytes(header), encodeHead(5, 0), Uint8Array.of(codes.nothing), encodeBytes(signature)])]);
  return {
    toBeSigned: (claim) => encodeList([encodeText('Signature1'), encodeBytes(header), encodeBytes(new Uint8Array()), encodeBytes(claim)]),
    wrap,
    length: wrap(new Uint8Array(length)).byteLength,
  };
}

function encodeInteger(value: number): Uint8Array {
  return value < 0 ? encodeHead(1, -1 - value) : encodeHead(0, value);
}

function encodeBytes(bytes: Uint8Array): Uint8Array {
  return join([encodeHead(2, bytes.byteLength), bytes]);
}

function encodeText(text: string): Uint8Array {
  const bytes = Buffer.from(text);
  return join([encodeHead(3, bytes.byteLength), bytes]);
}

function encodeList(items: readonly Uint8Array[]): Uint8Array {
  return join([encodeHead(4, items.length), ...items]);
}

/** Major type and argument in the shortest form (RFC 8949, section 3). */
function encodeHead(major: number, value: number): Uint8Array {
  const first = major << 5;
  if (value < 24) return Uint8Array.of(first | value);
  if (value < 0x100) return Uint8Array.of(first | 24, value);
  if (value < 0x1_00_00) return Uint8Array.of(first | 25, value >> 8, value & 0xff);
  return Uint8Array.of(first | 26, value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}
