import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ejectTemplate } from '../../src/eject-template.ts';
import { listTemplates, showTemplate } from '../../src/list-templates.ts';
import { createProject, formatConfig, repository } from '../support/create-project.ts';

describe('shipped templates', () => {
  test('are sixteen, each with words to show it and a prompt for the picture that it wants', async () => {
    const templates = await listTemplates();
    expect(templates).toHaveLength(16);
    for (const { name, prompt, picture, slots } of templates) {
      expect([name, typeof prompt, typeof picture]).toEqual([name, 'string', 'string']);
      expect(
        slots.some(({ sample }) => sample !== undefined),
        name,
      ).toBe(true);
    }
  });

  test('are shown with contracts and data', async () => {
    const { slots, data } = await showTemplate({ name: 'infographic' });
    expect(slots.find(({ name }) => name === 'headline')).toMatchObject({ is: 'headline', notes: [expect.stringMatching(/^at most \d/)] });
    expect(data.find(({ name }) => name === 'rows')?.type).toMatch(/^at most \d+ of \{ label: text, value: number/);
  });

  test('are named when one is misspelt', async () => {
    await expect(showTemplate({ name: 'postr' })).rejects.toThrow('TEMPLATE_UNSHIPPED: no template "postr" ships with visuals (did you mean "poster"?)');
  });
});

test('an ejected template gives the same bytes, and nothing is written over', { timeout: 120_000 }, async () => {
  const project = createProject({
    'visuals.config.ts': formatConfig({
      brand: 'brand/brand.resolver.json',
      fonts: ['node_modules/@expo-google-fonts/schibsted-grotesk/{400Regular,600SemiBold}/*.ttf'],
      locales: { source: 'en' },
      output: { dir: 'out', formats: ['png'] },
      assets: {
        words: {
          template: 'quote',
          sizes: ['og'],
          copy: 'words',
          alt: 'words.alt',
          art: { background: { kind: 'procedural', procedure: 'grain', seed: 1, palette: ['color.ground'] }, logo: { kind: 'file', path: 'logo.svg' } },
        },
      },
    }),
    'copy/en.json': { words: { headline: 'Evening.', quote: 'Evening.', author: 'Somebody', name: 'Somebody', role: 'Somewhere', alt: 'Evening.' } },
  });
  cpSync(join(repository, 'brand'), join(project.root, 'brand'), { recursive: true });
  cpSync(join(repository, 'templates/shared/art/logo-light.svg'), join(project.root, 'logo.svg'));
  await project.buildWell();
  const before = project.outputs();
  const { files, diagnostics } = await ejectTemplate({ root: project.root, name: 'quote' });
  expect(diagnostics).toEqual([]);
  expect(files).toEqual(
    expect.arrayContaining([
      'templates/quote/template.hbs',
      'templates/quote/template.ts',
      'templates/shared/base.css',
      'templates/shared/logo.hbs',
      'templates/shared/slots.ts',
    ]),
  );
  await project.buildWell();
  expect(project.outputs()).toEqual(before);
  expect(await ejectTemplate({ root: project.root, name: 'quote' })).toMatchObject({ exit: 2, files: [], diagnostics: [{ code: 'TEMPLATE_TAKEN' }] });
  project.write({ 'templates/quote/template.css': `${project.read('templates/quote/template.css')}\n.headline { color: #f00; }\n` });
  await project.buildWell();
  expect(project.outputs()).not.toEqual(before);
});
