import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runStudio } from '../../src/cli/commands/studio.ts';
import { runWatch } from '../../src/cli/commands/watch.ts';
import { readFlags } from '../../src/cli/flags.ts';
import { createProject } from '../support/create-project.ts';
import { runCommand } from '../support/run-command.ts';
import { createFakeIo } from './fake-io.ts';

/** Presses keys as soon as what is printed matches. */
function press(output: () => string, onKey: () => ((key: string) => void) | undefined, script: readonly (readonly [RegExp, string])[]): NodeJS.Timeout {
  let at = 0;
  let seen = 0;
  return setInterval(() => {
    const [pattern, keys] = script[at] ?? [];
    const text = output();
    if (pattern === undefined || keys === undefined || !pattern.test(text.slice(seen))) return;
    seen = text.length;
    at += 1;
    for (const key of keys) onKey()?.(key);
  }, 20);
}

test('watch tells each build, asks before it does anything, and ends by a key', async () => {
  const project = createProject();
  let onKey: ((key: string) => void) | undefined;
  let stopped = false;
  const fake = createFakeIo({ terminal: true, cwd: project.root });
  const io = {
    ...fake,
    stdin: {
      ...fake.stdin,
      watchKeys: (take: (key: string) => void) => {
        onKey = take;
        return () => {
          stopped = true;
        };
      },
    },
  };
  const timer = press(
    () => fake.written.stdout,
    () => onKey,
    [
      [/4 pictures changed/, 'g'],
      [/nothing is to be bought/, 'fhello\r'],
      [/2 cells match hello/, 'an'],
      [/left as it is/, 'ay'],
      [/2 approved; commit/, 'q'],
    ],
  );
  expect(await runWatch({ flags: readFlags({ 'no-color': true }), operands: [], io })).toBe(0);
  clearInterval(timer);
  expect(stopped).toBe(true);
  const lock = readFileSync(join(project.root, 'visuals.lock.json'), 'utf8');
  expect(lock.match(/"type":"approval"/g)).toHaveLength(2);
  expect(lock).toContain('hello/wide.de');
});

test('studio tells programs its link, too', async () => {
  const project = createProject();
  const fake = createFakeIo({ terminal: false, cwd: project.root });
  let onKey: ((key: string) => void) | undefined;
  const watchKeys = (take: (key: string) => void): (() => void) => {
    onKey = take;
    return () => undefined;
  };
  const timer = press(
    () => fake.written.stdout,
    () => onKey,
    [[/"phase":"idle"/, 'q']],
  );
  const flags = readFlags({ json: true, 'no-open': true, port: '0' });
  expect(await runStudio({ flags, operands: [], io: { ...fake, stdin: { ...fake.stdin, watchKeys } } })).toBe(0);
  clearInterval(timer);
  const events = fake.written.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly type: string; readonly link?: string });
  expect(events.find(({ type }) => type === 'studio')?.link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?open=/);
});

test('a studio at a port that somebody else has ends, and says so', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { exit, stderr } = await runCommand(createProject().root, ['studio', '--no-open', '--port', `${port}`]);
  server.close();
  expect(exit).toBe(2);
  expect(stderr).toMatch(new RegExp(`PORT_TAKEN.* port ${port} is taken[^]*fix: .*leave \`--port\` out`));
});
