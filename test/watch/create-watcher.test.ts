import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Dependencies } from '../../src/store/input-files.ts';
import { createWatcher } from '../../src/watch/create-watcher.ts';

function createFolder(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'visuals-watcher-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

const dependsOn = (...paths: readonly string[]): Dependencies => ({
  files: new Map(paths.map((path) => [path, { stamp: '', digest: '0'.repeat(64) as never }])),
  folders: new Map(),
  absent: new Set(),
});

test("I10 a system that can't watch so much is asked again and again instead, and says so", async () => {
  const root = createFolder();
  writeFileSync(join(root, 'a.json'), '1');
  const reasons: string[] = [];
  let changes = 0;
  const watcher = createWatcher({ root, shipped: root, onChange: () => (changes += 1), onPolling: (reason) => reasons.push(reason) });
  onTestFinished(() => watcher.close());
  await watcher.follow(dependsOn('a.json'));
  watcher.tellTrouble(Object.assign(new Error('no more watches'), { code: 'ENOSPC' }));
  watcher.tellTrouble(Object.assign(new Error('no more watches'), { code: 'ENOSPC' }));
  await expect.poll(() => changes).toBeGreaterThan(0);
  expect(reasons).toEqual(['ENOSPC']);
  const before = changes;
  writeFileSync(join(root, 'a.json'), 'longer than before');
  await expect.poll(() => changes).toBeGreaterThan(before);
});
