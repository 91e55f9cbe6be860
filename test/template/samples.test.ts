import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { samples } from '../../examples/gallery/samples.ts';
import { compilePrompt } from '../../src/prompt/compile-prompt.ts';
import { renderPrompt } from '../../src/prompt/render-prompt.ts';
import type { Sample, SampleArt } from '../../templates/shared/sample.ts';

const root = join(import.meta.dirname, '../..');
const templates = join(root, 'templates');
const names = readdirSync(templates).filter((name) => name !== 'shared');
const locales = ['de', 'ar', 'ja'];
const tokens = { read: (path: string) => path, reads: () => ({}) };

test('the gallery shows every shipped template', () => expect(Object.keys(samples).toSorted()).toEqual(names));

describe.each(Object.entries(samples))('%s', (name, sample) => {
  test('has a sample in every language of the gallery, slot by slot', () => {
    const keys = Object.keys(sample.copy).toSorted();
    for (const locale of locales) expect([locale, Object.keys(sample.translations[locale] ?? {}).toSorted()]).toEqual([locale, keys]);
  });

  test('shows pictures that are there', () => {
    expect(listFiles(sample).filter((path) => !existsSync(join(templates, path)))).toEqual([]);
  });

  test('has the words that the gallery is built from', () => {
    for (const locale of ['en', ...locales]) {
      const copy = JSON.parse(readFileSync(join(root, `examples/gallery/copy/${locale}.json`), 'utf8')) as { [template: string]: { [slot: string]: string } };
      expect(copy[name]).toMatchObject(locale === 'en' ? sample.copy : (sample.translations[locale] ?? {}));
    }
  });
});

const prompts = names.filter((name) => existsSync(join(templates, name, 'prompt.hbs')));

test('every template whose picture can be bought has a prompt for it', () => {
  expect(names.filter((name) => !prompts.includes(name))).toEqual([]);
});

describe.each(prompts)('the prompt of %s', (name) => {
  const file = `templates/${name}/prompt.hbs`;
  const compiled = compilePrompt({ file, isFile: true, text: readFileSync(join(root, file), 'utf8') });

  test.each(['tall', 'square', 'wide', 'banner'] as const)('is filled in for %s, with and without a place for words', (aspect) => {
    const render = (quiet?: string) => renderPrompt(compiled, { data: {}, aspect, quiet, tokens });
    expect(render()).toMatch(/^# Scene\n/);
    expect(render('the left third').length).toBeGreaterThanOrEqual(render().length);
  });
});

function listFiles({ art, dark, rtl, rtlDark, square, wide, squareDark, wideDark }: Sample): readonly string[] {
  const all = [art, dark, rtl, rtlDark, square, wide, squareDark, wideDark].filter((each): each is SampleArt => each !== undefined);
  return all.flatMap((each) => Object.values(each)).filter((source) => typeof source === 'string');
}
