import { formatNearest } from './did-you-mean.ts';
import { splitPath } from './split-path.ts';
import { defineDiagnostic, exitCode } from './define.ts';

export const assetUnknown = defineDiagnostic<{ readonly asset: string; readonly known: readonly string[] }>(
  { code: 'ASSET_UNKNOWN', severity: 'error', exit: exitCode.usage, explain: 'A command names an asset that the config does not define.' },
  ({ asset, known }) => ({
    message: `no asset "${asset}"${formatNearest(asset, known)}`,
    fix: `Name one of: ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', …' : ''}.`,
  }),
);

export const selectionEmpty = defineDiagnostic<{ readonly flag: string; readonly value: string; readonly known: readonly string[] }>(
  {
    code: 'SELECTION_EMPTY',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A filter on the command line matches nothing. It is an error rather than an empty build, because in CI an empty build would look like a success. `--only` takes patterns as shells have them: `*`, `?`, `[1-9]`, `[!a]` and `{spring,autumn}`. Put them in quotes, or the shell looks for files of such names first. `--locale` and `--size` take names as they are.',
  },
  ({ flag, value, known }) => ({
    message: `${flag} ${value} matches nothing${formatNearest(value, known)}`,
    fix: `Known values: ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', …' : ''}.${flag === '--only' ? ' Patterns may hold *, ?, [1-9], [!a] and {one,other}.' : ''}`,
  }),
);

export const artMissing = defineDiagnostic<{ readonly slot: string; readonly template: string }>(
  {
    code: 'ART_MISSING',
    severity: 'error',
    exit: exitCode.someFailed,
    explain: 'A template declares an image slot that must be filled, and the asset names no art for it. An empty place in a picture is never an answer.',
  },
  ({ slot, template }) => ({
    message: `template "${template}" needs art for its slot "${slot}"`,
    fix: `Add \`art: { ${slot}: file('art/…') }\` to the asset; procedural(), generate() and edit() make one.`,
    subject: { field: ['art'] },
  }),
);

export const artSlotUnknown = defineDiagnostic<{ readonly slot: string; readonly template: string; readonly known: readonly string[] }>(
  {
    code: 'ART_SLOT_UNKNOWN',
    severity: 'error',
    exit: exitCode.someFailed,
    explain: 'An asset names art for an image slot that its template does not have, so it would not be shown.',
  },
  ({ slot, template, known }) => ({
    message: `template "${template}" has no image slot "${slot}"${formatNearest(slot, known)}`,
    fix: known.length > 0 ? `Its image slots: ${known.join(', ')}.` : 'It has no image slots: remove the art.',
    subject: { field: ['art', slot] },
  }),
);

export const dataInvalid = defineDiagnostic<{ readonly path: string; readonly problem: string; readonly template: string }>(
  {
    code: 'DATA_INVALID',
    severity: 'error',
    exit: exitCode.someFailed,
    explain: "An asset's `data` does not have the shape that its template declares: a field is missing, unknown, or of another type.",
  },
  ({ path, problem, template }) => ({
    message: `data.${path} ${problem}`,
    fix: `Give it the shape that template "${template}" declares (visuals types writes it out).`,
    subject: { field: ['data', ...splitPath(path)] },
  }),
);

/** What an asset changes in a text slot, and can't. */
export const slotInvalid = defineDiagnostic<{ readonly path: string; readonly problem: string; readonly template: string }>(
  {
    code: 'SLOT_INVALID',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      "An asset's `slots` changes sizes, lines or fit of its template's text slots, for all languages or for some. It names a slot that the template does not have, a locale that is none, " +
      'or a smallest size above the largest. Names of locales are scripts as templates name them (`cjk`), languages (`de`) or whole tags (`de-AT`).',
  },
  ({ path, problem, template }) => ({
    message: `slots.${path} ${problem}.`,
    fix: `Correct it; the slots of template "${template}" are declared in its template.ts.`,
    subject: { field: ['slots', ...splitPath(path)] },
  }),
);

export const drift = defineDiagnostic<{ readonly cells: number; readonly example: string }>(
  {
    code: 'DRIFT',
    severity: 'error',
    exit: exitCode.drift,
    explain:
      'Under `--frozen` and in `visuals check` nothing is made: the published pictures must be what the config, the copy, the templates and the art give. Some are not. Usually a file was edited and the build was not run before committing.',
  },
  ({ cells, example }) => ({
    message: `${cells} ${cells === 1 ? 'picture is' : 'pictures are'} out of date, such as ${example}`,
    fix: 'Run `visuals build` and commit what it writes; `visuals plan` tells why.',
  }),
);

export const outputModified = defineDiagnostic<{ readonly path: string; readonly state: 'missing' | 'modified' }>(
  {
    code: 'OUTPUT_MODIFIED',
    severity: 'error',
    exit: exitCode.drift,
    explain: 'An output file was deleted or edited after the build that made it. `visuals build` puts the file back byte for byte.',
  },
  ({ path, state }) => ({ message: `"${path}" is ${state}`, fix: 'Run `visuals build` to restore it.' }),
);

export const draftPublished = defineDiagnostic<{ readonly cells: number; readonly example: string }>(
  {
    code: 'DRAFT_PUBLISHED',
    severity: 'error',
    exit: exitCode.drift,
    explain:
      'Some published pictures show a stand-in with the word DRAFT, because `visuals build --draft` was run before their art was bought. That is fine while designing. Buy the art and build again before anything goes live.',
  },
  ({ cells, example }) => ({
    message: `${cells} published ${cells === 1 ? 'picture shows' : 'pictures show'} a stand-in, such as ${example}`,
    fix: 'Run `visuals build --spend <dollars>`; `visuals plan` tells what it costs.',
  }),
);

export const renderNondeterministic = defineDiagnostic<{ readonly cell: string; readonly expected: string; readonly actual: string }>(
  {
    code: 'RENDER_NONDETERMINISTIC',
    severity: 'error',
    exit: exitCode.internal,
    explain:
      'A picture was drawn again from the same inputs and came out different. That breaks the promise every cached result rests on: please report it with the cell and the versions of `visuals doctor`.',
  },
  ({ cell, expected, actual }) => ({
    message: `${cell} came out different from the same inputs (${expected.slice(0, 12)} before, ${actual.slice(0, 12)} now)`,
    fix: 'Delete `.visuals/` and build again; report it if it comes back.',
  }),
);

/** A name that no shipped template has. */
export const templateUnshipped = defineDiagnostic<{ readonly name: string; readonly nearest: string; readonly known: readonly string[] }>(
  {
    code: 'TEMPLATE_UNSHIPPED',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      '`visuals init --template` and `visuals templates` know the templates that ship with the tool, by name. `visuals templates` lists them; a template of your own needs no command, only a folder in `templates/`.',
  },
  ({ name, nearest, known }) => ({ message: `no template "${name}" ships with visuals${nearest}`, fix: `Use one of: ${known.join(', ')}.` }),
);

/** A folder that is there already. */
export const templateTaken = defineDiagnostic<{ readonly path: string }>(
  {
    code: 'TEMPLATE_TAKEN',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      '`visuals templates eject` copies a shipped template into the project, to be changed there. It never writes over a file: the project has a template of this name already, and nothing was copied.',
  },
  ({ path }) => ({ message: `"${path}" is there already, and nothing was copied`, fix: 'Rename or remove it first, or work on it as it is.' }),
);

/** The package manager did not install what was asked for. */
export const fontUnpackaged = defineDiagnostic<{
  readonly family: string;
  readonly where: string | undefined;
  readonly name: string;
  readonly instead: string;
}>(
  {
    code: 'FONT_UNPACKAGED',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'Pictures are set in font files of the project, never in what a system has. `visuals init` found the family that your site is set in, and looked for its files in the package of that name among `@expo-google-fonts`, which brings the fonts of Google. The registry has no such package, so the project was started with another font. If you have the files of your family (ttf, otf or woff2), put them into the project, name them in `fonts` of `visuals.config.ts`, and name the family in `font.sans` of `brand/tokens.json`.',
  },
  ({ family, where, name, instead }) => ({
    message: `The pictures are set in ${instead}: there is no package ${name} for "${family}"${where === undefined ? '' : ` (${where})`}.`,
    fix: `Put the files of "${family}" into the project, and name them in \`fonts\` of visuals.config.ts and the family in \`font.sans\` of brand/tokens.json.`,
  }),
);

export const installFailed = defineDiagnostic<{ readonly command: string; readonly problem: string }>(
  {
    code: 'INSTALL_FAILED',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      '`visuals init` runs the package manager of the project to install `visuals` and a font, and it did not end well; what it printed stands above. The files of the project are written all the same. Run the command that is shown, and go on with `visuals build`.',
  },
  ({ command, problem }) => ({ message: `\`${command}\` ${problem}`, fix: `Run \`${command}\` yourself; the project's files are in place.` }),
);
