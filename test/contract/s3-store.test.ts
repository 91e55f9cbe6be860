import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createS3Store } from '../../src/adapters/remote/create-s3-store.ts';
import { openRemoteStore } from '../../src/project/open-remote-store.ts';
import { hasCeph, startCeph } from '../support/ceph-server.ts';
import type { CephServer } from '../support/ceph-server.ts';
import { createProject, workOf } from '../support/create-project.ts';
import { writeThrough } from '../support/failing-store.ts';
import type { StoreAddress } from '../support/failing-store.ts';
import { layFaultyLine } from '../support/faulty-line.ts';
import type { LineFault } from '../support/faulty-line.ts';
import { findFreePort } from '../support/nginx-server.ts';
import { actAs, identities, sharedSources, teamKeys } from '../support/shared-project.ts';
import { describeRemoteStore } from './describe-remote-store.ts';

const [bucket, smallBucket] = ['visuals-team', 'visuals-small'];
const limits = { firstByte: 1000, total: 2000 } as const;

describe.skipIf(!hasCeph())('Ceph', () => {
  let server: CephServer;
  let client: S3Client;

  beforeAll(async () => {
    server = await startCeph();
    for (const [name, value] of Object.entries(server.credentials)) vi.stubEnv(name, value);
    client = new S3Client({ endpoint: server.endpoint, region: 'us-east-1', forcePathStyle: true });
    for (const Bucket of [bucket, smallBucket]) await client.send(new CreateBucketCommand({ Bucket }));
  }, 180_000);

  afterAll(async () => {
    vi.unstubAllEnvs();
    client.destroy();
    await server.stop();
  });

  describeRemoteStore('a bucket', () => openRemoteStore({ url: `s3://${bucket}/some/prefix`, endpoint: server.endpoint }, '/'), { firstWins: true });

  test('a wrong secret is refused, and so is a bucket that is not there', async () => {
    const elsewhere = await createS3Store({ url: 's3://no-such-bucket', endpoint: server.endpoint, limits });
    await expect(elsewhere.get('cas/00')).rejects.toMatchObject({ failure: 'refused' });
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'another');
    const stranger = await createS3Store({ url: `s3://${bucket}`, endpoint: server.endpoint, limits });
    await expect(stranger.get('cas/00')).rejects.toMatchObject({ failure: 'refused' });
    await expect(stranger.put('cas/00', Buffer.from('x'))).rejects.toMatchObject({ failure: 'refused' });
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', server.credentials.AWS_SECRET_ACCESS_KEY);
    for (const store of [elsewhere, stranger]) store.close();
  });

  test('a laptop starts from what CI put there', async () => {
    const store = { url: `s3://${bucket}/builds`, endpoint: server.endpoint, trusted: { main: teamKeys.main.publicText } };
    const [first, second] = [createProject(sharedSources('', { store })), createProject(sharedSources('', { store }))];
    await actAs(identities.main, () => first.buildWell());
    expect(workOf(await actAs(identities.reader, () => second.buildWell()))).toEqual({ ingest: 1 });
    expect(second.outputs()).toEqual(first.outputs());
  });

  function at(store: string, endpoint = server.endpoint): StoreAddress {
    return { VISUALS_STORE_URL: `s3://${store}`, VISUALS_STORE_ENDPOINT: endpoint, ...server.credentials };
  }

  /** The pictures under a prefix of a bucket. */
  async function list(Bucket: string, prefix: string): Promise<ReadonlyMap<string, Uint8Array>> {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket, Prefix: `${prefix}cas/` }));
    const read = async (Key: string): Promise<readonly [string, Uint8Array]> => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      return [Key.slice(`${prefix}cas/`.length), await Body!.transformToByteArray()];
    };
    return new Map(await Promise.all(Contents.map(({ Key }) => read(Key!))));
  }

  test('F2 F7 its line hangs or is cut within an upload: the build ends as well as any other, and the rest is sent later', async () => {
    const breakUploads = async (end: LineFault['end']): Promise<void> => {
      const line = await layFaultyLine(server.endpoint, { after: 110_000, from: 'client', end });
      const store = `${bucket}/${end}`;
      await writeThrough({ address: at(store, line.url), list: () => list(bucket, `${end}/`), mend: () => Promise.resolve(at(store)) });
      expect(line.isBroken()).toBe(true);
    };
    // Most of it is waiting for the line that hangs.
    await Promise.all([breakUploads('hangs'), breakUploads('cuts')]);
  });

  test('F7 its bucket is full in the middle of a build', async () => {
    server.limitBucket(smallBucket, 40);
    await writeThrough({
      address: at(smallBucket),
      list: () => list(smallBucket, ''),
      mend: () => (server.limitBucket(smallBucket, undefined), Promise.resolve(at(smallBucket))),
    });
  });
});

test('a server that is not there is unreachable', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'a');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'b');
  const store = await createS3Store({ url: 's3://some-bucket', endpoint: `http://127.0.0.1:${await findFreePort()}`, limits });
  await expect(store.get('cas/00')).rejects.toMatchObject({ failure: 'unreachable' });
  vi.unstubAllEnvs();
});
