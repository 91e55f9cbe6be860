import { createBrand } from '../brand/create-brand.ts';
import type { Brand } from '../brand/create-brand.ts';
import { loadBrandData } from '../brand/load-brand.ts';
import type { BrandSource } from '../model/config.ts';
import type { InputFile } from '../spec/input-files.ts';
import { rememberJson } from './remember-json.ts';
import type { Workspace } from './workspace.ts';

/** Raised when the same token files give other data. */
const revision = '1';

/** Which files a brand was read from, with their digests. */
interface BrandFiles {
  readonly files: readonly (readonly [path: string, digest: string])[];
}

/**
 * Loads the brand; token files that did not change are not parsed again. Which files a resolver document includes is remembered under the
 * document's own digest, and the tokens under the digests of them all.
 * @throws VisualsError as `loadBrand` does
 */
export async function loadCachedBrand(source: BrandSource, workspace: Workspace): Promise<Brand> {
  if (source.kind === 'object') return createBrand(await loadBrandData(source, workspace.files));
  const { files } = workspace;
  const entry = await files.digest(source.path);
  const list = async (): Promise<BrandFiles> => ({ files: await listBrandFiles(source, workspace) });
  const known = await rememberJson(workspace, { kind: 'brand-files', record: { revision, path: source.path, entry }, compute: list });
  const digests = await Promise.all(known.files.map(async ([path]) => `${path} ${await files.digest(path)}`));
  return createBrand(
    await rememberJson(workspace, { kind: 'brand', record: { revision, files: digests.join('\n') }, compute: () => loadBrandData(source, files) }),
  );
}

/** Reads the brand once to see which files it takes. */
async function listBrandFiles(source: BrandSource, { files }: Workspace): Promise<BrandFiles['files']> {
  const read: [string, string][] = [];
  const watched = {
    ...files,
    read: async (path: string, limits?: { readonly mostBytes: number }): Promise<InputFile> => {
      const found = await files.read(path, limits);
      read.push([path, found.digest]);
      return found;
    },
  };
  await loadBrandData(source, watched);
  return read;
}
