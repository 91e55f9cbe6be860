import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as authoring from '../authoring.ts';
import { loadModule } from '../config/load-module.ts';
import { formatNearest } from '../diagnostics/did-you-mean.ts';
import { templateUnshipped } from '../diagnostics/project.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { TemplateContract } from '../model/template.ts';
import type { StarterSample } from '../start/starter-sample.ts';
import { createInputFiles } from '../store/input-files.ts';
import { checkContract } from '../template/check-contract.ts';
import type { Host } from './host.ts';

/** A template that ships with the tool, as it is shown to people. */
export interface ShippedTemplate {
  readonly contract: TemplateContract;
  readonly sample: StarterSample;
  /** Blueprint of the picture that it wants. */
  readonly prompt: string | undefined;
  /** Absolute path of a picture of it in four shapes. */
  readonly picture: string | undefined;
  /** Absolute folder. */
  readonly folder: string;
}

/** Names of the templates that ship with the tool, in code-unit order. */
export function listShippedTemplates({ shipped }: Pick<Host, 'shipped'>): readonly string[] {
  const folder = join(shipped, 'templates');
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'template.hbs')))
    .toSorted();
}

/** @throws VisualsError `TEMPLATE_UNSHIPPED` for a name that none has */
export async function loadShippedTemplate(name: string, host: Pick<Host, 'shipped' | 'root'>): Promise<ShippedTemplate> {
  const known = listShippedTemplates(host);
  if (!known.includes(name)) throw new VisualsError(templateUnshipped({ name, nearest: formatNearest(name, known), known }));
  const folder = join(host.shipped, 'templates', name);
  const [definition, sample] = await loadDefaults(name, host);
  return {
    contract: checkContract(definition, { name, file: `@visuals/templates/${name}/template` }),
    sample: sample as StarterSample,
    prompt: existsSync(join(folder, 'prompt.hbs')) ? readFileSync(join(folder, 'prompt.hbs'), 'utf8') : undefined,
    picture: [join(folder, 'sheet.webp'), join(host.shipped, 'docs', 'templates', `${name}.webp`)].find((path) => existsSync(path)),
    folder,
  };
}

/** What a template's two modules export. Nothing of it is kept: the folder may be no project. */
async function loadDefaults(name: string, { shipped, root }: Pick<Host, 'shipped' | 'root'>): Promise<readonly unknown[]> {
  const files = createInputFiles({ root, shipped });
  const cacheFolder = mkdtempSync(join(tmpdir(), 'visuals-templates-'));
  try {
    const load = async (module: string): Promise<unknown> => {
      const base = `@visuals/templates/${name}/${module}`;
      const entry = [`${base}.js`, `${base}.ts`].find((path) => files.exists(path)) ?? base;
      return (await loadModule({ files, entry, cacheFolder, environment: {}, provide: { visuals: () => authoring } })).exports['default'];
    };
    return await Promise.all([load('template'), load('sample')]);
  } finally {
    rmSync(cacheFolder, { recursive: true, force: true });
  }
}
