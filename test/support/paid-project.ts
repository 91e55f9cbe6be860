import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { createProject, readFolder, tinySize, tinySources } from './create-project.ts';
import type { TestProject } from './create-project.ts';
import { startOpenAiServer } from './openai-server/start-openai-server.ts';
import type { OpenAiServer } from './openai-server/start-openai-server.ts';
import type { OpenAiServerOptions } from './openai-server/server-types.ts';

/** A tiny project with bought art, and the server that sells it. */
export interface PaidProject extends TestProject {
  readonly server: OpenAiServer;
}

/** Art of the tiny project's `photo`; low quality, so that a picture costs little. */
export const plate = { kind: 'generate', prompt: 'A calm desk in morning light', quality: 'low' } as const;

interface PaidParts {
  readonly art?: JsonObject;
  readonly config?: JsonObject;
  readonly server?: OpenAiServerOptions;
}

/** The tiny project, whose photo is bought and whose `hello` needs no purchase; the environment holds a key and the server's address, and is no build server's. */
export async function createPaidProject({ art = { background: plate }, config = {}, server: options = {} }: PaidParts = {}): Promise<PaidProject> {
  const server = await openServer(options);
  const assets = {
    hello: { template: 'note', sizes: [tinySize], copy: 'hello', alt: 'hello.alt' },
    photo: { template: 'photo', sizes: [tinySize], copy: 'photo', alt: 'photo.alt', art },
  };
  return { ...createProject(tinySources({ assets, ...config })), server };
}

/** The server for a test that makes its own projects: the environment holds a key and its address. */
export async function openServer(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
  const server = await startOpenAiServer(options);
  onTestFinished(() => server.close());
  setEnvironment(server);
  return server;
}

function setEnvironment(server: OpenAiServer): void {
  vi.stubEnv('OPENAI_API_KEY', 'sk-test-0123456789');
  vi.stubEnv('OPENAI_BASE_URL', server.baseUrl);
  vi.stubEnv('CI', undefined);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
}

/** What a colleague has after `git clone`: the sources, the lock, the vault without the papers of purchases; no key, and no server to reach. */
export function cloneProject(project: PaidProject): TestProject {
  const clone = createProject({});
  const committed = ['visuals.config.ts', 'copy', 'brand', 'templates', 'art', 'visuals.lock.json', 'visuals.vault'];
  for (const path of committed) cpSync(join(project.root, path), join(clone.root, path), { recursive: true, filter: (source) => !source.endsWith('.journal') });
  vi.stubEnv('OPENAI_API_KEY', undefined);
  vi.stubEnv('OPENAI_BASE_URL', 'http://127.0.0.1:1/v1');
  return clone;
}

/** The codes of a report, in its order. */
export function codesOf({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }): readonly string[] {
  return diagnostics.map(({ code }) => code);
}

/** Pictures in the vault, by their path in it; the papers of purchases are not among them. */
export function listVault({ root }: TestProject): readonly string[] {
  return [...readFolder(join(root, 'visuals.vault')).keys()].filter((path) => !path.startsWith('.journal'));
}
