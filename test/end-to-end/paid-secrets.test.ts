import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLastingProject, readFolder } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { startOpenAiServer } from '../support/openai-server/start-openai-server.ts';
import type { OpenAiServer } from '../support/openai-server/start-openai-server.ts';
import { canaryKey, createPaidSources, findWord } from '../support/paid-harness.ts';
import { recordFigure } from '../support/record-figure.ts';
import { runCommand } from '../support/run-command.ts';

describe('H2 the key is in no file and in no output', () => {
  let server: OpenAiServer;
  let project: TestProject;
  const outputs: string[] = [];
  const codes: string[] = [];

  beforeAll(async () => {
    server = await startOpenAiServer();
    project = createLastingProject(createPaidSources(['calm field'], { budget: { perBuild: 5 } }));
    const env = { OPENAI_API_KEY: canaryKey, OPENAI_BASE_URL: server.baseUrl };
    const faults = ['unauthorized', 'server-error', 'cut-json', 'html-200', 'reset-in-body', 'none'] as const;
    for (const [index, fault] of faults.entries()) {
      project.write(createPaidSources([`calm field ${index}`], { budget: { perBuild: 5 } }));
      server.failNext(...(fault === 'server-error' ? [fault, fault, fault] : [fault]));
      const { stdout, stderr } = await runCommand(project.root, ['build', '--debug', index % 2 === 0 ? '--json' : '--no-color'], { env });
      outputs.push(stdout, stderr);
      codes.push(...(`${stdout}${stderr}`.match(/API_[A-Z_]+/g) ?? []));
    }
  }, 60_000);
  afterAll(async () => {
    const leaks = findWord(project.root, canaryKey).length + outputs.filter((text) => text.includes(canaryKey)).length;
    const of = `${readFolder(project.root).size} files and ${outputs.length} outputs`;
    recordFigure({ name: 'files and outputs that hold the key', value: leaks, most: 0, of });
    await server.close();
    project.remove();
  });

  test('the key was used, and the faults came', () => {
    expect(server.posts.map(({ authorization }) => authorization).every((end) => end === canaryKey.slice(-4))).toBe(true);
    expect(server.counters.paidPosts).toBeGreaterThanOrEqual(6);
    for (const code of ['API_AUTH', 'API_SERVER', 'API_BAD_PAYLOAD', 'API_PAID_TRUNCATED']) expect(codes).toContain(code);
  });

  test('lock, vault, journal, cache and pictures', () => expect(findWord(project.root, canaryKey)).toEqual([]));
  test('the search finds a key that is there', () => {
    project.write({ 'notes.txt': `the key is ${canaryKey}` });
    expect(findWord(project.root, canaryKey)).toEqual(['notes.txt']);
    project.write({ 'notes.txt': undefined });
  });
  test('what was printed, with --debug and with --json', () => expect(outputs.filter((text) => text.includes(canaryKey))).toEqual([]));
  test('nor as base64, nor as a header', () => {
    expect(findWord(project.root, Buffer.from(canaryKey).toString('base64').slice(0, 30))).toEqual([]);
    expect(findWord(project.root, 'Bearer ')).toEqual([]);
  });
});

test('H2 a provider that echoes the key back is not repeated', async () => {
  const project = createLastingProject(createPaidSources(['calm field'], { budget: { perBuild: 5 } }));
  const proxy = createServer((request, response) => {
    request.resume().on('end', () => {
      response.writeHead(401, { 'content-type': 'application/json' });
      const message = `Incorrect API key provided: ${request.headers.authorization ?? ''}.`;
      response.end(JSON.stringify({ error: { message, type: 'invalid_request_error', code: 'invalid_api_key' } }));
    });
  });
  await new Promise<void>((resolve) => void proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { stdout, stderr } = await runCommand(project.root, ['build', '--debug', '--json'], {
    env: { OPENAI_API_KEY: canaryKey, OPENAI_BASE_URL: `http://127.0.0.1:${port}/v1` },
  });
  expect(`${stdout}${stderr}`).toContain('API_AUTH');
  expect([`${stdout}${stderr}`.includes(canaryKey), findWord(project.root, canaryKey)]).toEqual([false, []]);
  proxy.close();
  project.remove();
}, 30_000);
