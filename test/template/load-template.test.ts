import { describe, expect, test } from 'vitest';
import { createInputFiles } from '../../src/store/input-files.ts';
import { loadTemplate, readTemplate } from '../../src/template/load-template.ts';
import { catchDiagnostics } from '../support/catch-diagnostics.ts';
import { definition, writeFolder } from './support.ts';

const contract = "import { defineTemplate } from 'visuals';\nexport default defineTemplate({});\n";
const own = {
  'templates/card/template.hbs': '{{> row}}{{>shared/logo}}{{~> row }}',
  'templates/card/partials/row.hbs': '{{> cell value=1}}',
  'templates/card/partials/cell.hbs': 'cell',
  'templates/card/partials/unused.hbs': 'unused',
  'templates/card/template.css': '/* @import "no.css"; */\n@import "../shared/base.css";\n.a{}\n',
  'templates/card/template.ts': contract,
  'templates/shared/base.css': "@import './reset.css';\n.base{}\n",
  'templates/shared/reset.css': '.reset{}',
};
const shipped = {
  'templates/shared/logo.hbs': 'shipped logo',
  'templates/shared/reset.css': '.shipped{}',
  'templates/quote/template.hbs': 'quote',
  'templates/quote/template.js': contract,
  'templates/card/template.hbs': 'shipped card',
};

const createFiles = (changes: { readonly [path: string]: string } = {}) =>
  createInputFiles({ root: writeFolder({ ...own, ...changes }), shipped: writeFolder(shipped) });
const read = (changes: { readonly [path: string]: string } = {}, name = 'card') => readTemplate({ files: createFiles(changes), name, folder: 'templates' });

describe('the files of a template', () => {
  test('are all that it includes, sheets in the order in which they apply', async () => {
    const template = await read();
    expect(Object.fromEntries(Object.entries(template.partials).map(([name, { path }]) => [name, path]))).toEqual({
      cell: 'templates/card/partials/cell.hbs',
      row: 'templates/card/partials/row.hbs',
      'shared/logo': '@visuals/templates/shared/logo.hbs',
    });
    expect(template.css.map(({ path }) => path)).toEqual(['templates/shared/reset.css', 'templates/shared/base.css', 'templates/card/template.css']);
    expect(template.css[2]?.text).toBe(`/* @import "no.css"; */\n${' '.repeat('@import "../shared/base.css";'.length)}\n.a{}\n`);
    expect(template.markup.path).toBe('templates/card/template.hbs');
  });

  test('a shipped template is found by its name', async () => {
    const template = await read({}, 'quote');
    expect(template).toMatchObject({ contractPath: '@visuals/templates/quote/template.js', markup: { text: 'quote' }, css: [] });
  });

  test('a byte order mark is dropped', async () => expect((await read({ 'templates/card/template.hbs': '\uFEFFx' })).markup.text).toBe('x'));
});

test('H1 a secret key in a template is named by its line and not shown', async () => {
  const key = `sk-proj-${'A1b2'.repeat(8)}`;
  const problems = await catchDiagnostics(() => read({ 'templates/card/template.hbs': `<p>\n${key}</p>` }));
  expect(problems).toMatchObject([{ code: 'SECRET_IN_CONFIG', place: { file: 'templates/card/template.hbs', line: 2 } }]);
  expect(JSON.stringify(problems)).not.toContain(key);
});

describe('the digest', () => {
  test.each([
    'template.hbs',
    'partials/row.hbs',
    'partials/cell.hbs',
    'template.css',
    'template.ts',
    '../shared/base.css',
    '../shared/reset.css',
    '../shared/logo.hbs',
  ])('holds %s', async (path) => {
    const full = `templates/card/${path}`.replace('card/../', '');
    const before = (own as { readonly [path: string]: string })[full] ?? 'shipped logo';
    expect((await read({ [full]: `${before}\n` })).digest).not.toBe((await read()).digest);
  });

  test.each(['partials/unused.hbs', 'sample.ts', '../other/template.hbs'])('does not hold %s', async (path) => {
    expect((await read({ [`templates/card/${path}`]: 'changed' })).digest).toBe((await read()).digest);
  });

  test('does not hold where the folder lies', async () => {
    const moved = Object.fromEntries(Object.entries(own).map(([path, text]) => [path.replace('templates/', 'design/cards/'), text]));
    const files = createInputFiles({ root: writeFolder(moved), shipped: writeFolder(shipped) });
    expect((await readTemplate({ files, name: 'card', folder: 'design/cards' })).digest).toBe((await read()).digest);
  });

  test('tells apart which file holds what', async () => {
    const swapped = { 'templates/card/partials/row.hbs': 'cell{{> cell}}', 'templates/card/partials/cell.hbs': '' };
    expect((await read(swapped)).digest).not.toBe((await read({ 'templates/card/partials/row.hbs': '{{> cell}}' })).digest);
  });
});

describe('what is wrong', () => {
  test.each(['cart', '../card', 'card/', '', 'shared'])('TEMPLATE_UNKNOWN: %s', async (name) => {
    const [found] = await catchDiagnostics(() => read({}, name));
    expect(found).toMatchObject({ code: 'TEMPLATE_UNKNOWN', message: expect.stringContaining('there are card, quote.') });
    if (name === 'cart') expect(found?.message).toContain('did you mean "card"');
  });

  test.each([
    ['../shared/gone.css', 3],
    ['../../outside.css', 3],
    ['/etc/passwd', 3],
    ['https://example.com/a.css', 3],
  ])('TEMPLATE_CSS: imports %s', async (target, line) => {
    const found = await catchDiagnostics(() => read({ 'templates/card/template.css': `\n\n  @import "${target}";`, 'outside.css': '' }));
    expect(found).toMatchObject([{ code: 'TEMPLATE_CSS', place: { file: 'templates/card/template.css', line, column: 3 } }]);
  });

  test('TEMPLATE_RECURSION: sheets that import each other', async () => {
    const found = await catchDiagnostics(() => read({ 'templates/shared/reset.css': '@import "base.css";' }));
    expect(found).toMatchObject([
      { code: 'TEMPLATE_RECURSION', message: expect.stringContaining('base.css → templates/shared/reset.css → templates/shared/base.css') },
    ]);
  });

  test('TEMPLATE_SYNTAX: bytes that are no text', async () => {
    const files = createFiles();
    const broken = { ...files, read: async (path: string) => ({ ...(await files.read(path)), bytes: new Uint8Array([0xc3, 0x28]) }) };
    expect(await catchDiagnostics(() => readTemplate({ files: broken, name: 'card', folder: 'templates' }))).toMatchObject([{ code: 'TEMPLATE_SYNTAX' }]);
  });

  test('TEMPLATE_CONTRACT_INVALID: none, or one that imports other files', async () => {
    const [missing] = await catchDiagnostics(() => read({ 'templates/bare/template.hbs': 'x' }, 'bare'));
    expect(missing).toMatchObject({ code: 'TEMPLATE_CONTRACT_INVALID', place: { file: 'templates/bare/template.ts' } });
    const [foreign] = await catchDiagnostics(() => read({ 'templates/card/template.ts': `${contract}import { x } from '../sizes.ts';` }));
    expect(foreign).toMatchObject({
      code: 'TEMPLATE_CONTRACT_INVALID',
      message: 'The contract imports "../sizes.ts"; only "visuals" and files such as "../shared/slots.ts" may be imported.',
      place: { line: 3, column: 14 },
    });
  });
});

describe('shared parts of a contract', () => {
  const importing = `import { x } from '../shared/slots.ts';\n${contract}`;
  const shared = "import { image } from 'visuals';\nexport const x = image();\n";

  test('belong to the digest', async () => {
    const files = { 'templates/card/template.ts': importing, 'templates/shared/slots.ts': shared };
    expect((await read(files)).digest).toBe((await read(files)).digest);
    expect((await read({ ...files, 'templates/shared/slots.ts': `${shared}// more` })).digest).not.toBe((await read(files)).digest);
  });

  test.each([
    ['is missing', {}, 'imports "../shared/slots.ts", which is not there', 'templates/card/template.ts'],
    ['imports more', { 'templates/shared/slots.ts': 'import "../shared/a.ts";' }, 'imports "../shared/a.ts"; only', 'templates/shared/slots.ts'],
    ['imports itself', { 'templates/shared/slots.ts': 'import "./slots.ts";' }, 'imports "./slots.ts"; only', 'templates/shared/slots.ts'],
    ['imports a package', { 'templates/shared/slots.ts': 'import "left-pad";' }, 'imports "left-pad"; only', 'templates/shared/slots.ts'],
  ])('one that %s is refused at its place', async (_, files, message, file) => {
    const [found] = await catchDiagnostics(() => read({ 'templates/card/template.ts': importing, ...files }));
    expect(found).toMatchObject({ code: 'TEMPLATE_CONTRACT_INVALID', message: expect.stringContaining(message), place: { file } });
  });
});

test('loadTemplate adds the contract', async () => {
  const paths: string[] = [];
  const loadContract = async (path: string) => {
    paths.push(path);
    return { definition };
  };
  const source = await loadTemplate({ files: createFiles(), name: 'card', folder: 'templates', loadContract });
  expect(paths).toEqual(['templates/card/template.ts']);
  expect(source.contract).toMatchObject({ name: 'card', slots: { headline: { role: 'headline' } } });
  const broken = loadTemplate({ files: createFiles(), name: 'card', folder: 'templates', loadContract: async () => ({ definition: 1 }) });
  expect(await catchDiagnostics(() => broken)).toMatchObject([{ code: 'TEMPLATE_CONTRACT_INVALID' }]);
});
