import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RemoteStore } from '../spec/remote-store.ts';

/** Where a remote store is. */
export interface RemoteAddress {
  /** `https://…` or `http://…`, `s3://<bucket>/<prefix>`, or a folder: `file://…`, absolute, or relative to the project. */
  readonly url: string;
  /** Server of a bucket that is not Amazon's. */
  readonly endpoint?: string;
  readonly region?: string;
  /** Bearer token for HTTP. */
  readonly token?: string;
}

/**
 * Opens a remote store by its address; nothing is asked of it yet. Each driver is loaded when it is the one.
 * @param root absolute folder of the project
 * @throws VisualsError `REMOTE_LIBRARY_MISSING`
 */
export async function openRemoteStore({ url, endpoint, region, token }: RemoteAddress, root: string): Promise<RemoteStore> {
  if (/^https?:/.test(url)) {
    const { createHttpStore } = await import('../adapters/remote/create-http-store.ts');
    return createHttpStore({ url, ...(token !== undefined && { token }) });
  }
  if (url.startsWith('s3:')) {
    const { createS3Store } = await import('../adapters/remote/create-s3-store.ts');
    return createS3Store({ url, ...(endpoint !== undefined && { endpoint }), ...(region !== undefined && { region }) });
  }
  const { createFolderStore } = await import('../adapters/remote/create-folder-store.ts');
  return createFolderStore({ folder: url.startsWith('file:') ? fileURLToPath(url) : resolve(root, url) });
}
