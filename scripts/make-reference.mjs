/**
 * Makes the pages that follow from the code: `docs/config.md` out of the types of the config and what stands beside them, `docs/errors.md` out of the catalogue of
 * diagnostics, `docs/commands.md` out of the tables of the command line. `node scripts/make-reference.mjs` writes them; with `--check` it writes nothing, and ends with 1 when one is out of date.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { readInterfaces } from './read-interfaces.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const pages = [
  { path: 'docs/config.md', write: writeConfigPage },
  { path: 'docs/commands.md', write: writeCommandsPage },
  { path: 'docs/errors.md', write: writeErrorsPage },
];

const checking = process.argv.includes('--check');
for (const { path, write } of pages) {
  const text = `${await write()}\n`;
  const file = join(root, path);
  if (!checking) await writeFile(file, text);
  else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    console.error(`${path} is out of date: run node scripts/make-reference.mjs`);
    process.exitCode = 1;
  }
}

/** Sources of the types that an author meets, and the part of the page that each interface makes. */
function configSections() {
  return {
    files: [
      'src/config/define-config.ts',
      'src/config/define-check.ts',
      'src/model/config.ts',
      'src/model/template.ts',
      'src/model/geometry.ts',
      'src/model/finding.ts',
    ],
    sections: [
      { title: 'The config', tables: ['VisualsConfig'], text: 'The default export of `visuals.config.ts`, made with `defineConfig({ … })`.' },
      {
        title: 'An asset',
        tables: ['CommonAsset'],
        text: 'A value of `assets`, under its id. `art` fills the image slots of its template and `data` its data; both are typed by the template.',
      },
      { title: 'Sizes', tables: ['CustomSize'], text: 'An asset’s `sizes` are names of channels, or sizes of your own:' },
      {
        title: 'Choosing cells',
        tables: ['CellFilterDefinition', 'OverrideDefinition'],
        text: 'A cell is one size, locale and variant of an asset. `only`, `except` and `overrides` choose cells by a filter:',
      },
      {
        title: 'Texts of an asset',
        tables: ['TextLimits'],
        text: '`slots` of an asset changes what its template says of a text slot; `locales` in it holds the same fields for a language, a script or a whole tag.',
      },
      {
        title: 'Art',
        tables: ['FramingOptions', 'Rights'],
        text: 'Art fills an image slot. Every kind takes what follows, but that `translate` is never mirrored.',
      },
      { title: '`file(path)`', tables: [], text: 'A picture of the project: png, jpeg, webp, avif or svg, by its path from the root.' },
      {
        title: '`procedural({ … })`',
        tables: ['ProceduralOptions'],
        text: 'Drawn locally from a seed and colours of the brand: free, and the same on every machine.',
      },
      {
        title: '`generate({ … })`',
        tables: ['PromptOptions', 'PurchaseOptions', 'PaidSettingsOptions'],
        text: 'A plate from an image model, bought once for each family of shapes and kept: [generating.md](generating.md).',
      },
      { title: '`edit({ … })`', tables: ['EditOptions'], text: 'An adaptation of a picture by an image model; takes all that `generate` takes, and:' },
      {
        title: '`translate({ … })`',
        tables: ['TranslateOptions'],
        text: 'The words inside a picture, changed for each locale; takes the settings of `generate`, and:',
      },
      {
        title: '`asset(id).art.slot`',
        tables: [],
        text: 'The art of another asset’s slot, which is then made first. `asset(id, { focus, mirror })` frames it anew.',
      },
      { title: '`message(key)`', tables: [], text: 'A value in `data` that is looked up in the copy of each locale.' },
      { title: 'Tokens', tables: ['BrandOptions'], text: '`brand` is the path of a DTCG 2025.10 file, or of a resolver document, or `defineBrand({ … })`:' },
      { title: 'Encoding', tables: ['Partial<EncodeOptions>'], text: 'What `output.encode` says of a format:' },
      { title: 'Providers', tables: ['GeneratorOptions'], text: '`generators.openai` takes the settings of `generate` as defaults of all art, and:' },
      {
        title: 'Checks',
        tables: ['ChecksOptions', 'ColorRuleOptions'],
        text: 'What `visuals check` asks of pictures, in the config for all and in an asset for its own:',
      },
      {
        title: 'Checks of your own',
        tables: ['CustomCheckOptions', 'Partial<CustomCheckInput>'],
        text: '`defineCheck({ … })` makes one for `checks.custom`: it gets one finished picture, described by the second table, and says what is wrong with it.',
      },
      { title: 'Policy', tables: ['Policy'], text: 'Who and what is shown; `visuals check` reports it.' },
    ],
  };
}

async function writeConfigPage() {
  const { files, sections } = configSections();
  const interfaces = readInterfaces(await Promise.all(files.map((file) => readFile(join(root, file), 'utf8'))));
  const extras = { Sizes: await writePresets(), '`procedural({ … })`': await writeSettings() };
  const parts = sections.map(({ title, tables, text }) =>
    [`## ${title}`, text, ...tables.map((name) => writeTable(name, interfaces)), ...(extras[title] === undefined ? [] : [extras[title]])].join('\n\n'),
  );
  return [
    '# The config',
    'All that `visuals.config.ts` may say. Everything is typed, so the editor completes and refuses it, and everything is checked once more when it is loaded: all problems at once, each at its line. Fields in bold must be given. Paths are relative to the folder of the config. Names, keys, ids and token paths are those of your project, once `visuals types` has written them.',
    ...parts,
  ].join('\n\n');
}

/** `Partial<Name>` is the interface with nothing that must be given. */
function writeTable(written, interfaces) {
  const [, name] = /^(?:Partial<)?(\w+)>?$/.exec(written);
  const members = interfaces.get(name);
  if (members === undefined) throw new Error(`no interface ${name} was found`);
  const rows = members.map(({ path, type, optional, text }) => {
    const field = optional || name !== written ? `\`${path}\`` : `**\`${path}\`**`;
    return `| ${field} | \`${escapeCell(type)}\` | ${escapeCell(text)} |`;
  });
  return ['| field | type | |', '|---|---|---|', ...rows].join('\n');
}

async function writePresets() {
  const { channelPresets } = await importSource('src/config/channel-presets.ts');
  const rows = Object.entries(channelPresets).map(([name, { width, height, safeArea, date, source }]) => {
    const { top, right, bottom, left } = safeArea;
    return `| \`${name}\` | ${width} × ${height} | ${top + right + bottom + left === 0 ? '–' : `${top} ${right} ${bottom} ${left}`} | ${source}, ${date} |`;
  });
  return [
    'Channels, as their owners described them in the month given. The safe area is what they, or the clients that show them, leave free of overlays.\n',
    '| name | px | safe area: top right bottom left | source |',
    '|---|--:|---|---|',
    ...rows,
  ].join('\n');
}

/** What all kinds have stands first, and once. */
async function writeSettings() {
  const { proceduralSettings } = await importSource('src/adapters/procedural/paint-procedure.ts');
  const { commonSettings } = await importSource('src/adapters/procedural/settings.ts');
  const rows = Object.entries(proceduralSettings).flatMap(([kind, settings]) =>
    Object.entries(settings).flatMap(([name, setting]) => (setting.about === commonSettings[name]?.about ? [] : [writeSetting(kind, name, setting)])),
  );
  const common = Object.entries(commonSettings).map(([name, setting]) => writeSetting('all', name, setting));
  return ['Settings are numbers from 0 to 1:\n', '| kind | setting | default | |', '|---|---|--:|---|', ...common, ...rows].join('\n');
}

function writeSetting(kind, name, setting) {
  return `| ${kind} | \`${name}\` | ${setting.default} | ${setting.about} |`;
}

async function writeCommandsPage() {
  const { commandDescriptions } = await importSource('src/cli/command-descriptions.ts');
  const { commandFlags } = await importSource('src/cli/command-flags.ts');
  const { flagSpecs } = await importSource('src/cli/flags.ts');
  const common = ['config', 'json', 'quiet', 'verbose', 'no-color', 'debug'];
  const writeFlags = (names) => names.map((name) => writeFlag(name, flagSpecs[name]));
  const commands = Object.entries(commandDescriptions).map(([name, { summary, operands = [] }]) => {
    const own = commandFlags[name].filter((flag) => !common.includes(flag));
    const rows = [...operands.map(([written, meaning]) => `| \`${escapeCell(written)}\` | ${escapeCell(meaning)} |`), ...writeFlags(own)];
    const table = rows.length === 0 ? [] : [['| | |', '|---|---|', ...rows].join('\n')];
    return [`## visuals ${name}`, `${summary.slice(0, 1).toUpperCase()}${summary.slice(1)}.`, ...table].join('\n\n');
  });
  return [
    '# Commands',
    'What each command does, takes, and can be told; `visuals <command> --help` says the same. Nearly all of them also know these:',
    ['| | |', '|---|---|', ...writeFlags(common)].join('\n'),
    'Results go to the standard output, progress and problems to the standard error. The exit codes stand in the [README](../README.md#commands).',
    ...commands,
  ].join('\n\n');
}

function writeFlag(name, { value, many, description }) {
  return `| \`--${name}${value === undefined ? '' : ` <${value}>`}\` | ${escapeCell(description)}${many ? '; may be given more than once' : ''} |`;
}

function writeErrorsPage() {
  const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const kinds = JSON.parse(execFileSync(process.execPath, [join(root, bin.visuals), 'explain', '--json'], { encoding: 'utf8' }));
  const sorted = kinds.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  return [
    '# Errors and warnings',
    'Everything that `visuals` can complain of, by its code; `visuals explain CODE` tells the same in the terminal. A message names the place, the cause and the fix. Warnings never change the exit code.',
    ...sorted.map(({ code, severity, exit, explain }) => `## ${code}\n\n*${severity === 'error' ? `Error, exit ${exit}.` : 'Warning.'}* ${explain}`),
  ].join('\n\n');
}

/** A module of the sources as Node reads it; the oldest Node here knows no TypeScript. */
async function importSource(path) {
  const { outputFiles } = await build({ entryPoints: [join(root, path)], bundle: true, write: false, format: 'esm', platform: 'node', logLevel: 'error' });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString('base64')}`);
}

function escapeCell(text) {
  return text.replaceAll('|', '\\|');
}
