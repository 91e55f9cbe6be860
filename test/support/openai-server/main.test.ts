import { expect, onTestFinished, test } from 'vitest';
import { goodRequest, send } from './call-server.ts';
import { runServer } from './main.ts';

test('it says where it listens and that its pictures are fake, and takes its options', async () => {
  const lines: string[] = [];
  const server = await runServer(['--latency', '1', '--images-per-minute', '1', '--fault', 'none', '--fault', 'overloaded'], (line) => lines.push(line));
  onTestFinished(() => server.close());
  expect(lines[0]).toContain('FAKE');
  expect(lines[1]).toBe(`OPENAI_BASE_URL=${server.baseUrl}`);
  const statuses = [];
  for (let index = 0; index < 3; index++) statuses.push((await send(server, '/images/generations', goodRequest)).status);
  expect(statuses).toEqual([200, 503, 429]);
});

test.each([
  [['--colour', 'red'], '--colour'],
  [['--fault', 'sulk'], 'No fault is called "sulk"'],
  [['--port', 'high'], '--port wants a whole number'],
])('%j is refused with what there is', async (argv, message) => {
  await expect(runServer(argv, () => undefined)).rejects.toThrow(message);
});
