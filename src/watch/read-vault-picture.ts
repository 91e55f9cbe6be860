import type { Digest } from '../model/digest.ts';
import type { LivePicture } from '../model/live.ts';
import type { Treasury } from '../project/open-paid-art.ts';

/** A bought picture by its name on the page, `vault-<digest>.<format>`, if the lock names it; nothing else of the vault is given out. */
export async function readVaultPicture({ book, vault }: Pick<Treasury, 'book' | 'vault'>, name: string): Promise<LivePicture | undefined> {
  const [, digest = '', format = ''] = /^vault-([0-9a-f]{64})\.(png|jpeg|webp)$/.exec(name) ?? [];
  const isKnown = book.lines().some((line) => line.type === 'picture' && line.digest === digest && line.format === format);
  const bytes = isKnown ? await vault.read(digest as Digest) : undefined;
  return bytes && { bytes, type: `image/${format}` };
}
