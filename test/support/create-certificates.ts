import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate for signing pictures, with the one that vouches for it, and its private key; all PEM. */
export interface TestCertificate {
  readonly chain: string;
  readonly key: string;
}

/** Which kind of key signs. */
export type KeyKind = 'p256' | 'p384' | 'ed25519' | 'rsa';

const generation: { readonly [kind in KeyKind]: readonly string[] } = {
  p256: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  p384: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'],
  ed25519: ['-algorithm', 'ED25519'],
  rsa: ['-algorithm', 'RSA', '-pkeyopt', 'rsa_keygen_bits:2048'],
};

const settings = `[req]
distinguished_name=names
[names]
[root]
basicConstraints=critical,CA:true
keyUsage=critical,keyCertSign,cRLSign
subjectKeyIdentifier=hash
[signer]
basicConstraints=critical,CA:false
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,emailProtection
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
`;

/** Makes a certificate in a folder, with a root of its own, by the profile that C2PA asks for. */
export function createCertificate(folder: string, name: string, kind: KeyKind = 'p256'): TestCertificate {
  const at = (file: string): string => join(folder, file);
  writeFileSync(at('settings.cnf'), settings);
  const generate = (key: string, parameters: readonly string[]): void => openssl(['genpkey', ...parameters, '-out', key]);
  generate(at('root.key'), generation.p256);
  generate(at('signer.key'), generation[kind]);
  const subject = (title: string): readonly string[] => ['-subj', `/C=DE/O=${title}/CN=${title}`, '-config', at('settings.cnf')];
  openssl(['req', '-new', '-x509', '-key', at('root.key'), ...subject('Test Root'), '-days', '3650', '-extensions', 'root', '-out', at('root.pem')]);
  openssl(['req', '-new', '-key', at('signer.key'), ...subject(name), '-out', at('signer.csr')]);
  const issue = ['x509', '-req', '-in', at('signer.csr'), '-CA', at('root.pem'), '-CAkey', at('root.key'), '-CAcreateserial', '-days', '3650'];
  openssl([...issue, '-extfile', at('settings.cnf'), '-extensions', 'signer', '-out', at('signer.pem')]);
  const read = (file: string): string => readFileSync(at(file), 'utf8');
  return { chain: read('signer.pem') + read('root.pem'), key: read('signer.key') };
}

function openssl(words: readonly string[]): void {
  const { status, stderr, error } = spawnSync('openssl', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${words[0]}: ${error?.message ?? stderr}`);
}
