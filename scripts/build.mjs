/**
 * Builds `dist/`: the command and the library as one set of split chunks, the workers beside them under stable names, the declarations of the public entries, and the shipped templates.
 * Runs as `prepare`, so it needs nothing but what `npm ci` installed, and no install script of a dependency. The same sources give the same bytes.
 */
import { spawn } from 'node:child_process';
import { chmod, copyFile, mkdir, readFile, readdir, rename, rm, writeFile, symlink } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { formatBillOfMaterials } from './format-bill-of-materials.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = 'node20.19';

const relativeImport = /(?:from|import)\s*\(?\s*['"](\.{1,2}\/[^'"]*)\.ts['"]/g;

const commandEntry = 'src/cli/run-cli.ts';

/** What a build with nothing to do needs, though it is imported lazily for the sake of the other commands. */
const takenIn = new Set(['src/cli/commands/build.ts', 'src/build.ts', 'src/cli/reporters/plain.ts', 'src/cli/reporters/pretty.ts']);

/** A thread for each template that is compiled: with everything that it needs in its file it starts in half the time. */
const compileWorker = 'src/template/compile-worker.ts';

/** Workers run in a thread of their own, so each is an entry whose name the chunks beside it can spell out. */
const workers = ['src/adapters/procedural/procedural-worker.ts', 'src/adapters/ocr/ocr-worker.ts', 'src/fleet/workshop-worker.ts'];

/** Entries of the package besides the library: one a bundler. */
const plugins = ['vite', 'rollup', 'rolldown', 'webpack', 'rspack', 'esbuild', 'astro', 'next'].map((name) => `src/plugins/${name}.ts`);

/** What runs on pages: one file without anything beside it, which is also put into the sites that are built. */
const siteEntry = 'src/site.ts';

/** What others see of the package: their declarations are published. */
const publicEntries = ['src/index.ts', siteEntry, ...plugins];

/** The double of the provider that the tests run against, shipped for people who try the tool without a key; `visuals dev-server` alone loads it. */
const devServer = 'test/support/openai-server/main.ts';

/** Bundled CommonJS (commander, yaml) requires modules of Node, which an ES module can't: hand it what an import gives. */
const requiredBuiltins = {
  name: 'required-builtins',
  setup(builder) {
    const filter = new RegExp(`^(?:node:.*|${builtinModules.join('|')})$`);
    builder.onResolve({ filter }, ({ path, kind }) => (kind === 'require-call' ? { path, namespace: 'required-builtin' } : undefined));
    builder.onLoad({ filter: /.*/, namespace: 'required-builtin' }, ({ path }) => ({ contents: `export * from '${path}'` }));
  },
};

try {
  await buildPackage();
} catch (error) {
  // esbuild has printed what is wrong, each at its place; Vite tells it in its message.
  console.error(error.errors === undefined ? error : `${error.message}\nThe build failed; the old dist stands.`);
  process.exitCode = 1;
}

/** Builds beside the old `dist` and swaps at the end, so that a failing build leaves the old one standing. */
async function buildPackage() {
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const staging = join(root, 'node_modules', `.visuals-build-${process.pid}`);
  try {
    const parts = await Promise.allSettled([
      bundle(manifest, join(staging, 'dist')),
      emitDeclarations(join(staging, 'declarations')),
      copyTemplates(join(staging, 'dist')),
      buildClient(join(staging, 'dist', 'studio')),
      shrinkSheets(join(staging, 'dist', 'templates')),
    ]);
    for (const part of parts) if (part.status === 'rejected') throw part.reason;
    await finishDeclarations(join(staging, 'declarations'), join(staging, 'dist', 'types'), parts[1].value);
    const bundled = listBundled([...parts[0].value.flatMap(({ inputs }) => Object.keys(inputs)), ...parts[3].value]);
    await writeNotices(bundled, join(staging, 'dist', 'THIRD-PARTY-NOTICES.txt'));
    await writeFile(join(staging, 'dist', 'sbom.cdx.json'), await formatBillOfMaterials(root, bundled));
    await chmod(join(staging, manifest.bin.visuals), 0o755);
    await swap(join(staging, 'dist'), join(root, 'dist'), join(staging, 'old'));
    await linkCommand(manifest.bin.visuals);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Lets `npx visuals` run this checkout: npm links a package's own command nowhere, and what npx keeps of it outlives a rename. */
async function linkCommand(command) {
  if (process.platform === 'win32') return;
  const link = join(root, 'node_modules', '.bin', 'visuals');
  await mkdir(dirname(link), { recursive: true });
  await rm(link, { force: true });
  await symlink(join('..', '..', command), link);
}

/**
 * Two steps: the command's own file, which is all that `--version` and a build with nothing to do load, each evaluating its part alone; and everything else,
 * split so that each command loads what it needs. Real dependencies stay imports; what is only a development dependency is bundled. Identifiers keep their
 * names, so that a stack trace can be read.
 */
async function bundle(manifest, outdir) {
  const common = {
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target,
    minifySyntax: true,
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  };
  const later = new Set();
  const first = await build({
    ...common,
    // CommonJS starts without Node's loader of ES modules, which takes as long as all that a build with nothing to do does.
    format: 'cjs',
    entryPoints: ['src/bin.ts'],
    outfile: join(outdir, basename(manifest.bin.visuals)),
    define: { VISUALS_VERSION: JSON.stringify(manifest.version), 'import.meta.url': 'moduleUrl' },
    banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
    plugins: [splitOff(later)],
  });
  const entries = ['src/index.ts', ...plugins, ...workers, ...later].filter((entry) => existsSync(join(root, entry)));
  const rest = await build({
    ...common,
    entryPoints: entries.toSorted().map((entry) => ({ in: entry, out: nameOutput(entry) })),
    outdir,
    splitting: true,
    chunkNames: 'chunk-[hash]',
    external: [...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.peerDependencies ?? {})],
    plugins: [requiredBuiltins],
  });
  const compiler = await build({
    ...common,
    entryPoints: [compileWorker],
    outfile: join(outdir, 'compile-worker.js'),
    // The one of its builds that reads no files beside it.
    alias: { 'css-tree': 'css-tree/dist/csstree.esm' },
    plugins: [requiredBuiltins],
  });
  // Nobody reads its stack traces: it is made as small as it gets.
  const apart = await build({ ...common, entryPoints: [devServer], outfile: join(outdir, 'dev-server.js'), minify: true, external: ['sharp'] });
  const site = await build({ ...common, platform: 'neutral', target: 'es2022', entryPoints: [siteEntry], outfile: join(outdir, 'site.js') });
  return [first.metafile, rest.metafile, compiler.metafile, apart.metafile, site.metafile];
}

/** Modules that the first bundle imports when it needs them become entries of the others; `later` collects them. Those of the shortest build are taken in. */
function splitOff(later) {
  return {
    name: 'split-off',
    setup(builder) {
      builder.onResolve({ filter: /^\./ }, ({ path, kind, resolveDir }) => {
        const entry = relative(root, join(resolveDir, path)).split(sep).join('/');
        if (kind !== 'dynamic-import' || takenIn.has(entry) || entry === commandEntry) return undefined;
        later.add(entry);
        return { path: `./${nameOutput(entry)}.js`, external: true };
      });
    },
  };
}

/** The studio's page: one script and one style sheet, whose names the server knows. Gives the modules that it is made of. */
async function buildClient(outDir) {
  const { build: buildPage } = await import('vite');
  const { output } = await buildPage({
    configFile: false,
    root: join(root, 'src', 'studio', 'client'),
    logLevel: 'warn',
    publicDir: false,
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: {
      outDir,
      emptyOutDir: false,
      target: 'es2022',
      cssCodeSplit: false,
      rolldownOptions: {
        input: join(root, 'src', 'studio', 'client', 'main.tsx'),
        output: { entryFileNames: 'studio.js', assetFileNames: 'studio[extname]', codeSplitting: false },
      },
    },
  });
  return output.flatMap(({ moduleIds = [] }) => moduleIds.map((id) => relative(root, id).split(sep).join('/')));
}

/** Workers and the public entry are asked for by their own names, the command's parts by their paths. */
function nameOutput(entry) {
  const name = entry.replace(/^src\//, '').replace(/\.ts$/, '');
  return workers.includes(entry) ? basename(name) : name.replaceAll('/', '-');
}

/** Types without checking them: `npm run check` does that, and an install must not fail for it. */
async function emitDeclarations(outDir) {
  if (!existsSync(join(root, 'src', 'index.ts'))) return '';
  const config = join(dirname(outDir), 'tsconfig.json');
  const options = {
    noEmit: false,
    noCheck: true,
    declaration: true,
    emitDeclarationOnly: true,
    outDir,
    rootDir: join(root, 'src'),
    types: ['node'],
    typeRoots: [join(root, 'node_modules', '@types')],
  };
  await mkdir(dirname(config), { recursive: true });
  await writeFile(
    config,
    JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions: options, include: [], files: publicEntries.map((entry) => join(root, entry)) }),
  );
  return run([join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', config, '--pretty', 'false']);
}

/**
 * Keeps the declarations that the public entries lead to; those of the inside are nobody's business, nor are complaints about them. The sources import each
 * other as `.ts`; beside declarations the specifier is `.js`.
 */
async function finishDeclarations(from, to, complaints) {
  if (!existsSync(from)) return;
  const reached = new Set(publicEntries.map((entry) => entry.replace(/^src\/(.*)\.ts$/, '$1.d.ts')));
  for (const file of reached) {
    const text = await readFile(join(from, file), 'utf8');
    for (const [, path] of text.matchAll(relativeImport)) reached.add(posix.join(posix.dirname(file), `${path}.d.ts`));
    await mkdir(dirname(join(to, file)), { recursive: true });
    await writeFile(
      join(to, file),
      text.replace(relativeImport, (whole) => whole.replace(/\.ts(?=['"]$)/, '.js')),
    );
  }
  const serious = complaints.split('\n').filter((line) => reached.has(line.replace(/^src\/(.*?)\.ts\(.*$/, '$1.d.ts')));
  if (serious.length > 0) throw new Error(`The public types can't be declared:\n${serious.join('\n')}`);
}

/**
 * Markup and styles as they are, TypeScript as JavaScript, with what it imports from the shared folder inside, so that a template can be copied into a
 * project by itself; `visuals` stays an import of the package.
 */
async function copyTemplates(dist) {
  const from = join(root, 'templates');
  if (!existsSync(from)) return;
  const files = await listFiles(from);
  const modules = files.filter((file) => file.endsWith('.ts') && !file.startsWith('shared/'));
  await build({
    absWorkingDir: from,
    entryPoints: modules,
    outdir: join(dist, 'templates'),
    outbase: from,
    bundle: true,
    format: 'esm',
    target,
    external: ['visuals'],
    logLevel: 'warning',
  });
  // Contracts also as they were written, for whoever takes a template over.
  for (const file of files.filter((each) => !each.endsWith('sample.ts'))) {
    const to = join(dist, 'templates', file.replace(/\.ts$/, '.source'));
    await mkdir(dirname(to), { recursive: true });
    await copyFile(join(from, file), to);
  }
}

/** Names of the packages that modules belong to, sorted. */
function listBundled(modules) {
  return [...new Set(modules.flatMap((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []))].toSorted();
}

/** The sheets of the gallery, small: what `visuals templates show` points to. */
async function shrinkSheets(templates) {
  const from = join(root, 'docs', 'templates');
  if (!existsSync(from)) return;
  const { default: sharp } = await import('sharp');
  for (const file of (await readdir(from)).filter((name) => name.endsWith('.webp'))) {
    const folder = join(templates, file.replace(/\.webp$/, ''));
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'sheet.webp'), await sharp(join(from, file)).resize({ width: 800 }).webp({ quality: 68 }).toBuffer());
  }
}

/** The licences of the packages whose code the bundle holds. */
async function writeNotices(names, file) {
  const notices = [];
  for (const name of names) notices.push(await readNotice(name));
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
