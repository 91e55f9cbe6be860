import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { initProject } from '../../src/init-project.ts';
import { planBuild } from '../../src/plan-build.ts';
import { describeHost } from '../../src/project/host.ts';
import { listShippedTemplates } from '../../src/project/load-shipped-template.ts';
import { repository } from '../support/create-project.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const templates = listShippedTemplates(describeHost({ root: repository }));

/** Every second one on a dark ground, whose art is another. */
test.each(templates.map((template, index) => ({ template, theme: index % 2 === 0 ? 'light' : 'dark' })))(
  'a project begins with $template on a $theme ground',
  { timeout: 60_000 },
  async ({ template, theme }) => {
    const root = createTemporaryFolder();
    mkdirSync(join(root, 'node_modules'));
    symlinkSync(repository, join(root, 'node_modules/visuals'));
    symlinkSync(join(repository, 'node_modules/@expo-google-fonts'), join(root, 'node_modules/@expo-google-fonts'));
    writeFileSync(join(root, 'style.css'), `:root { --background: ${theme === 'dark' ? '#10131a' : '#ffffff'}; }`);
    expect(await initProject({ root, version: '1.0.0', install: false, template })).toMatchObject({ exit: 0 });
    expect(await planBuild({ root })).toMatchObject({ exit: 0, cells: 2, diagnostics: [] });
  },
);
