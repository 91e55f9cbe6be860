import { compareCodeUnits, computeActionKey, formatCanonical } from '../keys/canonical.ts';
import type { OutputFormat, SignSettings } from '../model/config.ts';
import type { Digest } from '../model/digest.ts';
import type { Json } from '../model/json.ts';
import type { ManifestAsset, ManifestFile, ManifestPicture } from '../model/manifest.ts';
import type { PictureEntry } from '../model/purchase.ts';
import { formatCellId, formatSource, indexAsset } from '../publish/create-manifest.ts';
import { walkAssets } from '../publish/manifest-assets.ts';
import type { ManifestAssets } from '../publish/manifest-assets.ts';
import { isInPlace } from '../publish/publish-outputs.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import type { ContentCredentials, CredentialIngredient, SigningIdentity } from '../spec/content-credentials.ts';
import type { ScratchFiles } from '../store/scratch-files.ts';
import { createCredentials } from './create-adapters.ts';
import { openSigner } from './open-signer.ts';
import type { Workspace } from './workspace.ts';

/** Raised when signing means something else for the same fields. */
const revision = '1';

/** What is to be signed, and what helps not to sign it again. */
export interface SignOptions {
  readonly manifest: ManifestAssets;
  readonly previous: ManifestAssets | undefined;
  /** Takes what is signed until it is published. */
  readonly scratch: ScratchFiles;
  readonly settings: SignSettings;
  /** Output folder, relative to the root. */
  readonly dir: string;
  readonly workspace: Workspace;
  readonly vault: BlobStore;
  /** Bought pictures by their bytes. */
  readonly bought: ReadonlyMap<Digest, PictureEntry>;
}

/**
 * Puts a signed file in the place of every file of a manifest. Signed bytes never repeat, so nothing is signed twice: what an earlier build signed is taken from the cache or from
 * the output folder as long as picture, certificate and claim are the same. The private key is opened only when something is left to sign.
 * @throws VisualsError `REF_MISSING`, `SIGN_KEY_MISSING`, `SIGN_KEY_INVALID`, `SIGNING_FAILED`, `C2PA_MISSING`
 */
export async function signOutputs({ manifest, previous, ...options }: SignOptions): Promise<ManifestAssets> {
  const session = await openSession(options);
  const signed = options.scratch.open<ManifestAsset>();
  for (const [id, asset] of walkAssets(manifest)) {
    const published = indexAsset(id, previous?.read(id));
    const pictures: ManifestPicture[] = [];
    for (const picture of asset.pictures) pictures.push(await signPicture(formatCellId(id, picture), picture, { ...session, published }));
    signed.add(id, { ...asset, pictures });
  }
  options.workspace.index.flush();
  return { ids: manifest.ids, read: (id) => signed.read(id)[0] };
}

interface OpenedSigning extends Omit<SignOptions, 'manifest' | 'previous'> {
  readonly credentials: ContentCredentials;
  readonly certificate: Digest;
  identity(): Promise<SigningIdentity>;
}

/** Signs the pictures of one asset. */
interface Session extends OpenedSigning {
  /** What of it is published. */
  readonly published: ReadonlyMap<string, ManifestPicture>;
}

async function openSession(options: Omit<SignOptions, 'manifest' | 'previous'>): Promise<OpenedSigning> {
  const signer = await openSigner(options.settings, options.workspace);
  let opening: Promise<SigningIdentity> | undefined;
  return {
    ...options,
    credentials: await createCredentials(),
    certificate: signer.certificate,
    identity: () => (opening ??= signer.open()),
  };
}

async function signPicture(cell: string, picture: ManifestPicture, session: Session): Promise<ManifestPicture> {
  const files: ManifestFile[] = [];
  for (const file of picture.files) files.push(await signFile({ cell, picture, file }, session));
  return { ...picture, files };
}

interface Unsigned {
  readonly cell: string;
  readonly picture: ManifestPicture;
  readonly file: ManifestFile;
}

/** Files of cells that this build was not asked for are signed already. */
async function signFile({ cell, picture, file }: Unsigned, session: Session): Promise<ManifestFile> {
  if (file.signed !== undefined) return file;
  const key = computeSignKey({ cell, picture, file }, session);
  const known = findSigned({ cell, key, format: file.format }, session) ?? (await makeSigned({ cell, picture, file }, key, session));
  if (known === undefined) return file;
  return { format: file.format, src: formatSource(cell, key, file.format), ...known, signed: { unsigned: file.digest, key } };
}

type SignedBytes = Pick<ManifestFile, 'bytes' | 'digest'>;

function computeSignKey({ cell, picture: { provenance }, file }: Unsigned, { credentials, certificate }: Session): Digest {
  const record = { revision, credentials: credentials.version, certificate, unsigned: file.digest, format: file.format, title: cell };
  return computeActionKey('sign', { ...record, provenance: formatCanonical((provenance ?? null) as unknown as Json) });
}

function findSigned(
  { cell, key, format }: { readonly cell: string; readonly key: Digest; readonly format: OutputFormat },
  { published, workspace: { host, index, store }, dir }: Session,
): SignedBytes | undefined {
  // What is published stays: of two signatures of the same picture, none is better.
  const before = published.get(cell)?.files.find((each) => each.format === format && each.signed?.key === key);
  if (before !== undefined && (store.has(before.digest) || isInPlace(host.root, dir, before, new Map()))) return { bytes: before.bytes, digest: before.digest };
  const made = index.get(key);
  return made !== undefined && store.has(made.digest) ? { bytes: made.bytes, digest: made.digest } : undefined;
}

/** Undefined when the store has lost the picture: publishing notices, and it is made again. */
async function makeSigned({ cell, picture, file }: Unsigned, key: Digest, session: Session): Promise<SignedBytes | undefined> {
  const { index, store } = session.workspace;
  const bytes = await store.read(file.digest);
  if (bytes === undefined) return undefined;
  const signed = await session.credentials.sign({
    bytes,
    format: file.format,
    title: cell,
    source: picture.provenance?.source ?? 'digitalCreation',
    ingredients: await readIngredients(picture, session),
    identity: await session.identity(),
  });
  const made = { bytes: signed.byteLength, digest: await store.write(signed) };
  index.set(key, { ...made, stored: true, facts: {} });
  return made;
}

/** The bought pictures as the provider delivered them, with what it signed. */
async function readIngredients({ provenance }: ManifestPicture, { vault, bought }: Session): Promise<readonly CredentialIngredient[]> {
  const digests = new Set((provenance?.layers ?? []).flatMap((layer) => ('picture' in layer && layer.picture !== undefined ? [layer.picture] : [])));
  const ingredients: CredentialIngredient[] = [];
  for (const digest of [...digests].toSorted(compareCodeUnits)) {
    const entry = bought.get(digest);
    const bytes = entry && (await vault.read(digest));
    if (entry !== undefined && bytes !== undefined) ingredients.push({ bytes, format: entry.format, title: `${entry.model} ${digest.slice(0, 12)}` });
  }
  return ingredients;
}
