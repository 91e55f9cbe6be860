import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configSchema } from '../../src/config/schema.ts';
import { repository } from '../support/create-project.ts';

const page = readFileSync(join(repository, 'docs/config.md'), 'utf8');

/** Fields that the tables of a part of the page name, without those inside of another field. */
function listFields(title: string): readonly string[] {
  const part = page.split(/^## /m).find((each) => each.startsWith(`${title}\n`)) ?? '';
  return [...part.matchAll(/^\| (?:\*\*)?`([\w.]+)`(?:\*\*)? \| `/gm)].map(([, path]) => path!).filter((path) => !path.includes('.'));
}

const stray = { '?': true };

/** The keys that the schema takes where a config has one that it does not know; that config has but one such place. */
function listKeys(config: object): readonly string[] {
  const { error } = configSchema.safeParse(config);
  const issues = error?.issues.filter(({ code }) => code === 'unrecognized_keys') ?? [];
  expect(issues).toHaveLength(1);
  return JSON.parse(issues[0]!.message) as string[];
}

const hero = { template: 't', sizes: ['og'], alt: 'a' };
const project = { brand: 'tokens.json', locales: { source: 'en' }, assets: { hero } };
const ofAsset = (part: object): object => ({ ...project, assets: { hero: { ...hero, ...part } } });
const ofArt = (art: object): object => ofAsset({ art: { plate: { ...stray, ...art } } });
const file = { kind: 'file', path: 'a.png' };

const framing = ['Art'];
const bought = ['`generate({ … })`', ...framing];

/** What the tables that a part shares with others name for those alone. */
const notInAll = new Map([
  ['Checks', ['token', 'slot', 'region', 'sizes']],
  ['Providers', ['prompt', 'references', 'candidates', 'generator']],
]);

describe('docs/config.md names every field that the schema takes, and no other', () => {
  test.each([
    ['The config', ['The config'], { ...project, ...stray }, []],
    ['An asset', ['An asset'], ofAsset(stray), ['art', 'data', 'expires', 'territories']],
    ['a size', ['Sizes'], ofAsset({ sizes: [{ name: 's', width: 8, height: 8, ...stray }] }), []],
    ['texts', ['Texts of an asset'], ofAsset({ slots: { headline: stray } }), ['locales']],
    ['a file', framing, ofArt(file), ['kind', 'path']],
    ['a procedure', ['`procedural({ … })`', ...framing], ofArt({ kind: 'procedural', procedure: 'grain', seed: 1, palette: ['a'] }), ['procedure']],
    ['a generated plate', bought, ofArt({ kind: 'generate', prompt: 'p' }), ['kind']],
    ['an edit', ['`edit({ … })`', ...bought], ofArt({ kind: 'edit', prompt: 'p', from: file }), ['kind']],
    ['tokens', ['Tokens'], { ...project, brand: { tokens: {}, ...stray } }, ['kind']],
    ['encoding', ['Encoding'], { ...project, output: { encode: { avif: stray } } }, []],
    ['a provider', ['Providers', '`generate({ … })`'], { ...project, generators: { openai: stray } }, []],
    ['checks', ['Checks'], { ...project, checks: stray }, []],
    ['policy', ['Policy'], ofAsset({ policy: stray }), []],
  ])('%s', (_, titles, config, elsewhere) => {
    const named = new Set([...titles.flatMap(listFields), ...elsewhere]);
    expect([...named].filter((each) => !notInAll.get(titles[0]!)?.includes(each)).toSorted()).toEqual(listKeys(config).toSorted());
  });
});

test('the pages that follow from the code are those that it gives', () => {
  expect(() => execFileSync(process.execPath, [join(repository, 'scripts/make-reference.mjs'), '--check'], { stdio: 'pipe' })).not.toThrow();
});
