import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/spec/clock.ts';
import { acquireBuildLock, readLockOwner } from '../../src/store/build-lock.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const clock: Clock = { monotonic: () => performance.now(), now: () => Date.now(), sleep: (milliseconds) => setTimeout(milliseconds) };

describe('build lock', () => {
  test('is given to one at a time', async () => {
    const path = join(createTemporaryFolder(), 'build.lock');
    const release = await acquireBuildLock({ path, clock, wait: 0 });
    await expect(acquireBuildLock({ path, clock, wait: 50 })).rejects.toMatchObject({ diagnostics: [{ code: 'LOCKED', exit: 5 }] });
    release();
    expect(existsSync(path)).toBe(false);
  });

  test('goes to the one who waits, who is told whom for', async () => {
    const path = join(createTemporaryFolder(), 'build.lock');
    const release = await acquireBuildLock({ path, clock, wait: 0 });
    const owners: number[] = [];
    const second = acquireBuildLock({ path, clock, wait: 5000, onWait: (owner) => owners.push(owner.pid) });
    await setTimeout(150);
    release();
    (await second)();
    expect(owners).toEqual([process.pid]);
  });

  test('never lets two in, however many come at once', async () => {
    const path = join(createTemporaryFolder(), 'build.lock');
    let inside = 0;
    let most = 0;
    const visit = async (): Promise<void> => {
      const release = await acquireBuildLock({ path, clock, wait: 20_000 });
      most = Math.max(most, (inside += 1));
      await setTimeout(1);
      inside -= 1;
      release();
    };
    await Promise.all(Array.from({ length: 8 }, visit));
    expect(most).toBe(1);
  });

  test('of a killed process is taken over within two seconds', async () => {
    const path = join(createTemporaryFolder(), 'build.lock');
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    writeFileSync(path, JSON.stringify({ pid: child.pid, start, boot, host: hostname(), since: '' }));
    expect(readLockOwner(path)?.pid).toBe(child.pid);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    const begun = performance.now();
    (await acquireBuildLock({ path, clock, wait: 5000 }))();
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  test.each([
    ['another process got the same id', { start: '1' }],
    ['the machine was started again', { boot: 'another' }],
  ])('is taken over when %s', async (_name, part) => {
    const path = join(createTemporaryFolder(), 'build.lock');
    const mine = await acquireBuildLock({ path, clock, wait: 0 });
    const owner = JSON.parse(readFileSync(path, 'utf8')) as object;
    mine();
    writeFileSync(path, JSON.stringify({ ...owner, ...part }));
    (await acquireBuildLock({ path, clock, wait: 0 }))();
  });

  test('of another machine is respected', async () => {
    const path = join(createTemporaryFolder(), 'build.lock');
    writeFileSync(path, JSON.stringify({ pid: 1, start: '', boot: '', host: 'elsewhere', since: 'noon' }));
    await expect(acquireBuildLock({ path, clock, wait: 0 })).rejects.toMatchObject({
      diagnostics: [{ code: 'LOCKED', message: expect.stringContaining('elsewhere') }],
    });
  });

  test('a damaged one is nobody’s', async () => {
    const path = join(createTemporaryFolder(), 'build.lock');
    writeFileSync(path, '{');
    (await acquireBuildLock({ path, clock, wait: 0 }))();
  });
});
