import { defineDiagnostic, exitCode } from './define.ts';

export const c2paMissing = defineDiagnostic<{ readonly reason: string }>(
  {
    code: 'C2PA_MISSING',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Content credentials are signed and read by a package of 9 MB that most projects do not need, so it is not installed by itself. The config asks for signatures (`provenance.sign`), or a picture carries credentials that were to be checked. Nothing was published without its signature.',
  },
  ({ reason }) => ({
    message: `the package for content credentials can't be loaded: ${reason}`,
    fix: 'Install it: npm install --save-dev @contentauth/c2pa-wasm@0.13.3',
  }),
);

export const signingKeyMissing = defineDiagnostic<{ readonly where: string }>(
  {
    code: 'SIGN_KEY_MISSING',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The config asks for signed pictures, some of them have no signature yet, and the private key is not where the config says. Signatures of an earlier build are kept as long as picture and certificate stay, so a machine without the key can build what has not changed. To build without signatures on some machines, let the config leave `provenance` out there.',
  },
  ({ where }) => ({ message: `there is no signing key in ${where}`, fix: 'Put a PEM private key there, or leave `provenance.sign` out on this machine.' }),
);

export const signingKeyInvalid = defineDiagnostic<{ readonly where: string; readonly problem: string }>(
  {
    code: 'SIGN_KEY_INVALID',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The certificate or the private key can not be used: it is no PEM, of a kind that C2PA does not sign with (it takes P-256, P-384, P-521, Ed25519 and RSA), the key does not belong to the certificate, or the module that signs gave something else than a signature. A signature that nobody could verify is worse than none.',
  },
  ({ where, problem }) => ({
    message: `${where} can't sign: ${problem}`,
    fix: 'Name the certificate chain, the signer’s first, and the private key that belongs to it.',
  }),
);

export const signingFailed = defineDiagnostic<{ readonly picture: string; readonly reason: string }>(
  {
    code: 'SIGNING_FAILED',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The library for content credentials refused to sign. Most often the certificate does not follow the profile of C2PA: it must be in its time of validity, made for signing (`digitalSignature`), with an extended use such as `emailProtection`, and not signed by itself.',
  },
  ({ picture, reason }) => ({ message: `${picture} could not be signed: ${reason}`, fix: 'Look at the certificate; C2PA’s own words stand in the message.' }),
);

export const signatureBroken = defineDiagnostic<{ readonly picture: string; readonly failures: readonly string[] }>(
  {
    code: 'SIGNATURE_BROKEN',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'The picture carries content credentials that do not hold: its bytes, or what is claimed of them, were changed after it was signed. It may have been edited or saved again by a program that copied the old credentials.',
  },
  ({ picture, failures }) => ({
    message: `the signature of ${picture} does not hold: ${failures.join(', ')}`,
    fix: 'Do not trust what it says; take the picture from where it was published.',
  }),
);

export const upgradeChanged = defineDiagnostic<{ readonly pictures: number; readonly approved: number; readonly example: string; readonly sheet: string }>(
  {
    code: 'UPGRADE_CHANGED',
    severity: 'error',
    exit: exitCode.budget,
    explain:
      'With the renderer and codec that are installed now, some pictures come out visibly different from those that are published. Approvals of pictures that stayed within the tolerance were carried over; these have to be looked at again. Nothing was published: the next build does that.',
  },
  ({ pictures, approved, example, sheet }) => ({
    message: `${pictures} ${pictures === 1 ? 'picture differs' : 'pictures differ'} from what is published, ${approved} of them approved, such as ${example}`,
    fix: `Look at ${sheet}, then build and approve, or raise \`--tolerance\`.`,
  }),
);

export const upgradeUnpublished = defineDiagnostic<{ readonly manifest: string }>(
  {
    code: 'UPGRADE_UNPUBLISHED',
    severity: 'error',
    exit: exitCode.drift,
    explain:
      'An upgrade compares what the installed renderer draws with what is published, so that a difference can only come from the renderer. Nothing is published here yet, so there is nothing to compare with.',
  },
  ({ manifest }) => ({ message: `nothing is published that could be compared: there is no ${manifest}`, fix: 'Run `visuals build`.' }),
);
