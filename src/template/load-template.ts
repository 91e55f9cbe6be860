import { refuseSecrets } from '../config/refuse-secrets.ts';
import { posix } from 'node:path';
import { templateContractInvalid, templateCss, templateRecursion, templateSyntax, templateUnknown } from '../diagnostics/template.ts';
import { compareCodeUnits, computeActionKey } from '../keys/canonical.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import type { TemplateContract } from '../model/template.ts';
import type { InputFile, InputFiles } from '../spec/input-files.ts';
import { checkContract } from './check-contract.ts';
import { positionAt } from './position.ts';

/** A text file of a template, under its path in {@link InputFiles}. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

/** All files of a template, as read: enough to tell whether it changed. */
export interface TemplateFiles {
  readonly name: string;
  readonly markup: SourceFile;
  /** Name as written in the markup (`row`, `shared/logo`) → file. Only those that exist. */
  readonly partials: { readonly [name: string]: SourceFile };
  /** Style sheets in the order in which they apply, each `@import` in its place and blanked out where it stood. */
  readonly css: readonly SourceFile[];
  /** `template.ts`, or `template.js` of a shipped template. */
  readonly contractPath: string;
  /** Over every file above, under paths relative to the template's folder. */
  readonly digest: Digest;
}

/** A template ready to be compiled. */
export interface TemplateSource extends TemplateFiles {
  readonly contract: TemplateContract;
}

/** Where templates are looked for. */
export interface TemplateLocation {
  readonly files: InputFiles;
  readonly name: string;
  /** The project's template folder, relative to the root. */
  readonly folder: string;
}

/** Evaluates a contract's file and hands out what it exports as default. */
export type LoadContract = (path: string) => Promise<{ readonly definition: unknown }>;

const shippedFolder = '@visuals/templates';

/**
 * Reads a template with all it includes, and its contract.
 * @throws VisualsError `TEMPLATE_UNKNOWN`, `TEMPLATE_CONTRACT_INVALID`, `TEMPLATE_CSS`, `TEMPLATE_RECURSION`, `TEMPLATE_SYNTAX`
 */
export async function loadTemplate(location: TemplateLocation & { readonly loadContract: LoadContract }): Promise<TemplateSource> {
  const template = await readTemplate(location);
  const { definition } = await location.loadContract(template.contractPath);
  return { ...template, contract: checkContract(definition, { name: template.name, file: template.contractPath }) };
}

/**
 * Reads a template's files without evaluating its contract: its digest tells whether a compiled template of an earlier build still holds.
 * @throws VisualsError as {@link loadTemplate}
 */
export async function readTemplate({ files, name, folder }: TemplateLocation): Promise<TemplateFiles> {
  const home = findHome(files, name, folder) ?? (await failUnknown(files, name, folder));
  const reader = createReader(files, folder);
  const base = `${home}/${name}`;
  const markup = await reader.read(`${base}/template.hbs`);
  const partials = await readPartials(reader, markup, base);
  const css = files.exists(`${base}/template.css`) ? await readSheets(reader, `${base}/template.css`, []) : [];
  const contractPath = await readContract(reader, base);
  return { name, markup, partials, css, contractPath, digest: computeActionKey('template', reader.record(name)) };
}

function findHome(files: InputFiles, name: string, folder: string): string | undefined {
  if (!/^[a-z0-9][\w-]*$/i.test(name)) return undefined;
  return [folder, shippedFolder].find((home) => files.exists(`${home}/${name}/template.hbs`));
}

async function failUnknown(files: InputFiles, name: string, folder: string): Promise<never> {
  const found = await files.list([`${folder}/*/template.hbs`, `${shippedFolder}/*/template.hbs`]);
  const known = [...new Set(found.map((path) => posix.basename(posix.dirname(path))))].toSorted(compareCodeUnits);
  throw new VisualsError(templateUnknown({ name, known }));
}

/** Reads files of the template folders and remembers their digests. */
interface TemplateReader {
  readonly exists: (path: string) => boolean;
  readonly read: (path: string) => Promise<SourceFile>;
  /** The path itself, or that of the shipped file in its place; undefined when neither is there or it leads out of the folder. */
  readonly resolve: (path: string) => string | undefined;
  /** Path relative to the template's folder → digest. */
  readonly record: (name: string) => { readonly [path: string]: string };
}

function createReader(files: InputFiles, folder: string): TemplateReader {
  const digests = new Map<string, string>();
  const within = (path: string): string | undefined => [folder, shippedFolder].find((home) => path.startsWith(`${home}/`));
  const relative = (path: string): string => path.slice((within(path)?.length ?? -1) + 1);
  return {
    exists: (path) => files.exists(path),
    read: async (path) => {
      const file = await files.read(path);
      digests.set(path, file.digest);
      const text = decode(file);
      // Class names of style sheets may look like keys (`sk-…`); nobody writes a key there.
      if (!path.endsWith('.css')) refuseSecrets(text, { file: path, what: 'the template' });
      return { path, text };
    },
    resolve: (path) => {
      if (within(path) === undefined) return undefined;
      return [path, `${shippedFolder}/${relative(path)}`].find((each) => files.exists(each));
    },
    record: (name) => Object.fromEntries([...digests].map(([path, digest]) => [posix.relative(name, relative(path)), digest])),
  };
}

function decode({ path, bytes }: InputFile): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new VisualsError(templateSyntax({ problem: 'the file is not UTF-8' }, { place: { file: path } }));
  }
}

/** Finds references by their look alone, without the Handlebars parser, so that a build that changes nothing need not load it; the check refuses names that lead nowhere. */
async function readPartials(reader: TemplateReader, markup: SourceFile, base: string): Promise<{ readonly [name: string]: SourceFile }> {
  const partials = new Map<string, SourceFile>();
  const queue = [markup];
  for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
    for (const [, name = ''] of file.text.matchAll(/\{\{~?#?>\s*((?:shared\/)?[a-z0-9][\w-]*)/gi)) {
      const path = reader.resolve(name.startsWith('shared/') ? `${posix.dirname(base)}/${name}.hbs` : `${base}/partials/${name}.hbs`);
      if (path === undefined || partials.has(name)) continue;
      const partial = await reader.read(path);
      partials.set(name, partial);
      queue.push(partial);
    }
  }
  return Object.fromEntries([...partials].toSorted(([a], [b]) => compareCodeUnits(a, b)));
}

async function readSheets(reader: TemplateReader, path: string, trail: readonly string[]): Promise<readonly SourceFile[]> {
  if (trail.includes(path)) throw new VisualsError(templateRecursion({ path: [...trail.slice(trail.indexOf(path)), path] }, { place: { file: path } }));
  const sheet = await reader.read(path);
  const imported: SourceFile[] = [];
  const problems: Diagnostic[] = [];
  for (const { target, index } of findImports(sheet.text)) {
    const found = reader.resolve(posix.join(posix.dirname(path), target));
    if (found === undefined) problems.push(missingImport(sheet, target, index));
    else imported.push(...(await readSheets(reader, found, [...trail, path])));
  }
  if (problems.length > 0) throw new VisualsError(problems);
  return [...imported, { path, text: blankImports(sheet.text) }];
}

function missingImport(sheet: SourceFile, target: string, index: number): Diagnostic {
  const instead = 'Import a sheet that exists inside the templates folder, such as "../shared/base.css".';
  return templateCss({ problem: `The imported sheet "${target}" is not there`, instead }, { place: { file: sheet.path, ...positionAt(sheet.text, index) } });
}

const importPattern = /\/\*[^]*?\*\/|@import\s+["']([^"']+)["']\s*;/g;

function findImports(css: string): readonly { readonly target: string; readonly index: number }[] {
  return [...css.matchAll(importPattern)].flatMap(({ 1: target, index }) => (target === undefined ? [] : [{ target, index }]));
}

/** Lines and columns of what follows stay as they are. */
function blankImports(css: string): string {
  return css.replace(importPattern, (whole: string, target: string | undefined) => (target === undefined ? whole : whole.replace(/[^\n]/g, ' ')));
}

async function readContract(reader: TemplateReader, base: string): Promise<string> {
  const path = [`${base}/template.ts`, `${base}/template.js`].find(reader.exists);
  if (path === undefined) {
    const found = { path: '', problem: 'is missing: the folder has no template.ts' };
    throw new VisualsError(templateContractInvalid(found, { place: { file: `${base}/template.ts` } }));
  }
  await readContractPart(reader, path);
  return path;
}

/** Reads the contract's file, or one of the shared files that it imports: together they are the whole contract. */
async function readContractPart(reader: TemplateReader, path: string): Promise<void> {
  const { text } = await reader.read(path);
  for (const { 1: target = '', index } of text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'](?!visuals["'])([^"']*)["']/g)) {
    const place = { file: path, ...positionAt(text, index) };
    const shared = posix.join(posix.dirname(path), target);
    const isShared = /^\.\.\/shared\/[\w-]+\.[jt]s$/.test(target) && posix.basename(posix.dirname(path)) !== 'shared';
    if (!isShared) throw invalidImport(`imports "${target}"; only "visuals" and files such as "../shared/slots.ts" may be imported`, place);
    if (!reader.exists(shared)) throw invalidImport(`imports "${target}", which is not there`, place);
    await readContractPart(reader, shared);
  }
}

function invalidImport(problem: string, place: Place): VisualsError {
  return new VisualsError(templateContractInvalid({ path: '', problem }, { place }));
}
