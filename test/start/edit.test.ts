import { describe, expect, test } from 'vitest';
import { editSource } from '../../src/start/edit-source.ts';
import type { PluginEdit } from '../../src/start/edit-source.ts';
import { editTsconfig } from '../../src/start/edit-tsconfig.ts';

const list: PluginEdit = { from: 'visuals/vite', name: 'visuals', how: { kind: 'list', list: 'plugins' } };
const wrap: PluginEdit = { from: 'visuals/next', name: 'withVisuals', how: { kind: 'wrap' } };

describe('a config takes the plugin in, and all else stays', () => {
  test.each([
    [
      "import { defineConfig } from 'vite';\nexport default defineConfig({ plugins: [a()] });\n",
      "import { defineConfig } from 'vite';\nimport { visuals } from 'visuals/vite';\nexport default defineConfig({ plugins: [a(), visuals()] });\n",
    ],
    [
      'import a from "a"\n\n// mine\nexport default {\n  plugins: [], // none\n}\n',
      'import a from "a"\nimport { visuals } from "visuals/vite"\n\n// mine\nexport default {\n  plugins: [visuals()], // none\n}\n',
    ],
    ['export default {};\n', "import { visuals } from 'visuals/vite';\n\nexport default { plugins: [visuals()] };\n"],
    [
      "import a from 'a';\nexport default {\n  base: '/x',\n} satisfies UserConfig;\n",
      "import a from 'a';\nimport { visuals } from 'visuals/vite';\nexport default {\n  plugins: [visuals()],\n  base: '/x',\n} satisfies UserConfig;\n",
    ],
  ])('%s', (before, after) => expect(editSource('vite.config.ts', before, list)).toBe(after));

  test('Next is wrapped', () => {
    expect(
      editSource('next.config.ts', "import type { NextConfig } from 'next';\n\nconst nextConfig: NextConfig = {};\n\nexport default nextConfig;\n", wrap),
    ).toBe(
      "import type { NextConfig } from 'next';\nimport { withVisuals } from 'visuals/next';\n\nconst nextConfig: NextConfig = {};\n\nexport default withVisuals(nextConfig);\n",
    );
  });

  test('twice is once', () =>
    expect(editSource('a.ts', "import { visuals } from 'visuals/vite';\nexport default { plugins: [visuals()] };\n", list)).toBe('done'));

  test.each([
    ['a function', 'export default ({ mode }) => ({ plugins: [] });'],
    ['a name', 'const config = {};\nexport default config;'],
    ['a list that is made elsewhere', 'export default { plugins };'],
    ['CommonJS', 'module.exports = { plugins: [] };'],
    ['what can not be parsed', 'export default {'],
  ])('%s is left to people', (_title, text) => expect(editSource('vite.config.ts', text, list)).toBeUndefined());
});

describe('a tsconfig includes the types, and all else stays', () => {
  test.each([
    ['{ "include": ["src"] }', '{ "include": ["src", ".visuals/types.d.ts"] }'],
    ['{\n  // mine\n  "include": [\n    "src",\n  ],\n}', '{\n  // mine\n  "include": [\n    "src", ".visuals/types.d.ts",\n  ],\n}'],
    ['{ "include": [] }', '{ "include": [".visuals/types.d.ts"] }'],
    ['{ "extends": "x" }', '{\n  "include": ["**/*", ".visuals/types.d.ts"], "extends": "x" }'],
    ['{}', '{\n  "include": ["**/*", ".visuals/types.d.ts"]\n}'],
  ])('%s', (before, after) => expect(editTsconfig(before, ['.visuals/types.d.ts'])).toBe(after));

  test('twice is once', () => expect(editTsconfig('{ "include": ["./.visuals/types.d.ts"] }', ['.visuals/types.d.ts'])).toBe('done'));
  test.each(['{ "files": [], "references": [] }', '{', '[]'])('%s is left to people', (text) => expect(editTsconfig(text, ['x'])).toBeUndefined());
});
