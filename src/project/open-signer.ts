import { createPrivateKey, sign as signBytes, verify, X509Certificate } from 'node:crypto';
import type { KeyObject, SigningOptions } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadModule } from '../config/load-module.ts';
import { signingKeyInvalid, signingKeyMissing } from '../diagnostics/provenance.ts';
import type { Digest } from '../model/digest.ts';
import type { SignSettings } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { SigningAlgorithm, SigningIdentity } from '../spec/content-credentials.ts';
import { describeModuleLoading } from './load-own-config.ts';
import type { Workspace } from './workspace.ts';

/** Who signs a project's pictures. */
export interface Signer {
  /** Digest of the certificate file. */
  readonly certificate: Digest;
  /** Opens the private key, which only those need who have something to sign. @throws VisualsError `SIGN_KEY_MISSING`, `SIGN_KEY_INVALID` */
  open(): Promise<SigningIdentity>;
}

/** How a key signs, in the terms of `node:crypto`. */
interface Scheme {
  readonly algorithm: SigningAlgorithm;
  readonly hash: 'sha256' | 'sha384' | 'sha512' | null;
  readonly options: SigningOptions;
}

const pointwise: SigningOptions = { dsaEncoding: 'ieee-p1363' };

const schemes: { readonly [key: string]: Scheme } = {
  prime256v1: { algorithm: 'es256', hash: 'sha256', options: pointwise },
  secp384r1: { algorithm: 'es384', hash: 'sha384', options: pointwise },
  secp521r1: { algorithm: 'es512', hash: 'sha512', options: pointwise },
  ed25519: { algorithm: 'ed25519', hash: null, options: {} },
  // RSASSA-PSS with a salt as long as its hash: `constants.RSA_PKCS1_PSS_PADDING` is 6.
  rsa: { algorithm: 'ps256', hash: 'sha256', options: { padding: 6, saltLength: 32 } },
};

/** Reads the certificate that a config names. @throws VisualsError `REF_MISSING`, `SIGN_KEY_INVALID` */
export async function openSigner({ certificate, key }: SignSettings, workspace: Workspace): Promise<Signer> {
  const file = await workspace.files.read(certificate);
  const chain = readChain(Buffer.from(file.bytes).toString('utf8'), certificate);
  const scheme = findScheme(chain[0]!.publicKey, certificate);
  return {
    certificate: file.digest,
    open: async () => {
      const sign = await openKey(key, scheme, workspace);
      return {
        algorithm: scheme.algorithm,
        chain: chain.map(({ raw }) => raw),
        sign: (bytes) => signChecked(bytes, sign, { scheme, certificate, publicKey: chain[0]!.publicKey }),
      };
    },
  };
}

function readChain(text: string, path: string): readonly X509Certificate[] {
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g) ?? [];
  if (blocks.length === 0) throw invalid(path, 'there is no certificate in it');
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (error) {
    throw invalid(path, (error as Error).message);
  }
}

function findScheme({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject, path: string): Scheme {
  const name: string = asymmetricKeyDetails?.namedCurve ?? asymmetricKeyType ?? 'unknown';
  const scheme = Object.hasOwn(schemes, name) ? schemes[name] : undefined;
  if (scheme === undefined) throw invalid(path, `keys of the kind ${name} are none of C2PA`);
  return scheme;
}

type Sign = (bytes: Uint8Array) => Promise<Uint8Array>;

async function openKey(key: SignSettings['key'], scheme: Scheme, workspace: Workspace): Promise<Sign> {
  if (key.kind === 'module') return openModule(key.path, scheme, workspace);
  const { where, pem } = readKey(key, workspace);
  if (pem === undefined || pem.trim() === '') throw new VisualsError(signingKeyMissing({ where }));
  let secret: KeyObject;
  try {
    secret = createPrivateKey(pem);
  } catch {
    // What the library says of it might quote it.
    throw invalid(where, 'it is no PEM private key without a password');
  }
  return async (bytes) => signBytes(scheme.hash, bytes, { key: secret, ...scheme.options });
}

/** The key is read past the project's files, so that nothing of it is remembered, not even a digest. */
function readKey(key: Exclude<SignSettings['key'], { kind: 'module' }>, { host }: Workspace): { readonly where: string; readonly pem: string | undefined } {
  if (key.kind === 'env') return { where: `$${key.name}`, pem: host.environment[key.name] };
  try {
    return { where: key.path, pem: readFileSync(join(host.root, key.path), 'utf8') };
  } catch {
    return { where: key.path, pem: undefined };
  }
}

async function openModule(path: string, { algorithm }: Scheme, workspace: Workspace): Promise<Sign> {
  const { exports } = await loadModule({ ...describeModuleLoading(workspace), entry: path });
  const sign = exports['default'];
  if (typeof sign !== 'function') throw invalid(path, 'its default export is no function');
  return async (bytes) => {
    const signature = (await sign(bytes, algorithm)) as unknown;
    if (!(signature instanceof Uint8Array)) throw invalid(path, 'its function gave no Uint8Array');
    return signature;
  };
}

interface Check {
  readonly scheme: Scheme;
  readonly certificate: string;
  readonly publicKey: KeyObject;
}

/** A key of somebody else signs as well as any: only the certificate tells. */
async function signChecked(bytes: Uint8Array, sign: Sign, { scheme, certificate, publicKey }: Check): Promise<Uint8Array> {
  const signature = await sign(bytes);
  if (!verify(scheme.hash, bytes, { key: publicKey, ...scheme.options }, signature)) throw invalid(certificate, 'the key does not belong to the certificate');
  return signature;
}

function invalid(where: string, problem: string): VisualsError {
  return new VisualsError(signingKeyInvalid({ where, problem }));
}
