import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { VisualsError } from '../../src/model/diagnostic.ts';
import type { PromptSource } from '../../src/model/config.ts';
import { loadPrompt } from '../../src/prompt/load-prompt.ts';
import type { PromptText } from '../../src/prompt/load-prompt.ts';
import { createInputFiles } from '../../src/store/input-files.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function load(source: PromptSource, content?: string | Uint8Array): Promise<PromptText> {
  const root = mkdtempSync(join(tmpdir(), 'visuals-prompt-'));
  folders.push(root);
  mkdirSync(join(root, 'prompts'));
  if (content !== undefined) writeFileSync(join(root, 'prompts/a.hbs'), content);
  return loadPrompt(source, { files: createInputFiles({ root, shipped: join(root, 'shipped') }), config: 'visuals.config.ts' });
}

const file: PromptSource = { kind: 'file', path: 'prompts/a.hbs' };

async function codesOf(work: Promise<unknown>): Promise<readonly (string | number | undefined)[]> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  if (!(error instanceof VisualsError)) throw error;
  return error.diagnostics.flatMap(({ code, exit, place }) => [code, exit, place?.file]);
}

test('a file, without its byte order mark, with plain line ends and composed characters', async () => {
  expect(await load(file, '\ufeff## Scene\r\nA cafe\u0301\r\n')).toEqual({ file: 'prompts/a.hbs', isFile: true, text: '## Scene\nA caf\u00e9\n' });
});

test('words of the config', async () => {
  expect(await load({ kind: 'text', text: 'A desk' })).toEqual({ file: 'visuals.config.ts', isFile: false, text: 'A desk' });
});

test('what can not be read', async () => {
  expect(await codesOf(load(file))).toEqual(['REF_MISSING', 1, undefined]);
  expect(await codesOf(load(file, new Uint8Array([0x41, 0xff])))).toEqual(['PROMPT_SYNTAX', 1, 'prompts/a.hbs']);
  expect(await codesOf(load(file, ' \n'))).toEqual(['PROMPT_EMPTY', 1, 'prompts/a.hbs']);
});

test('what is too long', async () => {
  expect(await load(file, 'x'.repeat(32 * 1024))).toMatchObject({ isFile: true });
  expect(await codesOf(load(file, 'x'.repeat(32 * 1024 + 1)))).toEqual(['INPUT_TOO_LARGE', 2, undefined]);
  expect(await codesOf(load({ kind: 'text', text: 'ä'.repeat(16 * 1024 + 1) }))).toEqual(['PROMPT_TOO_LONG', 1, 'visuals.config.ts']);
});

test('a secret key, never printed', async () => {
  const error: unknown = await load(file, 'A desk\nsk-proj-abcdefghijklmnopqrstuvwx').catch((reason: unknown) => reason);
  expect(error).toMatchObject({ message: 'SECRET_IN_CONFIG: line 2 of the prompt looks like a secret key' });
});
