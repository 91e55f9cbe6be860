import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { formatHexColor } from './brand/convert-color.ts';
import { exitCode } from './diagnostics/define.ts';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import { describeHost } from './project/host.ts';
import type { Host } from './project/host.ts';
import { loadShippedTemplate } from './project/load-shipped-template.ts';
import type { ShippedTemplate } from './project/load-shipped-template.ts';
import { createTokens, isDarkGround } from './start/create-tokens.ts';
import { describeUse } from './start/describe-use.ts';
import { settleFont } from './start/detect-fonts.ts';
import type { FoundFont } from './start/detect-fonts.ts';
import { editSource } from './start/edit-source.ts';
import { editTsconfig } from './start/edit-tsconfig.ts';
import { formatConfig, listArtFiles, locateArt } from './start/format-config.ts';
import { inspectSite } from './start/inspect-site.ts';
import type { Site } from './start/inspect-site.ts';
import { settleLanguage } from './start/starter-language.ts';
import type { StarterLanguage } from './start/starter-language.ts';
import { darken, turn } from './start/starter-sample.ts';
import { installMissing } from './start/install-missing.ts';
import { describeRun } from './start/package-manager.ts';
import { toStorageError } from './store/write-file.ts';
import { writeTypes } from './write-types.ts';

/** What a project is started with. */
export interface InitOptions extends Pick<ProjectOptions, 'root'> {
  /** Name of a shipped template; default `social-card`. */
  readonly template?: string;
  /** Whether packages are installed; default true. */
  readonly install?: boolean;
  /** Whether nothing is written or installed, and only told; default false. */
  readonly dryRun?: boolean;
  /** Version of `visuals` that is installed where there is none. */
  readonly version: string;
  /** Takes what the package manager prints. */
  readonly onOutput?: (text: string) => void;
  /** Ends the installation, and the start with it. */
  readonly signal?: AbortSignal;
}

/** Something that was found in the site and taken over. */
export interface FoundBrand {
  /** Such as `accent`. */
  readonly what: string;
  readonly value: string;
  readonly where: string;
}

/** What was done, and what is left to do by hand. */
export interface InitReport {
  readonly exit: number;
  readonly kind: Site['kind'];
  readonly found: readonly FoundBrand[];
  /** Paths of new files. */
  readonly wrote: readonly string[];
  /** Paths of files that were changed. */
  readonly changed: readonly string[];
  /** Paths of files that were there and stay as they are. */
  readonly kept: readonly string[];
  /** What could not be done safely, with the lines to add. */
  readonly manual: readonly { readonly what: string; readonly lines: readonly string[] }[];
  /** The command that installs what is missing, and whether it ran; none where nothing is missing. */
  readonly install?: { readonly command: string; readonly ran: boolean };
  /** Such as `npx visuals`. */
  readonly run: string;
  /** How a page shows the first picture; none where no tool builds the site. */
  readonly show: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Looks at a folder as {@link initProject} would, before anybody decides anything. */
export async function inspectFolder(options: Pick<ProjectOptions, 'root'> = {}): Promise<Site> {
  const { root, environment } = describeHost(options);
  return inspectSite(root, environment['npm_config_user_agent']);
}

/**
 * Starts a project in a folder: empty, or a site of Vite, Astro, Next or any other kind. No file is ever written over; the config of the site's tool and `tsconfig.json` get
 * one entry each where that is safe. What the site tells of its brand becomes the tokens.
 */
export async function initProject(options: InitOptions): Promise<InitReport> {
  const host = describeHost(options);
  const name = options.template ?? 'social-card';
  try {
    const template = await loadShippedTemplate(name, host);
    const site = await inspectFolder(options);
    return await start({ options, host, site, template, name });
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { ...nothing, exit: findWorstExit(error.diagnostics), diagnostics: error.diagnostics };
  }
}

/** What is told of a start that did not come about. */
const nothing = { kind: 'empty', found: [], wrote: [], changed: [], kept: [], manual: [], run: 'npx visuals', show: [] } as const;

interface Start {
  readonly options: InitOptions;
  readonly host: Host;
  readonly site: Site;
  readonly template: ShippedTemplate;
  /** Of the template. */
  readonly name: string;
}

/** The first asset, and what its messages begin with. */
const firstAsset = 'welcome';

async function start({ options, host, site, template, name }: Start): Promise<InitReport> {
  const book = createBook(host.root, options.dryRun === true);
  if (site.packageText === undefined) book.write('package.json', formatJson({ name: toPackageName(host.root), private: true, type: 'module' }));
  const language = settleLanguage(template.sample, site.language, site.languages);
  const also = [language, ...language.targets].flatMap(({ companion }) => companion?.install ?? []);
  const { install, font: found, diagnostics } = await installMissing(site, { ...options, environment: host.environment, also });
  if (options.signal?.aborted === true) {
    book.undo();
    return { ...nothing, exit: exitCode.interrupted, diagnostics: [] };
  }
  const font = settleFont(host.root, found);
  writeStarter({ site, template, name, font, language }, book);
  const manual = [...addPlugin(site, book), ...addTypes(site, book), ...tellLanguage(language, book)];
  if (site.kind === 'empty') book.write('.gitignore', 'node_modules/\n');
  const exit = findWorstExit(diagnostics);
  const isReady = exit === exitCode.ok && options.dryRun !== true && existsSync(join(host.root, 'node_modules', 'visuals'));
  if (isReady && install?.ran !== false) await writeTypes({ root: host.root });
  return {
    exit,
    kind: site.kind,
    found: describeFound(site, font, language),
    ...book.report,
    manual,
    ...(install && { install }),
    run: `${describeRun(site.manager)} visuals`,
    show: describeUse(site.kind)?.show(firstAsset, site.packages) ?? [],
    diagnostics,
  };
}

/** Writes new files, or only says so. */
interface Book {
  readonly report: { readonly wrote: string[]; readonly changed: string[]; readonly kept: string[] };
  write(path: string, content: string | Uint8Array): void;
  change(path: string, content: string): void;
  read(path: string): string | undefined;
  /** Takes new files away again. */
  undo(): void;
}

function createBook(root: string, dryRun: boolean): Book {
  const report = { wrote: [] as string[], changed: [] as string[], kept: [] as string[] };
  const put = (path: string, content: string | Uint8Array, flag: 'w' | 'wx'): void => {
    if (dryRun) return;
    try {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content, { flag });
    } catch (error) {
      // Half a start would be in the way of the next one.
      undo();
      throw toStorageError(error, path);
    }
  };
  const undo = (): void => {
    for (const path of dryRun ? [] : report.wrote.splice(0)) rmSync(join(root, path), { force: true });
  };
  return {
    report,
    undo,
    write: (path, content) => {
      if (existsSync(join(root, path))) return void report.kept.push(path);
      put(path, content, 'wx');
      report.wrote.push(path);
    },
    change: (path, content) => {
      put(path, content, 'w');
      report.changed.push(path);
    },
    read: (path) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined),
  };
}

/** What npm takes as a name. */
function toPackageName(root: string): string {
  const name = basename(root)
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  return name === '' || name === 'visuals' ? 'pictures' : name;
}

function formatJson(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

interface Starter {
  readonly site: Site;
  readonly template: ShippedTemplate;
  readonly name: string;
  readonly font: FoundFont;
  readonly language: StarterLanguage;
}

/** Config, tokens, words and art. Beside a config that is there, none of them is wanted. */
function writeStarter({ site, template, name, font, language }: Starter, book: Book): void {
  const colors = Object.fromEntries(site.colors.map(({ role, color }) => [role, color]));
  const shown = isDarkGround(colors['ground']) ? darken(template.sample) : template.sample;
  const sample = language.isRightToLeft ? turn(shown) : shown;
  const fonts = [...new Set([...font.patterns, ...[language, ...language.targets].flatMap(({ companion }) => companion?.patterns ?? [])])];
  const logo = site.logo?.path;
  book.write('visuals.config.ts', formatConfig({ template: name, id: firstAsset, sample, fonts, language, family: font.family, logo }));
  if (book.report.kept.includes('visuals.config.ts')) return;
  book.write('brand/tokens.json', formatJson(createTokens({ colors, family: font.family, weights: font.weights })));
  for (const { copy, locale } of [language, ...language.targets])
    book.write(`copy/${locale}.json`, formatJson({ [firstAsset]: { ...copy, alt: Object.values(copy).join(' ') } }));
  for (const path of listArtFiles(
    sample,
    logo,
    language.targets.some(({ isRightToLeft }) => isRightToLeft),
  ))
    book.write(locateArt(path), readFileSync(join(template.folder, '..', path)));
}

function addPlugin({ kind, toolConfig, usesTypeScript }: Site, book: Book): InitReport['manual'] {
  const use = describeUse(kind);
  if (use === undefined) return [];
  if (toolConfig === undefined) {
    book.write(`${kind}.config.${kind === 'vite' && usesTypeScript ? 'ts' : 'mjs'}`, use.create);
    return [];
  }
  const edited = editSource(toolConfig, book.read(toolConfig) ?? '', use.plugin);
  if (edited === 'done') return [];
  if (edited !== undefined) {
    book.change(toolConfig, edited);
    return [];
  }
  const { name, from, how } = use.plugin;
  const second = how.kind === 'list' ? `${how.list}: [${name}()]` : `export default ${name}(config)`;
  return [{ what: `Add the plugin to ${toolConfig}`, lines: [`import { ${name} } from '${from}';`, second] }];
}

const typesFile = '.visuals/types.d.ts';

/** Lets the editor and the compiler know the names of the project. Vite's own start has the sources of the site in a file beside. */
function addTypes({ kind }: Site, book: Book): InitReport['manual'] {
  const included = ['visuals.config.ts', typesFile];
  if (kind === 'empty') {
    const compilerOptions = { module: 'nodenext', target: 'es2023', strict: true, noEmit: true, skipLibCheck: true, types: [] };
    book.write('tsconfig.json', formatJson({ compilerOptions, include: included }));
    return [];
  }
  const path = ['tsconfig.app.json', 'tsconfig.json'].find((each) => book.read(each) !== undefined);
  if (path === undefined) return [];
  const edited = editTsconfig(book.read(path) ?? '', included);
  if (edited === undefined) return [{ what: `Add to "include" in ${path}`, lines: included.map((each) => JSON.stringify(each)) }];
  if (edited !== 'done') book.change(path, edited);
  return [];
}

/** The sample has words in a few languages only. */
function tellLanguage({ untold }: StarterLanguage, { report }: Book): InitReport['manual'] {
  if (untold === undefined || report.kept.includes('visuals.config.ts')) return [];
  return [
    {
      what: `The words are English, for the sample has none in "${untold}". When you have written yours`,
      lines: [`rename copy/en.json to copy/${untold}.json`, `write locales: { source: '${untold}' } in visuals.config.ts`],
    },
  ];
}

function describeFound({ colors, logo, language: told, languages }: Site, font: FoundFont, { untold }: StarterLanguage): readonly FoundBrand[] {
  return [
    ...colors.map(({ role, color, where }) => ({ what: role, value: formatHexColor(color), where })),
    ...(font.where === undefined ? [] : [{ what: 'font', value: font.family, where: font.where }]),
    ...(logo === undefined ? [] : [{ what: 'logo', value: logo.path, where: logo.isFavicon ? 'its favicon, for lack of a logo' : 'the site' }]),
    ...(told === undefined || untold !== undefined ? [] : [{ what: 'words', value: told.locale, where: told.where }]),
    ...(languages === undefined ? [] : [{ what: 'languages', value: languages.locales.join(', '), where: languages.where }]),
  ];
}
