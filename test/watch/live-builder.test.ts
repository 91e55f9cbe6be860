import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createAdapters } from '../../src/project/create-adapters.ts';
import { describeHost } from '../../src/project/host.ts';
import { openWorkspace } from '../../src/project/workspace.ts';
import { createLiveBoard } from '../../src/watch/live-board.ts';
import { createLiveBuilder } from '../../src/watch/live-builder.ts';
import type { LiveBuilder } from '../../src/watch/live-builder.ts';
import type { LastBuild } from '../../src/watch/recall-cell.ts';
import { openPictureShelf } from '../../src/watch/picture-shelf.ts';
import { collectGarbage } from '../support/collect-garbage.ts';
import { createProject } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';

const saves = 30;
const { signal } = new AbortController();

async function createBuilder({ root }: TestProject): Promise<LiveBuilder> {
  const host = describeHost({ root });
  const { codec } = await createAdapters();
  const shelf = openPictureShelf({ path: join(root, '.visuals', 'pictures.log'), store: openWorkspace(host, undefined).store, codec });
  return createLiveBuilder({ host, options: { root }, board: createLiveBoard(''), shelf, follow: async () => undefined, warnings: [] });
}

/** What is still held, once everything is gone that nobody holds. */
async function listHeld<Value extends object>(all: readonly WeakRef<Value>[]): Promise<readonly Value[]> {
  await collectGarbage();
  return all.flatMap((each) => each.deref() ?? []);
}

test('a long session draws with one renderer, and lets go of every build but the last', async () => {
  const project = createProject();
  const builder = await createBuilder(project);
  const built: WeakRef<LastBuild>[] = [];
  const renderers = new Set<unknown>();
  for (let save = 0; save < saves; save += 1) {
    project.write({ 'copy/en.json': { hello: { headline: `Save ${save}`, alt: 'A greeting' }, photo: { headline: 'A view', alt: 'A photo' } } });
    await builder.draw(new Set(['hello/wide.en']), signal);
    await builder.build(signal);
    built.push(new WeakRef(builder.built()!));
    renderers.add(builder.built()!.project.tools.renderer);
  }
  expect(renderers.size).toBe(1);
  expect((await listHeld(built)).length).toBe(1);
});
