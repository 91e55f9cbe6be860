import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Each test plants one violation into a small tree beside a copy of the real config, and sees the linter refuse that and nothing else. */

const root = fileURLToPath(new URL('../..', import.meta.url));
let tree = '';

beforeAll(() => {
  tree = mkdtempSync(join(tmpdir(), 'visuals-architecture-'));
  cpSync(join(root, 'oxlint.config.mjs'), join(tree, 'oxlint.config.mjs'));
  cpSync(join(root, 'tsconfig.json'), join(tree, 'tsconfig.json'));
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'));
  writeFileSync(join(tree, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(tree, '.gitignore'), 'node_modules\n');
});

afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** Rules that were broken, by file. */
type Findings = ReadonlyMap<string, readonly string[]>;

function lint(files: { readonly [path: string]: string }): Findings {
  rmSync(join(tree, 'src'), { recursive: true, force: true });
  for (const [path, text] of Object.entries({ ...ground, ...files })) {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  }
  const parameters = [join(root, 'node_modules', 'oxlint', 'bin', 'oxlint'), '-c', 'oxlint.config.mjs', '--type-aware', '-f', 'json', 'src'];
  const { stdout, status } = spawnSync(process.execPath, parameters, { cwd: tree, encoding: 'utf8' });
  const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly { readonly filename: string; readonly code?: string }[] };
  expect(status).toBe(diagnostics.length > 0 ? 1 : 0);
  const findings = new Map<string, string[]>();
  for (const { filename, code = '' } of diagnostics) findings.set(filename, [...(findings.get(filename) ?? []), code]);
  return findings;
}

/** Files that violations import, and that are fine themselves. */
const ground = {
  'src/model/thing.ts': 'export interface Thing {\n  readonly name: string;\n}\n',
  'src/diagnostics/tell.ts': "export const tell = (): string => 'x';\n",
  'src/store/keep.ts': "export const keep = (): string => 'x';\n",
  'src/engine/run.ts': "export const run = (): string => 'x';\n",
  'src/adapters/image/sharp/codec.ts':
    "import sharp from 'sharp';\nimport type { Thing } from '../../../model/thing.ts';\nexport const encode = (thing: Thing): unknown => sharp(thing.name);\n",
  'src/project/compose.ts': "import { encode } from '../adapters/image/sharp/codec.ts';\nexport { encode };\n",
  'src/build.ts': "export { run } from './engine/run.ts';\nexport { encode } from './project/compose.ts';\n",
  'src/cli/print.ts': 'export const print = (text: string): void => {\n  process.stdout.write(text);\n};\n',
} as const;

const imports = 'eslint(no-restricted-imports)';

/** What is planted, where, and the rule that must refuse it. */
const plants: readonly (readonly [what: string, folder: string, text: string, rule: string])[] = [
  ['an import upwards', 'model', "export { tell } from '../diagnostics/tell.ts';\n", imports],
  ['an import upwards from a nested folder', 'store/deep/er', "export { run } from '../../../engine/run.ts';\n", imports],
  ['an import upwards of a type', 'spec', "import type { tell } from '../diagnostics/tell.ts';\nexport type Tell = typeof tell;\n", imports],
  ['an import upwards when needed', 'store', "export const load = async (): Promise<unknown> => import('../engine/run.ts');\n", imports],
  ['the composition root in the engine', 'engine', "export { run } from '../build.ts';\n", imports],
  ['the composition folder in publish', 'publish', "export { encode } from '../project/compose.ts';\n", imports],
  ['the command line in the engine', 'engine', "export { print } from '../cli/print.ts';\n", imports],
  ['the command line in the library', '', "export { print } from './cli/print.ts';\n", imports],
  ['an adapter in the engine', 'engine', "export { encode } from '../adapters/image/sharp/codec.ts';\n", imports],
  ['the store in an adapter', 'adapters/procedural', "export { keep } from '../../store/keep.ts';\n", imports],
  ['an adapter in another', 'adapters/render/takumi', "export { encode } from '../../image/sharp/codec.ts';\n", imports],
  ['a detour', 'model', "export { tell } from './../diagnostics/tell.ts';\n", imports],
  ['the package by its name', 'model', "export { build } from 'visuals';\n", imports],
  ['what lies outside of src', 'engine', "import manifest from '../../package.json' with { type: 'json' };\nexport const { type } = manifest;\n", imports],
  ['sharp outside of its adapter', 'engine', "import sharp from 'sharp';\nexport const make = (): unknown => sharp();\n", imports],
  ['sharp in another adapter', 'adapters/render/takumi', "import sharp from 'sharp';\nexport const make = (): unknown => sharp();\n", imports],
  ['sharp in the root', '', "export const load = async (): Promise<unknown> => import('sharp');\n", imports],
  ['the renderer in the composition folder', 'project', "import type { Renderer } from '@takumi-rs/core';\nexport type Drawn = Renderer;\n", imports],
  ['commander outside of the command line', 'engine', "import { Command } from 'commander';\nexport const program = new Command();\n", imports],
  ['an import inside of a type', 'engine', "export type Thing = import('../model/thing.ts').Thing;\n", 'typescript(consistent-type-imports)'],
  [
    'the streams of the process by import',
    'engine',
    "import { stdout } from 'node:process';\nexport const tell = (): boolean => stdout.write('x');\n",
    imports,
  ],
  ['the environment', 'engine', "export const key = process.env['KEY'];\n", 'eslint(no-restricted-globals)'],
  ['the streams of the process', 'publish', "export const tell = (): boolean => process.stdout.write('x');\n", 'eslint(no-restricted-globals)'],
  ['the process by another name', 'engine', 'export const here = globalThis.process.cwd();\n', 'eslint(no-restricted-properties)'],
  ['any', 'engine', 'export const read = (value: any): unknown => value;\n', 'typescript(no-explicit-any)'],
  ['a floating promise', 'engine', 'export const start = (work: () => Promise<void>): void => {\n  work();\n};\n', 'typescript(no-floating-promises)'],
  ['printing', 'engine', "export const tell = (): void => {\n  console.log('x');\n};\n", 'eslint(no-console)'],
  ['a default export', 'engine', 'export default 1;\n', 'import(no-default-export)'],
  [
    'five parameters',
    'engine',
    'export const five = (a: number, b: number, c: number, d: number, e: number): number => a + b + c + d + e;\n',
    'eslint(max-params)',
  ],
  ['a suppression', 'engine', '// @ts-expect-error because\nexport const x: string = 1;\n', 'typescript(ban-ts-comment)'],
];

const cycle = {
  'src/model/egg.ts': "import type { Hen } from './hen.ts';\nexport interface Egg {\n  readonly from: Hen;\n}\n",
  'src/model/hen.ts': "import type { Egg } from './egg.ts';\nexport interface Hen {\n  readonly from: Egg;\n}\n",
};

const allowed = {
  'src/adapters/render/takumi/deep/thing.ts': "export type { Thing } from '../../../../model/thing.ts';\n",
  'src/store/lock.ts': "export { pid } from 'node:process';\n",
};

describe('the rules of the house', () => {
  const locate = (index: number): string => `src/${plants[index]?.[1] ?? ''}/planted-${index}.ts`.replace('//', '/');
  let findings: Findings = new Map();

  beforeAll(() => {
    findings = lint({ ...Object.fromEntries(plants.map(([, , text], index) => [locate(index), text])), ...cycle, ...allowed });
  });

  it.each(plants.map(([what, , , rule], index) => [what, index, rule] as const))('refuse %s', (_, index, rule) => {
    expect(findings.get(locate(index))).toEqual([rule]);
  });

  it('refuse a cycle, even of types alone', () => {
    for (const file of Object.keys(cycle)) expect(findings.get(file)).toEqual(['import(no-cycle)']);
  });

  it('let pass what keeps to them', () => {
    for (const file of [...Object.keys(ground), ...Object.keys(allowed)]) expect(findings.get(file)).toBeUndefined();
    expect(lint(allowed)).toEqual(new Map());
  });
});

interface House {
  readonly folders: readonly { readonly name: string }[];
  readonly libraries: readonly { readonly names: readonly string[]; readonly homes: readonly string[] }[];
}

describe('the tables of the house', async () => {
  const config: string = new URL('../../oxlint.config.mjs', import.meta.url).href;
  const { folders, libraries } = (await import(config)) as House;

  it('name every folder of src/, in ARCHITECTURE.md and for the linter', () => {
    const listed = [...folders.map(({ name }) => name), 'cli'];
    const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src'], { cwd: root, encoding: 'utf8' }).split('\n');
    const present = new Set(files.flatMap((file) => /^src\/([^/]+)\//.exec(file)?.[1] ?? []));
    expect([...present].toSorted()).toEqual(listed.toSorted());
    const described = readFileSync(join(root, 'ARCHITECTURE.md'), 'utf8');
    expect(listed.filter((name) => !described.includes(`\`${name}/\``))).toEqual([]);
  });

  it('give every dependency a home that exists', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly dependencies: { readonly [name: string]: string } };
    const housed = libraries.flatMap(({ names }) => names);
    expect(Object.keys(dependencies).filter((name) => !housed.includes(name))).toEqual([]);
    expect(libraries.flatMap(({ homes }) => homes).filter((home) => !existsSync(join(root, 'src', home)))).toEqual([]);
  });
});
