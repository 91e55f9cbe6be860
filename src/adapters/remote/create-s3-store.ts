import type * as Sdk from '@aws-sdk/client-s3';
import { remoteLibraryMissing } from '../../diagnostics/remote.ts';
import { VisualsError } from '../../model/diagnostic.ts';
import { readErrorCode } from '../../model/error-code.ts';
import { RemoteError, remoteLimits } from '../../spec/remote-store.ts';
import type { RemoteFailure, RemoteLimits, RemotePath, RemoteRequest, RemoteStore } from '../../spec/remote-store.ts';
import { collectBytes } from './collect-bytes.ts';
import { runWithin } from './run-within.ts';
import type { Deadline } from './run-within.ts';

/** A bucket. Credentials come from where the library looks for them: the environment, the machine's role, the user's profile. */
export interface S3StoreOptions {
  /** `s3://<bucket>/<prefix>`. */
  readonly url: string;
  /** Address of a server that is not Amazon's; the bucket is then part of the path. */
  readonly endpoint?: string;
  readonly region?: string;
  readonly limits?: RemoteLimits;
}

/** Connections at once, as for HTTP. */
const mostConnections = 32;

/** A remote store in a bucket of S3 or of a server that speaks like it. The library is loaded here, and nowhere else. @throws VisualsError `REMOTE_LIBRARY_MISSING` */
export async function createS3Store({ url, endpoint, region = 'us-east-1', limits = remoteLimits }: S3StoreOptions): Promise<RemoteStore> {
  const sdk = await loadLibrary();
  const { hostname: Bucket, pathname } = new URL(url);
  const prefix = pathname.replaceAll(/^\/|\/$/g, '');
  const client = createClient(sdk, { endpoint, region });
  const locate = (path: RemotePath): { readonly Bucket: string; readonly Key: string } => ({ Bucket, Key: prefix === '' ? path : `${prefix}/${path}` });
  const run = <Result>(request: RemoteRequest, work: (deadline: Deadline) => Promise<Result>): Promise<Result> =>
    runWithin({ ...request, limits, explain: toRemoteError }, work);
  const put = (path: RemotePath, bytes: Uint8Array, request: RemoteRequest, guard: { readonly IfNoneMatch?: '*' }): Promise<void> =>
    run(request, async (deadline) => {
      await client.send(new sdk.PutObjectCommand({ ...locate(path), Body: bytes, ...guard }), { abortSignal: deadline.signal });
    });
  return {
    name: `s3://${Bucket}${prefix === '' ? '' : `/${prefix}`}`,
    get: (path, request = {}) =>
      run(request, async (deadline) => {
        const found = await orUndefined(client.send(new sdk.GetObjectCommand(locate(path)), { abortSignal: deadline.signal }));
        // In Node a body is a stream of bytes.
        return found?.Body && collectBytes(found.Body as AsyncIterable<Uint8Array>, deadline);
      }),
    put: async (path, bytes, { replace = false, ...request } = {}) => {
      if (replace) return put(path, bytes, request, {});
      try {
        await put(path, bytes, request, { IfNoneMatch: '*' });
      } catch (error) {
        const status = statusOf((error as RemoteError).cause);
        // Somebody was first; or somebody is just being first.
        if (status === 412 || status === 409) return;
        // A server that does not know the condition keeps whole objects all the same.
        if (status !== 501) throw error;
        await put(path, bytes, request, {});
      }
    },
    has: async (path, request = {}) =>
      run(
        request,
        async (deadline) => (await orUndefined(client.send(new sdk.HeadObjectCommand(locate(path)), { abortSignal: deadline.signal }))) !== undefined,
      ),
    close: () => client.destroy(),
  };
}

async function loadLibrary(): Promise<typeof Sdk> {
  const name = '@aws-sdk/client-s3';
  try {
    return (await import(/* @vite-ignore */ name)) as typeof Sdk;
  } catch (error) {
    throw new VisualsError(remoteLibraryMissing({ library: name }), { cause: error });
  }
}

/** Checksums that only Amazon knows are left out: what is read is compared with its own digest anyway. It tries once, for whoever asks decides on more. */
function createClient(sdk: typeof Sdk, { endpoint, region }: { readonly endpoint: string | undefined; readonly region: string }): Sdk.S3Client {
  return new sdk.S3Client({
    region,
    maxAttempts: 1,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { httpAgent: { maxSockets: mostConnections, keepAlive: true }, httpsAgent: { maxSockets: mostConnections, keepAlive: true } },
    ...(endpoint !== undefined && { endpoint, forcePathStyle: true }),
  });
}

async function orUndefined<Result>(request: Promise<Result>): Promise<Result | undefined> {
  try {
    return await request;
  } catch (error) {
    if (statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket') return undefined;
    throw error;
  }
}

function statusOf(error: unknown): number | undefined {
  return (error as { readonly $metadata?: { readonly httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : String(error);
}

const names: { readonly [name: string]: RemoteFailure } = { QuotaExceeded: 'full', EntityTooLarge: 'large' };
const refusals: { readonly [status: number]: RemoteFailure } = { 401: 'refused', 403: 'refused', 404: 'refused', 507: 'full' };

/** What the library says of an error may name the account; its name and the status tell enough. */
function toRemoteError(error: unknown): RemoteError {
  if (error instanceof RemoteError) return error;
  const [status, name] = [statusOf(error), nameOf(error)];
  if (status !== undefined) return new RemoteError(names[name] ?? refusals[status] ?? 'failed', `${name} (${status})`, { cause: error });
  const code = readErrorCode(error) ?? name;
  if (name === 'CredentialsProviderError') return new RemoteError('refused', 'there are no credentials', { cause: error });
  return new RemoteError(code === 'ECONNREFUSED' || code === 'ENOTFOUND' ? 'unreachable' : 'failed', code, { cause: error });
}
