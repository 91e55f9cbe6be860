/**
 * Builds `dist/`: the command and the library as one set of split chunks, the workers beside them under stable names, the declarations of the public entry, and the shipped templates.
 * Runs as `prepare`, so it needs nothing but what `npm ci` installed, and no install script of a dependency. The same sources give the same bytes.
 */
import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = 'node20.19';


const relativeImport = /(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]*)\.ts['"]/g;

const commandEntry = 'src/cli/run-cli.ts';

/** Workers run in a thread of their own, so each is an entry whose name the chunks beside it can spell out. */
const workers = ['src/template/compile-worker.ts', 'src/adapters/procedural/procedural-worker.ts'];

/** Bundled CommonJS (commander) requires modules of Node, which an ES module can't: hand it what an import gives. */
const requiredBuiltins = {
  name: 'required-builtins',
  setup(builder) {
    builder.onResolve({ filter: /^node:/ }, ({ path, kind }) => (kind === 'require-call' ? { path, namespace: 'required-builtin' } : undefined));
    builder.onLoad({ filter: /.*/, namespace: 'required-builtin' }, ({ path }) => ({ contents: `export * from '${path}'` }));
  },
};

/** The command's first file imports nothing before it knows what is asked for, so it is a bundle of its own beside the others. */
const commandApart = {
  name: 'command-apart',
  setup(builder) {
    builder.onResolve({ filter: /\/run-cli\.ts$/ }, () => ({ path: `./${nameOutput(commandEntry)}.js`, external: true }));
  },
};

try {
  await buildPackage();
} catch (error) {
  // The bundler has printed what is wrong, each at its place.
  console.error(error.errors === undefined ? error : 'The build failed; the old dist stands.');
  process.exitCode = 1;
}

/** Builds beside the old `dist` and swaps at the end, so that a failing build leaves the old one standing. */
async function buildPackage() {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const staging = join(root, 'node_modules', `.visuals-build-${process.pid}`);
  try {
    const parts = await Promise.allSettled([bundle(manifest, join(staging, 'dist')), emitDeclarations(join(staging, 'declarations')), copyTemplates(join(staging, 'dist'))]);
    for (const part of parts) if (part.status === 'rejected') throw part.reason;
    await finishDeclarations(join(staging, 'declarations'), join(staging, 'dist', 'types'), parts[1].value);
    await writeNotices(parts[0].value, join(staging, 'dist', 'THIRD-PARTY-NOTICES.txt'));
    await chmod(join(staging, manifest.bin.visuals), 0o755);
    await swap(join(staging, 'dist'), join(root, 'dist'), join(staging, 'old'));
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Real dependencies stay imports; what is only a development dependency is bundled. Identifiers keep their names, so that a stack trace can be read. */
async function bundle(manifest, outdir) {
  const entries = [commandEntry, 'src/index.ts', ...workers].filter((entry) => existsSync(join(root, entry)));
  const common = { absWorkingDir: root, bundle: true, format: 'esm', platform: 'node', target, minifySyntax: true, legalComments: 'none', logLevel: 'warning' };
  const bin = manifest.bin.visuals;
  const external = [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.peerDependencies ?? {})];
  const [{ metafile }] = await Promise.all([
    build({
      ...common,
      entryPoints: entries.map((entry) => ({ in: entry, out: nameOutput(entry) })),
      outdir,
      splitting: true,
      chunkNames: 'chunk-[hash]',
      external,
      plugins: [requiredBuiltins],
      metafile: true,
    }),
    build({ ...common, format: bin.endsWith('.cjs') ? 'cjs' : 'esm', entryPoints: ['src/bin.ts'], outfile: join(outdir, basename(bin)), define: { VISUALS_VERSION: JSON.stringify(manifest.version) }, plugins: [commandApart] }),
  ]);
  return metafile;
}

function nameOutput(entry) {
  return entry.replace(/^.*\//, '').replace(/\.ts$/, '');
}

/** Types without checking them: `npm run check` does that, and an install must not fail for it. */
async function emitDeclarations(outDir) {
  if (!existsSync(join(root, 'src', 'index.ts'))) return '';
  const config = join(dirname(outDir), 'tsconfig.json');
  const options = { noEmit: false, noCheck: true, declaration: true, emitDeclarationOnly: true, outDir, rootDir: join(root, 'src'), types: ['node'], typeRoots: [join(root, 'node_modules', '@types')] };
  await mkdir(dirname(config), { recursive: true });
  await writeFile(config, JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions: options, include: [], files: [join(root, 'src', 'index.ts')] }));
  return run([join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', config, '--pretty', 'false']);
}

/**
 * Keeps the declarations that the public entry leads to; those of the inside are nobody's business, nor are complaints about them. The sources import each
 * other as `.ts`; beside declarations the specifier is `.js`.
 */
async function finishDeclarations(from, to, complaints) {
  if (!existsSync(from)) return;
  const reached = new Set(['index.d.ts']);
  for (const file of reached) {
    const text = await readFile(join(from, file), 'utf8');
    for (const [, path] of text.matchAll(relativeImport)) reached.add(posix.join(posix.dirname(file), `${path}.d.ts`));
    await mkdir(dirname(join(to, file)), { recursive: true });
    await writeFile(join(to, file), text.replace(relativeImport, (whole) => whole.replace(/\.ts(?=['"]$)/, '.js')));
  }
  const serious = complaints.split('\n').filter((line) => reached.has(line.replace(/^src\/(.*?)\.ts\(.*$/, '$1.d.ts')));
  if (serious.length > 0) throw new Error(`The public types can't be declared:\n${serious.join('\n')}`);
}

/** Markup and styles as they are, TypeScript as JavaScript; `visuals` stays an import of the package itself. */
async function copyTemplates(dist) {
  const from = join(root, 'templates');
  if (!existsSync(from)) return;
  for (const file of await listFiles(from)) {
    const to = join(dist, 'templates', file);
    await mkdir(dirname(to), { recursive: true });
    if (file.endsWith('.ts')) {
      const { code } = await transform(await readFile(join(from, file), 'utf8'), { loader: 'ts', format: 'esm', target, sourcefile: file });
      await writeFile(to.replace(/\.ts$/, '.js'), code);
    } else await copyFile(join(from, file), to);
  }
}

/** The licences of the packages whose code the bundle holds. */
async function writeNotices(metafile, file) {
  const names = new Set(Object.keys(metafile.inputs).flatMap((input) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []));
  const notices = [];
  for (const name of [...names].toSorted()) notices.push(await readNotice(name));
  await writeFile(file, notices.join(`\n${'-'.repeat(80)}\n\n`));
}

async function readNotice(name) {
  const folder = join(root, 'node_modules', name);
  const licence = (await readdir(folder)).toSorted().find((file) => /^licen[cs]e/i.test(file));
  const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return `${name} ${version} (${license})\n\n${licence === undefined ? '' : (await readFile(join(folder, licence), 'utf8')).replaceAll('\r\n', '\n')}`;
}

async function swap(next, current, old) {
  if (existsSync(current)) await rename(current, old);
  await rename(next, current);
}

async function listFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}

/** What a script of Node prints, however it ends. */
async function run(parameters) {
  const child = spawn(process.execPath, parameters, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (part) => {
    output += part;
  });
  await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  return output;
}
