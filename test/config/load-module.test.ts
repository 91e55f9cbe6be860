import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { computeDigest } from '../../src/keys/canonical.ts';
import { loadModule } from '../../src/config/load-module.ts';
import { createInputFiles } from '../../src/store/input-files.ts';
import { createProject, diagnosticsOf } from './project.ts';
import type { Project, Sources } from './project.ts';

const projects: Project[] = [];

function project(sources: Sources): Project {
  const made = createProject({ 'package.json': { type: 'module' }, ...sources });
  projects.push(made);
  return made;
}

afterEach(() => {
  for (const made of projects.splice(0)) made.remove();
});

/** Loads `visuals.config.ts` and gives its default export. */
async function evaluate(sources: Sources): Promise<unknown> {
  return (await loadModule(project(sources).options())).exports['default'];
}

describe('what a config may be made of', () => {
  test('relative imports, with the extension written as .ts, as .js, or left out', async () => {
    const config = 'import { a } from "./lib/a.ts"; import { b } from "./lib/b.js"; import { c } from "./lib/c"; export default [a, b, c];';
    expect(
      await evaluate({ 'visuals.config.ts': config, 'lib/a.ts': 'export const a = 1;', 'lib/b.ts': 'export const b = 2;', 'lib/c.ts': 'export const c = 3;' }),
    ).toEqual([1, 2, 3]);
  });

  test('enums, namespaces, parameter properties, satisfies, decorators', async () => {
    const config = `
      enum Level { Low = 1, High }
      const enum Side { Left = 'l' }
      namespace Shapes { export const square = 4; }
      class Point { constructor(readonly x: number, private y = 2) {} sum() { return this.x + this.y; } }
      const seen: string[] = [];
      function note(_: unknown, context: ClassDecoratorContext) { seen.push(String(context.name)); }
      @note class Noted {}
      export default [Level.High, Side.Left, Shapes.square, new Point(3).sum(), seen] satisfies unknown[];`;
    expect(await evaluate({ 'visuals.config.ts': config })).toEqual([2, 'l', 4, 5, ['Noted']]);
  });

  test('JSON, by default import and by name, and text', async () => {
    const config = 'import data, { price } from "./data.json" with { type: "json" }; import words from "./words.txt"; export default [data, price, words];';
    expect(await evaluate({ 'visuals.config.ts': config, 'data.json': { price: 49 }, 'words.txt': 'Hello' })).toEqual([{ price: 49 }, 49, 'Hello']);
  });

  test('aliases of tsconfig.json, also through extends', async () => {
    const sources = {
      'visuals.config.ts': 'import { a } from "@lib/a"; export default a;',
      'src/lib/a.ts': 'export const a = "aliased";',
      'tsconfig.json': { extends: './tsconfig.base.json' },
      'tsconfig.base.json': { compilerOptions: { paths: { '@lib/*': ['./src/lib/*'] } } },
    };
    const { exports, dependencies } = await loadModule(project(sources).options());
    expect(exports['default']).toBe('aliased');
    expect(dependencies).toEqual(['src/lib/a.ts', 'tsconfig.base.json', 'tsconfig.json', 'visuals.config.ts']);
  });

  test("subpath imports of the project's package.json", async () => {
    const sources = {
      'visuals.config.ts': 'import { a } from "#lib/a"; export default a;',
      'src/a.ts': 'export const a = 7;',
      'package.json': { type: 'module', imports: { '#lib/*': './src/*.ts' } },
    };
    expect(await evaluate(sources)).toBe(7);
  });

  test('top-level await, in the entry and in what it imports', async () => {
    const config = 'import { a } from "./a.ts"; const b = await new Promise((done) => setTimeout(done, 5, 2)); export default [a, b];';
    expect(await evaluate({ 'visuals.config.ts': config, 'a.ts': 'export const a = await Promise.resolve(1);' })).toEqual([1, 2]);
  });

  test('dynamic imports of files, of packages, and of names computed at run time', async () => {
    const config =
      'const name = ["no", "de:path"].join(""); export default [(await import("./a.ts")).a, typeof (await import("zod")).object, typeof (await import(name)).join];';
    expect(await evaluate({ 'visuals.config.ts': config, 'a.ts': 'export const a = 1;' })).toEqual([1, 'function', 'function']);
  });

  test('CommonJS files of the project, and what they require', async () => {
    const sources = {
      'visuals.config.ts': 'import helper from "./helper.cjs"; export default helper;',
      'helper.cjs':
        'const { join } = require("node:path"); const { n } = require("./other.cjs"); const old = require("old"); module.exports = { at: join("a", "b"), n, old };',
      'other.cjs': 'exports.n = 5;',
      'node_modules/old/index.js': 'module.exports = "commonjs package";',
    };
    expect(await evaluate(sources)).toEqual({ at: 'a/b', n: 5, old: 'commonjs package' });
  });

  test('a config that is CommonJS itself', async () => {
    expect(await evaluate({ 'visuals.config.ts': 'module.exports = { assets: {} };', 'package.json': {} })).toEqual({ assets: {} });
  });

  test('packages: ESM, CommonJS with named imports, star exports', async () => {
    const sources = {
      'visuals.config.ts':
        'import { one, default as d } from "esm"; import { two } from "cjs"; import * as all from "esm"; export * from "esm"; export default [one, d, two, all.one];',
      'node_modules/esm/package.json': { name: 'esm', type: 'module', exports: { import: './index.js', module: './wrong.js' } },
      'node_modules/esm/index.js': 'export const one = 1; export default "d";',
      'node_modules/esm/wrong.js': 'export const one = "bundler only"; export default "wrong";',
      'node_modules/cjs/index.js': 'const made = {}; for (const name of ["two"]) made[name] = 2; module.exports = made;',
    };
    const { exports, dependencies } = await loadModule(project(sources).options());
    expect(exports).toEqual({ one: 1, default: [1, 'd', 2, 1] });
    expect(dependencies).toEqual(['node_modules/esm/package.json', 'package.json', 'visuals.config.ts']);
  });

  test('each of two folders gets its own version of a package', async () => {
    const sources = {
      'visuals.config.ts': 'import v from "dep"; import inner from "./inner/a.ts"; export default [v, inner];',
      'inner/a.ts': 'import v from "dep"; export default v;',
      'node_modules/dep/index.js': 'module.exports = "outer";',
      'inner/node_modules/dep/index.js': 'module.exports = "inner";',
    };
    expect(await evaluate(sources)).toEqual(['outer', 'inner']);
  });

  test('the same instance of zod in every file and in the tool', async () => {
    const config = 'import * as z from "zod"; import { other } from "./a.ts"; export default [z.ZodError, other];';
    const [own, other] = (await evaluate({ 'visuals.config.ts': config, 'a.ts': 'import { ZodError } from "zod"; export const other = ZodError;' })) as [
      unknown,
      unknown,
    ];
    expect(own).toBe(other);
    expect(own).toBe(z.ZodError);
  });

  test('what the tool provides needs no resolution', async () => {
    const config =
      'import { file, message as m } from "visuals"; import * as all from "visuals"; export default [file("a.png"), m("k"), typeof all.defineConfig];';
    expect(await evaluate({ 'visuals.config.ts': config })).toEqual([{ kind: 'file', path: 'a.png' }, { message: 'k' }, 'function']);
  });

  test('__dirname, __filename and import.meta of each file', async () => {
    const made = project({
      'visuals.config.ts': 'import { here } from "./lib/a.ts"; export default [here, import.meta.url, import.meta.dirname, import.meta.filename, __filename];',
      'lib/a.ts': 'export const here = [__dirname, import.meta.url];',
    });
    const own = join(made.root, 'visuals.config.ts');
    expect((await loadModule(made.options())).exports['default']).toEqual([
      [join(made.root, 'lib'), `file://${made.root}/lib/a.ts`],
      `file://${own}`,
      made.root,
      own,
      own,
    ]);
  });

  test('bindings with the names of globals', async () => {
    expect(
      await evaluate({ 'visuals.config.ts': 'import process from "node:process"; const require = 1; export default [process.cwd().length > 0, require];' }),
    ).toEqual([true, 1]);
  });

  test('arrays and errors are those of the tool', async () => {
    const made = (await evaluate({ 'visuals.config.ts': 'export default [new Error("x"), []];' })) as readonly unknown[];
    expect(made[0]).toBeInstanceOf(Error);
    expect(made[1]).toBeInstanceOf(Array);
  });

  test('a template that ships with the tool', async () => {
    const made = project({
      'shipped/templates/quote/template.ts':
        'import { text } from "visuals"; import { role } from "../shared/role.ts"; export default text({ role, size: { smallest: 1, largest: 2 } });',
      'shipped/templates/shared/role.ts': 'export const role = "body";',
    });
    const { exports, dependencies } = await loadModule(made.options('@visuals/templates/quote/template.ts'));
    expect(exports['default']).toMatchObject({ type: 'text', role: 'body' });
    expect(dependencies).toEqual(['@visuals/templates/quote/template.ts', '@visuals/templates/shared/role.ts']);
  });
});

describe('the environment', () => {
  test('is what the caller gives, and names that were read are told', async () => {
    const made = project({ 'visuals.config.ts': 'import { env } from "node:process"; export default [process.env.STAGE, env.OTHER, "CI" in process.env];' });
    const { exports, environment } = await loadModule(made.options(undefined, { environment: { STAGE: 'live', SECRET: 'x' } }));
    expect(exports['default']).toEqual(['live', undefined, false]);
    expect(environment).toEqual(['CI', 'OTHER', 'STAGE']);
  });

  test('lists every name when the code does', async () => {
    const made = project({ 'visuals.config.ts': 'export default Object.keys(process.env);' });
    expect((await loadModule(made.options(undefined, { environment: { B: '1', A: '2' } }))).environment).toEqual(['A', 'B']);
  });
});

describe('the kept bundle', () => {
  const sources = { 'visuals.config.ts': 'import { a } from "./a.ts"; export default { a };', 'a.ts': 'export const a = 1;' };

  test('is what runs while nothing changed, and is made anew when a dependency did', async () => {
    const made = project(sources);
    await loadModule(made.options());
    const folder = join(made.root, '.visuals/modules');
    const kept = join(folder, readdirSync(folder)[0]!);
    const body = readFileSync(kept, 'utf8').split('\n')[1]!.replace('a = 1', 'a = 5');
    writeFileSync(kept, `${computeDigest(body)}\n${body}`);
    // A load that bundles would give 1.
    expect((await loadModule(made.options())).exports['default']).toEqual({ a: 5 });
    made.write({ 'a.ts': 'export const a = 22;' });
    expect((await loadModule(made.options())).exports['default']).toEqual({ a: 22 });
  });

  test('is evaluated afresh', async () => {
    const made = project(sources);
    const [first, second] = [await loadModule(made.options()), await loadModule(made.options())];
    expect(first.exports['default']).not.toBe(second.exports['default']);
    expect(first.dependencies).toEqual(second.dependencies);
  });

  test('heals when it is damaged', async () => {
    const made = project(sources);
    await loadModule(made.options());
    const folder = join(made.root, '.visuals/modules');
    for (const name of readdirSync(folder)) writeFileSync(join(folder, name), readFileSync(join(folder, name), 'utf8').replace('a = 1', 'a = 3'));
    expect((await loadModule(made.options())).exports['default']).toEqual({ a: 1 });
  });

  test('holds no absolute path', async () => {
    const made = project({ ...sources, 'a.ts': 'import { object } from "zod"; export const a = typeof object + __dirname;' });
    await loadModule(made.options());
    for (const name of readdirSync(join(made.root, '.visuals/modules')))
      expect(readFileSync(join(made.root, '.visuals/modules', name), 'utf8')).not.toContain(made.root);
  });

  test('follows a package that was updated', async () => {
    const made = project({
      'visuals.config.ts': 'import v from "dep"; export default v;',
      'node_modules/dep/package.json': { main: './old.js', version: '1.0.0' },
      'node_modules/dep/old.js': 'module.exports = 1;',
      'node_modules/dep/new.js': 'module.exports = 2;',
    });
    expect((await loadModule(made.options())).exports['default']).toBe(1);
    made.write({ 'node_modules/dep/package.json': { main: './new.js', version: '2.0.0' } });
    expect((await loadModule(made.options())).exports['default']).toBe(2);
  });

  test('1000 reloads do not leak', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const made = project({
      ...sources,
      'data.json': Array.from({ length: 500 }, (_, index) => ({ index })),
      'visuals.config.ts': 'import data from "./data.json"; import { a } from "./a.ts"; export default { a, data };',
    });
    const options = made.options();
    const heapAfter = async (loads: number): Promise<number> => {
      for (let load = 0; load < loads; load += 1) await loadModule(options);
      return leastHeap(collect);
    };
    const before = await heapAfter(50);
    const after = await heapAfter(1000);
    expect((after - before) / 1000).toBeLessThan(2048);
  });
});

/** Bytes in use once nothing more can be collected: what a loaded machine finishes late, such as a background compilation, holds memory for some rounds. */
async function leastHeap(collect: () => void): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 10; round += 1) {
    await new Promise((done) => setTimeout(done, 50));
    collect();
    least = Math.min(least, process.memoryUsage().heapUsed);
  }
  return least;
}

describe('what goes wrong', () => {
  const failures = async (sources: Sources, timeout = 10_000) => diagnosticsOf(loadModule(project(sources).options(undefined, { timeout })));

  test('a missing file', async () => {
    expect(await failures({})).toMatchObject([{ code: 'CONFIG_MISSING', exit: 2, message: 'there is no "visuals.config.ts"' }]);
  });

  test('a missing file beside one in another notation', async () => {
    expect(await failures({ 'visuals.config.mts': 'export default {};' })).toMatchObject([
      {
        code: 'CONFIG_MISSING',
        message: 'there is no "visuals.config.ts", but there is "visuals.config.mts"',
        fix: expect.stringContaining('--config visuals.config.mts') as string,
      },
    ]);
  });

  test('a syntax error, with line and column, columns counted in characters', async () => {
    expect(await failures({ 'visuals.config.ts': 'export const a = 1;\nexport const ü = "äö" +;\n' })).toMatchObject([
      { code: 'CONFIG_SYNTAX', exit: 2, place: { file: 'visuals.config.ts', line: 2, column: 24 } },
    ]);
  });

  test('a syntax error in the first line of a file that asks where it is', async () => {
    expect(await failures({ 'visuals.config.ts': 'const here = __dirname; const a = ;' })).toMatchObject([
      { code: 'CONFIG_SYNTAX', place: { line: 1, column: 35 } },
    ]);
  });

  test('several errors in several files at once', async () => {
    const found = await failures({ 'visuals.config.ts': 'import "./a.ts"; const x = ;', 'a.ts': 'import "./nowhere.ts";\nconst y = 1;' });
    expect(found.map(({ code, place }) => [code, place?.file])).toEqual(expect.arrayContaining([['CONFIG_SYNTAX', 'visuals.config.ts']]));
  });

  test('an early error that only the engine sees', async () => {
    expect(await failures({ 'visuals.config.ts': 'const fine = 1;\nexport default [fine, /(/];' })).toMatchObject([
      { code: 'CONFIG_SYNTAX', place: { file: 'visuals.config.ts', line: 2 } },
    ]);
  });

  test.each([
    ['parameter decorators', 'class A { constructor(@x a: string) {} }'],
    ['deferred imports', 'import defer * as a from "./a.ts"; a;'],
    ['another kind of file', 'import x from "./x.yaml"; x;'],
  ])('%s', async (_, config) => {
    const found = await failures({ 'visuals.config.ts': config, 'x.yaml': 'a: 1', 'a.ts': 'export const a = 1;' });
    expect(found[0]).toMatchObject({ code: 'CONFIG_TS_UNSUPPORTED', exit: 2, place: { file: 'visuals.config.ts', line: 1 } });
  });

  test.each([
    ['a file', 'export default 1;\nimport "./nope.ts";', 2],
    ['a package', 'import x from "no-such-package"; export default x;', 1],
    ['a name of a file', 'import { zzz } from "./a.ts"; export default zzz;', 1],
  ])('an import that leads nowhere: %s', async (_, config, line) => {
    expect(await failures({ 'visuals.config.ts': config, 'a.ts': 'export const a = 1;' })).toMatchObject([
      { code: 'CONFIG_IMPORT', exit: 2, place: { file: 'visuals.config.ts', line } },
    ]);
  });

  test('a name that a package does not export', async () => {
    expect(await failures({ 'visuals.config.ts': 'import { objct } from "zod"; import { fil } from "visuals"; export default [objct, fil];' })).toMatchObject([
      { code: 'CONFIG_IMPORT', message: expect.stringContaining('has no export "objct" (did you mean "object"?)') as string },
    ]);
  });

  test('a computed import of a file', async () => {
    expect(await failures({ 'visuals.config.ts': 'const name = "./a" + ".ts";\nexport default await import(name);' })).toMatchObject([
      { code: 'CONFIG_THREW', place: { line: 2, column: 22 } },
    ]);
  });

  test('a throw, at its place in an imported file', async () => {
    const sources = {
      'visuals.config.ts': 'import { f } from "./lib/f.ts";\nexport default f(undefined);',
      'lib/f.ts': 'interface Row { price: number }\n\nexport function f(row: Row | undefined) {\n  return row!.price;\n}',
    };
    expect(await failures(sources)).toMatchObject([{ code: 'CONFIG_THREW', exit: 2, place: { file: 'lib/f.ts', line: 4, column: 15 } }]);
  });

  test('a throw in the first line of a file that asks where it is', async () => {
    expect(await failures({ 'visuals.config.ts': 'const here = __dirname; throw new Error(here.length > 0 ? "no" : "");' })).toMatchObject([
      { place: { line: 1, column: 31 } },
    ]);
  });

  test('a throw in a template that ships with the tool', async () => {
    const made = project({ 'shipped/templates/x/template.ts': '\nthrow new Error("broken");' });
    expect(await diagnosticsOf(loadModule(made.options('@visuals/templates/x/template.ts')))).toMatchObject([
      { code: 'CONFIG_THREW', place: { file: '@visuals/templates/x/template.ts', line: 2, column: 7 } },
    ]);
  });

  test('a rejection after an await, and something thrown that is no error', async () => {
    expect(await failures({ 'visuals.config.ts': 'await Promise.resolve();\nawait Promise.reject(new Error("late"));' })).toMatchObject([
      { code: 'CONFIG_THREW', place: { line: 2 } },
    ]);
    expect(await failures({ 'visuals.config.ts': 'throw "words";' })).toMatchObject([
      { code: 'CONFIG_THREW', message: '"visuals.config.ts" threw: words', place: { file: 'visuals.config.ts' } },
    ]);
  });

  test('a mapped stack for --debug, and no path of this machine in the message', async () => {
    const made = project({ 'visuals.config.ts': 'import { readFileSync } from "node:fs";\nexport default readFileSync(import.meta.dirname + "/none.csv");' });
    const error = await loadModule(made.options()).catch((reason: unknown) => reason as Error);
    expect(error).toMatchObject({ diagnostics: [{ code: 'CONFIG_THREW', place: { line: 2, column: 16 } }] });
    expect((error as Error).message).not.toContain(made.root);
    expect(((error as Error).cause as Error).stack).toContain('visuals.config.ts:2:16');
  });

  test('process.exit and a changed environment', async () => {
    expect(await failures({ 'visuals.config.ts': 'process.exit(0);' })).toMatchObject([{ code: 'CONFIG_THREW' }]);
    expect(await failures({ 'visuals.config.ts': 'process.env.A = "1";' })).toMatchObject([{ code: 'CONFIG_THREW' }]);
  });

  test('an endless loop', async () => {
    const started = performance.now();
    expect(await failures({ 'visuals.config.ts': 'for (;;) {}' }, 200)).toMatchObject([
      { code: 'CONFIG_TIMEOUT', exit: 2, message: '"visuals.config.ts" did not finish within 0.2 s' },
    ]);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  test('an await that never settles', async () => {
    expect(await failures({ 'visuals.config.ts': 'await new Promise(() => {});' }, 200)).toMatchObject([{ code: 'CONFIG_TIMEOUT' }]);
  });

  test('a key that is written twice', async () => {
    const config = 'const rows = { a: 1,\n  a: 2 };\nexport default { assets: {\n  hero: rows,\n  "hero": rows,\n} };';
    expect(await failures({ 'visuals.config.ts': config })).toMatchObject([
      { code: 'CONFIG_INVALID', message: 'rows.a is written twice in one object; first at visuals.config.ts:1:16', place: { line: 2, column: 3 } },
      { code: 'OUTPUT_COLLISION', message: 'assets.hero "hero" is taken by an asset of the same id at visuals.config.ts:4:3', place: { line: 5, column: 3 } },
    ]);
  });

  test('a file of more than 50 MB', async () => {
    expect(
      await failures({ 'visuals.config.ts': 'import x from "./big.json"; export default x;', 'big.json': `"${'x'.repeat(51 * 1024 * 1024)}"` }),
    ).toMatchObject([{ code: 'INPUT_TOO_LARGE', exit: 2 }]);
  });

  test('an import from outside of the project', async () => {
    const made = project({ 'inner/visuals.config.ts': 'import x from "../outside.ts"; export default x;', 'outside.ts': 'export default 1;' });
    const files = createInputFiles({ root: join(made.root, 'inner'), shipped: made.root });
    expect(await diagnosticsOf(loadModule(made.options(undefined, { files })))).toMatchObject([{ code: 'PATH_ESCAPE', exit: 2 }]);
  });
});
