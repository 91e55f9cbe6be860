import { X509Certificate } from 'node:crypto';
import { signingFailed } from '../../../diagnostics/provenance.ts';
import { VisualsError } from '../../../model/diagnostic.ts';
import type { ContentCredentials, CredentialRequest } from '../../../spec/content-credentials.ts';
import { createCoseEnvelope } from './encode-cose.ts';
import { ByteBlob, lendFileReader } from './lend-file-reader.ts';
import { loadC2pa } from './load-library.ts';
import type { C2paLibrary } from './load-library.ts';
import { readManifestStore } from './read-manifest-store.ts';

/** Raised when this adapter claims something else for the same request. */
const adapterRevision = 1;

const sourcePrefix = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/** No thumbnail: the picture itself is there. Nothing is fetched, and no clock of others is asked. */
const settings = JSON.stringify({
  builder: { thumbnail: { enabled: false } },
  verify: { remote_manifest_fetch: false, ocsp_fetch: false },
});

/** Content credentials by the C2PA library in WebAssembly, which is loaded at first use. */
export function createContentCredentials(): ContentCredentials {
  let loading: Promise<C2paLibrary> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const load = (): Promise<C2paLibrary> => (loading ??= loadC2pa());
  return {
    version: `c2pa-wasm 0.13.3, adapter ${adapterRevision}`,
    sign: (request) => {
      const next = last.then(async () => signPicture(await load(), request));
      last = next.catch(() => undefined);
      return next;
    },
    read: async (bytes, format) => {
      // Most pictures have none, and the library takes a while to load.
      if (!hasCredentials(bytes)) return undefined;
      const library = await load();
      const reader = await library.WasmReader.fromBytes(`image/${format}`, bytes, settings);
      try {
        return readManifestStore(reader.json());
      } finally {
        reader.free();
      }
    },
  };
}

/** The box that credentials lie in is named in every format. */
function hasCredentials(bytes: Uint8Array): boolean {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return all.includes('jumb') && all.includes('c2pa');
}

async function signPicture(library: C2paLibrary, { bytes, format, title, source, ingredients, identity }: CredentialRequest): Promise<Uint8Array> {
  const mime = `image/${format}`;
  const envelope = createCoseEnvelope(identity, rsaLengthOf(identity.chain[0]!));
  let refusal: unknown;
  const sign = async (claim: Uint8Array): Promise<Uint8Array<ArrayBuffer>> => {
    try {
      return Uint8Array.from(envelope.wrap(await identity.sign(envelope.toBeSigned(claim))));
    } catch (error) {
      refusal = error;
      throw error;
    }
  };
  try {
    return await lendFileReader(async () => {
      const builder = library.WasmBuilder.fromJson(JSON.stringify(describeClaim({ title, source, ingredients, mime })), settings);
      for (const [index, each] of ingredients.entries())
        await builder.addIngredientFromBlob(
          JSON.stringify(describeIngredient(each.title, index)),
          `image/${each.format}`,
          new ByteBlob(each.bytes) as unknown as Blob,
        );
      return builder.sign({ alg: identity.algorithm, reserveSize: envelope.length, sign }, [], mime, new ByteBlob(bytes) as unknown as Blob);
    });
  } catch (error) {
    if (refusal instanceof VisualsError) throw refusal;
    throw new VisualsError(signingFailed({ picture: title, reason: String(error instanceof Error ? error.message : error).split('\n')[0]! }), { cause: error });
  }
}

interface Claim extends Pick<CredentialRequest, 'title' | 'source' | 'ingredients'> {
  readonly mime: string;
}

function describeClaim({ title, source, ingredients, mime }: Claim): object {
  const placed = ingredients.map((_, index) => ({ action: 'c2pa.placed', parameters: { ingredientIds: [nameIngredient(index)] } }));
  const actions = [{ action: 'c2pa.created', digitalSourceType: `${sourcePrefix}${source}` }, ...placed];
  return { claim_generator_info: [{ name: 'visuals' }], title, format: mime, assertions: [{ label: 'c2pa.actions.v2', data: { actions } }] };
}

function describeIngredient(title: string, index: number): object {
  return { title, relationship: 'componentOf', instance_id: nameIngredient(index) };
}

function nameIngredient(index: number): string {
  return `art:${index}`;
}

function rsaLengthOf(certificate: Uint8Array): number {
  return (new X509Certificate(certificate).publicKey.asymmetricKeyDetails?.modulusLength ?? 0) / 8;
}
