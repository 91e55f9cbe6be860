import type { OutputFormat } from '../model/config.ts';
import type { DigitalSource } from '../model/provenance.ts';

/** Ways to sign, by the names that C2PA gives them. */
export type SigningAlgorithm = 'es256' | 'es384' | 'es512' | 'ps256' | 'ed25519';

/** Who signs. */
export interface SigningIdentity {
  readonly algorithm: SigningAlgorithm;
  /** DER certificates, the signer's first. */
  readonly chain: readonly Uint8Array[];
  /** The bare signature over bytes; ECDSA as r and s in a row. */
  sign(bytes: Uint8Array): Promise<Uint8Array>;
}

/** A picture that went into another one; what its own maker signed stays readable. */
export interface CredentialIngredient {
  readonly bytes: Uint8Array;
  readonly format: OutputFormat;
  readonly title: string;
}

/** A picture to sign, and what is said of it. */
export interface CredentialRequest {
  readonly bytes: Uint8Array;
  readonly format: OutputFormat;
  readonly title: string;
  readonly source: DigitalSource;
  readonly ingredients: readonly CredentialIngredient[];
  readonly identity: SigningIdentity;
}

/** What the credentials of a picture say. `valid`: unchanged since it was signed; whether the signer can be trusted is not judged. */
export interface CredentialReading {
  readonly state: 'valid' | 'invalid';
  /** Why it is invalid: codes of C2PA. */
  readonly failures: readonly string[];
  /** Name in the signer's certificate. */
  readonly signer: string;
  /** The program that wrote the claim. */
  readonly generator: string;
  readonly title: string;
  /** Digital source, without the prefix of the IPTC; empty when nothing is said. */
  readonly source: string;
  /** Titles of the pictures that went in, each with the signer of its own credentials, if it has any. */
  readonly ingredients: readonly { readonly title: string; readonly signer?: string }[];
}

/** Signs pictures with content credentials (C2PA) and reads those of others. Nothing is fetched or sent. */
export interface ContentCredentials {
  /** What decides a signature besides its key; for keys of results. */
  readonly version: string;
  /** The same request gives other bytes every time, with the same pixels. @throws VisualsError `C2PA_MISSING`, `SIGNING_FAILED` */
  sign(request: CredentialRequest): Promise<Uint8Array>;
  /** Undefined when there are none. @throws VisualsError `C2PA_MISSING` */
  read(bytes: Uint8Array, format: OutputFormat): Promise<CredentialReading | undefined>;
}
