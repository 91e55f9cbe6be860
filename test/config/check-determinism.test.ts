import { afterEach, expect, test } from 'vitest';
import { checkDeterminism } from '../../src/config/check-determinism.ts';
import { createProject, diagnosticsOf } from './project.ts';
import type { Project } from './project.ts';

const projects: Project[] = [];

afterEach(() => {
  for (const made of projects.splice(0)) made.remove();
});

async function check(data: string, assets = '', art = ''): Promise<void> {
  const config = `import { edit, file, generate } from 'visuals';\nconst fixed = new Date(2027, 2, 31);\nexport default { brand: 'b.json', locales: { source: 'en' }, assets: { hero: { template: 't', alt: 'a', sizes: ['og'],\n  data: { ${data} },\n  art: { ${art} },\n}, ${assets} } };`;
  const made = createProject({ 'visuals.config.ts': config, 'package.json': { type: 'module' } });
  projects.push(made);
  const { entry, ...options } = made.options();
  return checkDeterminism({ ...options, file: entry });
}

test('a config that always gives the same passes', async () => {
  await expect(check('day: fixed.toISOString(), isDate: fixed instanceof Date, parsed: Date.UTC(2027, 0, 1), n: 1')).resolves.toBeUndefined();
});

test.each([
  ['a random number', 'seed: Math.random()', 'seed'],
  ['the clock', 'at: Date.now()', 'at'],
  ['the year alone', 'year: new Date().getFullYear()', 'year'],
  ['the day alone', 'day: new Date().toDateString()', 'day'],
  ['the date as text', 'day: Date().slice(0, 15)', 'day'],
])('%s', async (_, data, key) => {
  expect(await diagnosticsOf(check(data))).toMatchObject([
    {
      code: 'CONFIG_NONDETERMINISTIC',
      exit: 7,
      message: expect.stringMatching(new RegExp(`^assets\\.hero\\.data\\.${key} is .+ in one evaluation and .+ in the next$`)) as string,
      place: { file: 'visuals.config.ts', line: 4, column: 11 },
    },
  ]);
});

test('every value that differs, both values shown, the order of assets included', async () => {
  const isThisYear = `Number(new Date().getFullYear() === ${new Date().getFullYear()})`;
  const found = await diagnosticsOf(
    check(
      `list: Array.from({ length: ${isThisYear} }, () => 1), a: String(Date.now()).length`,
      `['x-' + ${isThisYear}]: { template: 't', alt: 'a', sizes: ['og'] }`,
    ),
  );
  expect(found.map(({ message }) => message)).toEqual([
    'assets.hero.data.list is "1 entries" in one evaluation and "0 entries" in the next',
    'assets.x-1.id is "x-1" in one evaluation and "x-0" in the next',
  ]);
});

test('art is named as it was written', async () => {
  const day = 'String(new Date().getFullYear())';
  const art = `plate: generate({ prompt: 'Spring ' + ${day}, model: 'm-' + ${day} }), photo: edit({ from: file('a.png'), prompt: 'x', references: [file(\`\${${day}}.png\`)] })`;
  const found = await diagnosticsOf(check('', '', art));
  expect(found.map(({ message, place }) => `${message.split(' is ')[0]} ${place?.line}:${place?.column}`)).toEqual([
    'assets.hero.art.photo.references[0].path 5:194',
    'assets.hero.art.plate.prompt 5:28',
    'assets.hero.art.plate.model 5:82',
  ]);
});
