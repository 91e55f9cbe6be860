import { join } from 'node:path';
import { expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import { createAdapters } from '../../src/project/create-adapters.ts';
import { createContentStore } from '../../src/store/content-store.ts';
import { openPictureShelf } from '../../src/watch/picture-shelf.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

test('pictures and thumbnails that are kept in memory do not hold on to what their encoder wrote them into', async () => {
  const folder = createTemporaryFolder();
  const { codec } = await createAdapters();
  const shelf = openPictureShelf({ path: join(folder, 'pictures.log'), store: createContentStore({ folder }), codec });
  const data = new Uint8Array(96 * 56 * 4).fill(255);
  const raster = computeDigest(data);
  await shelf.hold(raster, { width: 96, height: 56, data });
  const { picture, thumb } = shelf.nameOf(raster);
  await shelf.find(thumb);
  for (const name of [picture, thumb]) {
    const { bytes } = (await shelf.find(name))!;
    expect(bytes.byteLength).toBeGreaterThan(0);
    // What encoders hand out is a Buffer over memory of their own.
    expect([name, Buffer.isBuffer(bytes)]).toEqual([name, false]);
  }
});
