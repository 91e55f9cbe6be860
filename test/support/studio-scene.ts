import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from './browser.ts';
import { createLastingProject } from './create-project.ts';
import type { TestProject } from './create-project.ts';
import { studioSources, watchProject } from './watched-studio.ts';
import type { WatchedStudio } from './watched-studio.ts';

/** A browser, and a project whose studio it may open. */
export interface StudioScene {
  readonly browser: Browser;
  readonly project: TestProject;
  readonly studio: WatchedStudio;
}

/** Sets a scene for all tests of the block that calls it. @param path of the browser; tests are skipped where there is none */
export function setStudioScene(path: string | undefined): () => StudioScene {
  let scene: StudioScene;
  beforeAll(async () => {
    const project = createLastingProject(studioSources());
    const [browser, studio] = await Promise.all([launchBrowser(path!), watchProject(project.root)]);
    scene = { browser, project, studio };
  });
  afterAll(async () => {
    await scene.browser.close();
    await scene.studio.close();
    scene.project.remove();
  });
  return () => scene;
}
