import { build } from '../../src/build.ts';
import { createLastingProject, tinyConfig, tinySize, tinySources } from './create-project.ts';
import type { Sources, TestProject } from './create-project.ts';
import { findBroken, findHalfWritten, findLeftovers } from './inspect-state.ts';

const sizes = [tinySize, { name: 'tall', width: 63, height: 120 }, { name: 'square', width: 90, height: 90 }];
/** Twelve cells in two formats. */
export const twelveCells = tinySources({
  output: { dir: 'out', formats: ['webp', 'png'] },
  assets: { hello: { ...tinyConfig.assets.hello, sizes }, photo: { ...tinyConfig.assets.photo, sizes } },
});

/** Another German greeting. */
export const greeting = (word: string): Sources => ({
  'copy/de.json': { hello: { headline: word, alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } },
});

/** What a project looks like that nobody ever killed. */
export function buildClean(sources: Sources): Promise<ReadonlyMap<string, string>> {
  const name = JSON.stringify(sources);
  const outputs = cleanBuilds.get(name) ?? buildOnce(sources);
  cleanBuilds.set(name, outputs);
  return outputs;
}

const cleanBuilds = new Map<string, Promise<ReadonlyMap<string, string>>>();

async function buildOnce(sources: Sources): Promise<ReadonlyMap<string, string>> {
  const project = createLastingProject(sources);
  await project.buildWell();
  const outputs = project.outputs();
  project.remove();
  return outputs;
}

/** Whatever a dead process left: nothing half-written under a final name, and the manifest tells the truth. */
export interface Findings {
  readonly halfWritten: string[];
  readonly broken: string[];
  readonly failed: string[];
  readonly different: string[];
  readonly leftovers: string[];
}

/** Nothing was found yet. */
export const noFindings = (): Findings => ({ halfWritten: [], broken: [], failed: [], different: [], leftovers: [] });

/** Looks at what a killed build left, builds again and looks at the end. */
export async function inspectAfterDeath(project: TestProject, wanted: ReadonlyMap<string, string>, where: string, found: Findings): Promise<void> {
  found.halfWritten.push(...findHalfWritten(project.root).map((path) => `${where}: ${path}`));
  found.broken.push(...findBroken(project.root).map((path) => `${where}: ${path}`));
  const report = await build({ root: project.root, jobs: 2, wait: 5 });
  if (report.exit !== 0) found.failed.push(`${where}: ${report.diagnostics.map(({ message }) => message).join()}`);
  found.leftovers.push(...findLeftovers(project.root).map((path) => `${where}: ${path}`));
  const outputs = [...project.outputs()].filter(([path]) => !path.includes('.visuals-tmp-'));
  const names = new Set([...wanted.keys(), ...outputs.map(([path]) => path)]);
  const differing = [...names].filter((path) => new Map(outputs).get(path) !== wanted.get(path));
  found.different.push(...differing.map((path) => `${where}: ${path}`));
}
