import { describe, expect, test } from 'vitest';
import { describeHost } from '../../src/project/host.ts';
import { loadProject } from '../../src/project/load-project.ts';
import type { LoadedProject } from '../../src/project/load-project.ts';
import { createProjectMemory } from '../../src/project/project-memory.ts';
import { openWorkspace } from '../../src/project/workspace.ts';
import { createProject, formatConfig, tinyConfig, tinySources, tinyTokens } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';

/** Which parts of a project are the very same ones. */
function compare(one: LoadedProject, other: LoadedProject): readonly string[] {
  const parts = {
    config: one.config === other.config,
    brand: one.brand === other.brand,
    copy: one.copy === other.copy,
    fonts: one.tools.fonts === other.tools.fonts,
    renderer: one.tools.renderer === other.tools.renderer,
    templates: one.tools.templates === other.tools.templates,
  };
  return Object.entries(parts).flatMap(([name, isSame]) => (isSame ? [name] : []));
}

async function loadTwice(project: TestProject, change: Sources): Promise<readonly string[]> {
  const memory = createProjectMemory();
  const load = (): Promise<LoadedProject> => loadProject(openWorkspace(describeHost({ root: project.root }), undefined), memory);
  const first = await load();
  project.write(change);
  return compare(first, await load());
}

const copy = { hello: { headline: 'Hullo', alt: 'A greeting' }, photo: { headline: 'A view', alt: 'A photo' } };

describe('a project that is loaded again', () => {
  test.each([
    ['nothing', {}, ['config', 'brand', 'copy', 'fonts', 'renderer', 'templates']],
    ['a message', { 'copy/en.json': copy }, ['config', 'brand', 'fonts', 'renderer', 'templates']],
    [
      'a token',
      { 'brand/tokens.json': { ...tinyTokens, color: { ...tinyTokens.color, ink: { $value: '#000000' } } } },
      ['config', 'copy', 'fonts', 'renderer'],
    ],
    ['a sheet', { 'templates/note/template.css': '.card { color: var(--color-ink); }\n' }, ['config', 'brand', 'copy', 'fonts', 'renderer']],
    [
      'the config',
      { 'visuals.config.ts': formatConfig({ ...tinyConfig, assets: { hello: tinyConfig.assets.hello } }) },
      ['brand', 'copy', 'fonts', 'renderer'],
    ],
  ])('keeps what did not move when it is %s', async (_, change, kept) => {
    expect(await loadTwice(createProject(), change)).toEqual(kept);
  });

  test('knows what it depends on as well as one that is loaded for the first time', async () => {
    const project = createProject();
    const host = describeHost({ root: project.root });
    const memory = createProjectMemory();
    await loadProject(openWorkspace(host, undefined), memory);
    const [recalled, fresh] = [openWorkspace(host, undefined), openWorkspace(host, undefined)];
    await loadProject(recalled, memory);
    await loadProject(fresh);
    const [again, once] = [recalled.files.dependencies(), fresh.files.dependencies()];
    const digests = ({ files }: typeof again): ReadonlyMap<string, string> => new Map([...files].map(([path, { digest }]) => [path, digest]));
    expect(digests(again)).toEqual(digests(once));
    expect(again.folders).toEqual(once.folders);
    expect(again.absent).toEqual(once.absent);
  });

  test('a part that can not be read is read again, and its files are depended on', async () => {
    const project = createProject({ ...tinySources(), 'copy/en.json': '{' });
    const host = describeHost({ root: project.root });
    const memory = createProjectMemory();
    const broken = openWorkspace(host, undefined);
    await expect(loadProject(broken, memory)).rejects.toThrow(/copy\/en\.json/);
    expect([...broken.files.dependencies().files.keys()]).toContain('copy/en.json');
    project.write({ 'copy/en.json': copy });
    expect((await loadProject(openWorkspace(host, undefined), memory)).copy.find('en', 'hello.headline')?.text).toBe('Hullo');
  });
});
