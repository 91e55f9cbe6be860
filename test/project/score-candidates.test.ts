import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { computeDigest } from '../../src/keys/canonical.ts';
import { pickPicture } from '../../src/pick-picture.ts';
import { createPaidProject, plate } from '../support/paid-project.ts';
import type { PaidProject } from '../support/paid-project.ts';

/** Grey, with squares on a part of its width. */
async function draw(from: number, to: number): Promise<Uint8Array> {
  const [width, height] = [480, 252];
  const data = Buffer.alloc(width * height * 3, 128);
  for (let y = 0; y < height; y += 1)
    for (let x = Math.floor(width * from); x < width * to; x += 1)
      if ((Math.floor(x / 9) + Math.floor(y / 9)) % 2 === 0) data.fill(230, (y * width + x) * 3, (y * width + x) * 3 + 3);
  return sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

/** Puts other pictures in the place of the bought ones. */
function swapPictures(project: PaidProject, pictures: readonly Uint8Array[]): readonly string[] {
  const lock = project.read('visuals.lock.json');
  const bought = [...new Set([...lock.matchAll(/"digest":\s*"([0-9a-f]{64})"/g)].map(([, digest]) => digest!))];
  expect(bought).toHaveLength(pictures.length);
  const digests = pictures.map((bytes) => {
    const digest = computeDigest(bytes);
    mkdirSync(join(project.root, 'visuals.vault', digest.slice(0, 2)), { recursive: true });
    writeFileSync(join(project.root, 'visuals.vault', digest.slice(0, 2), digest), bytes);
    return digest;
  });
  project.write({ 'visuals.lock.json': bought.reduce((text, digest, at) => text.replaceAll(digest, digests[at]!), lock) });
  return digests;
}

test('the candidate that is calm where the words stand is proposed, however busy it is elsewhere; the choice stays with a person', async () => {
  const project = await createPaidProject({ art: { background: { ...plate, candidates: 3 } } });
  const { root } = project;
  await project.buildWell({ spend: 1 });
  const [everywhere, beside, under] = swapPictures(project, [await draw(0, 1), await draw(0.85, 1), await draw(0, 0.6)]);
  await project.buildWell();
  expect(project.server.counters.paidPosts).toBe(1);
  const { lists } = await pickPicture({ root, asset: 'photo' });
  const { candidates } = lists[0]!;
  const scoreOf = (digest: string | undefined): number => candidates.find((each) => each.digest === digest)!.busyness!;
  expect(scoreOf(beside)).toBeLessThan(scoreOf(under));
  expect(scoreOf(beside)).toBeLessThan(scoreOf(everywhere) / 2);
  expect(candidates.filter(({ proposed }) => proposed).map(({ digest }) => digest)).toEqual([beside]);
  // Picking and listing tell the same, from memory.
  const picked = await pickPicture({ root, asset: 'photo', digest: under!.slice(0, 12) });
  expect(picked.lists[0]!.candidates.map(({ busyness }) => busyness)).toEqual(candidates.map(({ busyness }) => busyness));
});
