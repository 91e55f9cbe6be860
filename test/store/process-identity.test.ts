import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pid } from 'node:process';
import { expect, test } from 'vitest';
import { identifySelf, isAlive, isRunning } from '../../src/store/process-identity.ts';

test('this process runs, and a child until it has ended', async () => {
  expect(isAlive(identifySelf())).toBe(true);
  const child = spawn(process.execPath, ['--eval', 'process.stdin.resume()']);
  expect(isRunning(child.pid!)).toBe(true);
  child.stdin.end();
  await once(child, 'exit');
  expect([isRunning(child.pid!), isAlive({ ...identifySelf(), pid: child.pid! })]).toEqual([false, false]);
});

test.skipIf(process.platform !== 'linux')('a process of the same number that started at another time, or before the machine did, is another one', () => {
  const self = identifySelf();
  expect(self).toMatchObject({ pid, start: expect.stringMatching(/^\d+$/) as string, boot: expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
  expect(isAlive({ ...self, start: '1' })).toBe(false);
  expect(isAlive({ ...self, boot: 'another' })).toBe(false);
});

test('of another machine nobody here can tell: it counts as running', () => {
  expect(isAlive({ ...identifySelf(), pid: 999_999_999, host: 'elsewhere' })).toBe(true);
});
