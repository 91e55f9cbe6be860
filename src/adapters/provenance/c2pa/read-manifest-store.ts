import type { CredentialReading } from '../../../spec/content-credentials.ts';

/** The parts of the library's JSON that are told on. */
interface ManifestStore {
  readonly active_manifest?: string;
  readonly manifests?: { readonly [label: string]: StoredManifest };
  readonly validation_state?: string;
  readonly validation_results?: { readonly activeManifest?: { readonly failure?: readonly { readonly code: string }[] } };
}

interface StoredManifest {
  readonly title?: string;
  readonly claim_generator_info?: readonly { readonly name?: string }[];
  readonly signature_info?: { readonly issuer?: string; readonly common_name?: string };
  readonly ingredients?: readonly { readonly title?: string; readonly active_manifest?: string }[];
  readonly assertions?: readonly { readonly data?: { readonly actions?: readonly { readonly digitalSourceType?: string }[] } }[];
}

/** Whether a signer is on somebody's list is not asked: only whether the picture is as it was signed. */
const untrusted = 'signingCredential.untrusted';

/** Takes from the library's account of a picture what people are told. */
export function readManifestStore(json: string): CredentialReading | undefined {
  const store = JSON.parse(json) as ManifestStore;
  const active = store.manifests?.[store.active_manifest ?? ''];
  if (active === undefined) return undefined;
  const failures = (store.validation_results?.activeManifest?.failure ?? []).map(({ code }) => code).filter((code) => code !== untrusted);
  const sources = (active.assertions ?? []).flatMap(({ data }) => data?.actions ?? []).flatMap(({ digitalSourceType }) => digitalSourceType ?? []);
  return {
    state: store.validation_state === 'Invalid' || failures.length > 0 ? 'invalid' : 'valid',
    failures: [...new Set(failures)],
    signer: nameSigner(active),
    generator: active.claim_generator_info?.[0]?.name ?? '',
    title: active.title ?? '',
    source: sources[0]?.replace(/^.*\//, '') ?? '',
    ingredients: (active.ingredients ?? []).map(({ title = '', active_manifest: label }) => {
      const own = label === undefined ? undefined : store.manifests?.[label];
      return { title, ...(own && { signer: nameSigner(own) }) };
    }),
  };
}

function nameSigner({ signature_info: signature }: StoredManifest): string {
  return signature?.common_name ?? signature?.issuer ?? '';
}
