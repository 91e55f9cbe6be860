import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { build } from '../../src/build.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import type { BuildOptions, BuildReport } from '../../src/model/report.ts';
import { indexPictures } from '../../src/publish/create-manifest.ts';

/** Contents by path: text, bytes, an object that is written as JSON, or undefined for a file that is to go. */
export type Sources = { readonly [path: string]: string | Uint8Array | JsonObject | undefined };

/** A project in a temporary folder, with what tests ask of it. */
export interface TestProject {
  readonly root: string;
  write(sources: Sources): void;
  /** The text of a file. */
  read(path: string): string;
  build(options?: BuildOptions): Promise<BuildReport>;
  /** A build that must end well. */
  buildWell(options?: BuildOptions): Promise<BuildReport>;
  manifest(): Manifest;
  /** Every file of the output folder by its path in it, as base64 of its bytes. */
  outputs(): ReadonlyMap<string, string>;
  /** The file that shows a cell. */
  pathOf(cell: string, format?: string): string;
  remove(): void;
}

/** The repository, whose `node_modules` every project borrows. */
export const repository = join(import.meta.dirname, '../..');

/** A fresh project that is removed when the test ends. */
export function createProject(sources: Sources = tinySources()): TestProject {
  const project = openProject(createFolder());
  project.write(sources);
  onTestFinished(() => project.remove());
  return project;
}

/** A project like {@link createProject} from folders of files, later ones laid over earlier ones. */
export function copyProject(...folders: readonly string[]): TestProject {
  const project = openProject(createFolder());
  for (const folder of folders) cpSync(folder, project.root, { recursive: true });
  onTestFinished(() => project.remove());
  return project;
}

/** A project that its maker removes. */
export function createLastingProject(sources: Sources = tinySources()): TestProject {
  const project = openProject(createFolder());
  project.write(sources);
  return project;
}

/** How many tasks of each kind really ran; kinds of which none did are left out. */
export function workOf({ ran }: BuildReport): { readonly [kind: string]: number } {
  return Object.fromEntries(Object.entries(ran).filter(([, count]) => count > 0));
}

function createFolder(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'visuals-project-')));
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  return root;
}

function openProject(root: string): TestProject {
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const manifest = (): Manifest => JSON.parse(read('out/manifest.json')) as Manifest;
  const run = (options: BuildOptions = {}): Promise<BuildReport> => build({ root, jobs: 2, ...options });
  return {
    root,
    write: (sources) => writeSources(root, sources),
    read,
    build: run,
    buildWell: async (options) => {
      const report = await run(options);
      if (report.exit !== 0)
        throw new Error(
          `the build ended with ${report.exit}:\n${report.diagnostics.map((each) => `${each.code} ${each.cell ?? ''} ${each.message}`).join('\n')}`,
        );
      return report;
    },
    manifest,
    outputs: () => readFolder(join(root, 'out')),
    pathOf: (cell, format = 'png') =>
      join(
        root,
        'out',
        indexPictures(manifest())
          .get(cell)!
          .files.find((file) => file.format === format)!.src,
      ),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function writeSources(root: string, sources: Sources): void {
  for (const [path, content] of Object.entries(sources)) {
    const target = join(root, path);
    if (content === undefined) rmSync(target, { recursive: true, force: true });
    else {
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, typeof content === 'string' || content instanceof Uint8Array ? content : `${JSON.stringify(content, undefined, 2)}\n`);
    }
  }
}

/** Every file under a folder, as base64 of its bytes, in code-unit order. */
export function readFolder(folder: string): ReadonlyMap<string, string> {
  if (!existsSync(folder)) return new Map();
  const paths = (readdirSync(folder, { recursive: true, withFileTypes: true }) as { isFile(): boolean; parentPath: string; name: string }[])
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    // The link to the repository's packages, which later versions of Node follow.
    .filter((path) => !path.startsWith('node_modules/'));
  return new Map(paths.toSorted().map((path) => [path, readFileSync(join(folder, path)).toString('base64')]));
}

/** Text of a config that is plain data. */
export function formatConfig(config: JsonObject): string {
  return `import { defineConfig } from 'visuals';\n\nexport default defineConfig(${JSON.stringify(config, undefined, 2)});\n`;
}

/** The smallest project that has everything: two templates, two languages, a token each, art from a file and from a seed. */
export function tinySources(changes: JsonObject = {}): Sources {
  return {
    'visuals.config.ts': formatConfig({ ...tinyConfig, ...changes }),
    'copy/en.json': { hello: { headline: 'Hello', alt: 'A greeting' }, photo: { headline: 'A view', alt: 'A photo' } },
    'copy/de.json': { hello: { headline: 'Guten Tag', alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } },
    'brand/tokens.json': tinyTokens,
    ...tinyTemplates,
    'art/view.svg': viewSvg('#d33'),
  };
}

/** A picture whose left and right half differ. */
export function viewSvg(colour: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="40" viewBox="0 0 80 40"><rect width="40" height="40" fill="${colour}"/><rect x="40" width="40" height="40" fill="#123"/></svg>\n`;
}

export const tinySize = { name: 'wide', width: 120, height: 63 } as const;

export const tinyTokens = {
  color: { $type: 'color', ground: { $value: '#fdf6e3' }, ink: { $value: '#112233' }, frame: { $value: '#884400' }, unused: { $value: '#00ff00' } },
  font: { sans: { $type: 'fontFamily', $value: 'Schibsted Grotesk' } },
} as const;

export const tinyConfig = {
  brand: 'brand/tokens.json',
  fonts: ['node_modules/@expo-google-fonts/schibsted-grotesk/400Regular/*.ttf'],
  locales: { source: 'en', targets: ['de'] },
  output: { dir: 'out', formats: ['png'] },
  // Its colours are chosen to differ, not to be read.
  checks: { severity: { contrast: 'off', copySpace: 'off' } },
  assets: {
    hello: { template: 'note', sizes: [tinySize], copy: 'hello', alt: 'hello.alt' },
    photo: { template: 'photo', sizes: [tinySize], copy: 'photo', alt: 'photo.alt', art: { background: { kind: 'file', path: 'art/view.svg' } } },
  },
} as const;

/** `note` reads the ink, `photo` the frame; both the ground. */
export const tinyTemplates: Sources = {
  'templates/note/template.hbs': '<div class="page"><h1 class="headline" data-slot="headline">{{headline}}</h1></div>\n',
  'templates/note/template.css':
    '.card { display: flex; width: 100%; height: 100%; background-color: var(--color-ground); color: var(--color-ink); font-family: var(--font-sans); }\n.page { padding: calc(var(--u) * 8); width: 100%; }\n.headline { margin: 0; }\n',
  'templates/note/template.ts': formatContract("headline: text({ role: 'headline', size: { smallest: 10, largest: 22 }, lines: 2 }),"),
  'templates/photo/template.hbs': '<img class="back" src="{{art.background}}" alt=""><h1 class="headline" data-slot="headline">{{headline}}</h1>\n',
  'templates/photo/template.css':
    '.card { position: relative; display: flex; width: 100%; height: 100%; background-color: var(--color-ground); color: var(--color-frame); font-family: var(--font-sans); }\n.back { position: absolute; top: 0; left: 0; width: 100%; height: 100%; object-fit: cover; }\n.headline { position: relative; margin: 0; }\n',
  'templates/photo/template.ts': formatContract(
    "headline: text({ role: 'headline', size: { smallest: 10, largest: 22 }, lines: 2 }),\n    background: image(),",
  ),
};

/** Text of a `template.ts` with these slots, and data fields if there are any. */
export function formatContract(slots: string, data?: string): string {
  const fields = data === undefined ? '' : `\n  data: { ${data} },`;
  return `import { data, defineTemplate, image, text } from 'visuals';\n\nexport const kinds = [data, image];\nexport default defineTemplate({\n  description: 'For tests.',\n  slots: {\n    ${slots}\n  },${fields}\n});\n`;
}
