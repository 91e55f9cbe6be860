import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createS3Store } from '../../src/adapters/remote/create-s3-store.ts';
import { openRemoteStore } from '../../src/project/open-remote-store.ts';
import { hasCeph, startCeph } from '../support/ceph-server.ts';
import type { CephServer } from '../support/ceph-server.ts';
import { createProject, workOf } from '../support/create-project.ts';
import { findFreePort } from '../support/nginx-server.ts';
import { actAs, identities, sharedSources, teamKeys } from '../support/shared-project.ts';
import { describeRemoteStore } from './describe-remote-store.ts';

const bucket = 'visuals-team';
const limits = { firstByte: 1000, total: 2000 } as const;

describe.skipIf(!hasCeph())('Ceph', () => {
  let server: CephServer;

  beforeAll(async () => {
    server = await startCeph();
    for (const [name, value] of Object.entries(server.credentials)) vi.stubEnv(name, value);
    const client = new S3Client({ endpoint: server.endpoint, region: 'us-east-1', forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: bucket }));
    client.destroy();
  }, 180_000);

  afterAll(async () => {
    vi.unstubAllEnvs();
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
});

test('a server that is not there is unreachable', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'a');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'b');
  const store = await createS3Store({ url: 's3://some-bucket', endpoint: `http://127.0.0.1:${await findFreePort()}`, limits });
  await expect(store.get('cas/00')).rejects.toMatchObject({ failure: 'unreachable' });
  vi.unstubAllEnvs();
});
