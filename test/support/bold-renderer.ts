import { readFileSync } from 'node:fs';
import { beforeAll } from 'vitest';
import { createTakumiRenderer } from '../../src/adapters/render/takumi/create-takumi-renderer.ts';
import type { Renderer } from '../../src/spec/renderer.ts';

const packages = new URL('../../node_modules/@expo-google-fonts/', import.meta.url);

/** A renderer for the tests of a file, with the bold faces of families such as `Noto Sans JP`. */
export function setBoldRenderer(families: readonly string[]): Renderer {
  const renderer = createTakumiRenderer();
  beforeAll(() => renderer.useFonts(families.map((family) => ({ family, weight: 700, style: 'normal', data: readBold(family) }))));
  return renderer;
}

function readBold(family: string): Uint8Array {
  const words = family.split(' ');
  return readFileSync(new URL(`${words.join('-').toLowerCase()}/700Bold/${words.join('')}_700Bold.ttf`, packages));
}
