import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { writeTypes } from '../../src/write-types.ts';
import { createProject, repository, tinyConfig, tinySize, tinySources, workOf } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';

const usual = '(row) => [`card-${row.sku}`, { ...card, data: { name: row.name } }]';
const table = 'sku,name\n1,Ash\n2,"Birch, silver"\n3,"Cedar\nof Lebanon"\n4,Dill\n';

/** A project whose cards come from data; each says the name of its row. */
function createRows(call: string, files: Sources): TestProject {
  const { assets: _, ...rest } = tinyConfig;
  const card = { template: 'note', sizes: [tinySize], locales: ['en'], copy: 'card', alt: 'card.alt' };
  const config = `import { defineConfig, fromData } from 'visuals';
const card = ${JSON.stringify(card)};
export default defineConfig({ ...${JSON.stringify(rest)}, assets: { ...fromData(${call}) } });
`;
  return createProject({
    ...tinySources(),
    'visuals.config.ts': config,
    'copy/en.json': { card: { headline: '{name}', alt: 'A card that says {name}' } },
    'copy/de.json': {},
    ...files,
  });
}

async function diagnosticsOf(call: string, files: Sources): Promise<readonly Diagnostic[]> {
  return (await createRows(call, files).build()).diagnostics;
}

function tell({ code, message, place }: Diagnostic): string {
  return `${code} ${place?.file ?? ''}:${place?.line ?? ''} ${message}`;
}

const altsOf = (project: TestProject): readonly string[] => Object.values(project.manifest().assets).map(({ pictures }) => pictures[0]!.alt);

describe('rows become assets', () => {
  test.each([
    ['CSV with commas, quotes and line ends in cells', 'data/a.csv', table],
    [
      'CSV from a spreadsheet: mark, semicolons, CRLF, an empty line',
      'data/a.csv',
      '\uFEFFsku;name\r\n1;Ash\r\n2;Birch, silver\r\n\r\n3;"Cedar\nof Lebanon"\r\n4;Dill\r\n',
    ],
    ['tabs', 'data/a.tsv', 'sku\tname\n1\tAsh\n2\tBirch, silver\n3\t"Cedar\nof Lebanon"\n4\tDill'],
    ['JSON', 'data/a.json', JSON.stringify([1, 2, 3, 4].map((sku, at) => ({ sku, name: ['Ash', 'Birch, silver', 'Cedar\nof Lebanon', 'Dill'][at] })))],
  ])('%s', async (_title, path, text) => {
    const project = createRows(`'${path}', ${usual}`, { [path]: text });
    await project.buildWell();
    expect(Object.keys(project.manifest().assets)).toEqual(['card-1', 'card-2', 'card-3', 'card-4']);
    expect(altsOf(project)).toEqual(['Ash', 'Birch, silver', 'Cedar\nof Lebanon', 'Dill'].map((name) => `A card that says ${name}`));
  });

  test('a list, and a function that reads a file of its own format', async () => {
    const project = createRows(
      `[{ sku: 9, name: 'Elm' }], ${usual}), ...fromData((read) => read('data/names.txt').trim().split('\\n').map((name, sku) => ({ sku, name })), ${usual}`,
      {
        'data/names.txt': 'Fir\nGorse\n',
      },
    );
    await project.buildWell();
    expect(altsOf(project)).toEqual(['Fir', 'Gorse', 'Elm'].map((name) => `A card that says ${name}`));
    project.write({ 'data/names.txt': 'Fir\nHazel\n' });
    expect(workOf(await project.buildWell())).toMatchObject({ compose: 1 });
    expect(altsOf(project)).toContain('A card that says Hazel');
  });

  test('columns that were declared are numbers and booleans, and empty cells of optional ones null', async () => {
    const columns = "{ columns: { height: 'integer', price: 'number', sale: 'boolean', was: 'number?' } }";
    const toAsset = "(row) => [`card-${row.sku}`, { ...card, data: { name: [row.height + 1, row.price + 1, !row.sale, row.was].join(' ') } }]";
    const project = createRows(`'a.csv', ${toAsset}, ${columns}`, { 'a.csv': 'sku,height,price,sale,was\n1,8,2.5,true,\n2,-1,30,false,40\n' });
    await project.buildWell();
    expect(altsOf(project)).toEqual(['A card that says 9 3.5 false ', 'A card that says 0 31 true 40']);
  });
});

test('a file of rows is an input: nothing changed is told by stats, and a changed row makes its card alone', async () => {
  const project = createRows(`'data/a.csv', ${usual}`, { 'data/a.csv': table });
  await project.buildWell();
  expect((await project.buildWell()).counts).toEqual({ fresh: 4, cached: 0, made: 0, failed: 0 });
  project.write({ 'data/a.csv': table.replace('Ash', 'Alder') });
  expect(workOf(await project.buildWell())).toMatchObject({ compose: 1 });
  expect(altsOf(project)[0]).toBe('A card that says Alder');
  project.write({ 'data/a.csv': table.split('\n').slice(0, 2).join('\n') });
  expect((await project.buildWell()).removed).toHaveLength(4);
});

describe('mistakes name the file and the row', () => {
  const toAsset = '(row) => [`card-${row.sku}`, { ...card, data: { name: row.name } }]';

  test.each([
    ['a cell too few', 'sku,name\n1,Ash\n2\n', 'ROWS_UNREADABLE data/a.csv:3 "data/a.csv" has one cell in row 3, but 2 columns'],
    ['a quote out of place', 'sku,name\n1,"Ash\n', 'ROWS_UNREADABLE data/a.csv:2 "data/a.csv" has a quote out of place in row 2: quoted field unterminated'],
    ['a column twice', 'sku,sku\n1,Ash\n', 'ROWS_UNREADABLE data/a.csv:1 "data/a.csv" has the column "sku" twice'],
    ['nothing at all', '', 'ROWS_UNREADABLE data/a.csv:1 "data/a.csv" is empty; its first line must name the columns'],
    [
      'an id twice',
      'sku,name\n1,"A\nsh"\n1,Birch\n',
      'ROW_ID_TAKEN data/a.csv:4 row 3 of "data/a.csv" gives the id "card-1", which row 2 of "data/a.csv" has already',
    ],
    ['a column that is not there', 'sku,nam\n1,Ash\n', 'ROW_COLUMN_UNKNOWN : "data/a.csv" has no column "name" (did you mean "nam"?)'],
  ])('%s', async (_title, text, expected) => {
    expect((await diagnosticsOf(`'data/a.csv', ${toAsset}`, { 'data/a.csv': text })).map(tell)).toEqual([expected]);
  });

  test.each([
    ['broken JSON', '[{"sku": 1,\n}]', /^ROWS_UNREADABLE data\/a\.json:\d "data\/a\.json" is no JSON: /],
    ['JSON that is no list', '{"sku": 1}', /^ROWS_UNREADABLE data\/a\.json: "data\/a\.json" is no list of rows$/],
    ['JSON with a row that is none', '[{"sku": 1, "name": "Ash"},\n7]', /^ROWS_UNREADABLE data\/a\.json:2 "data\/a\.json" has no object in row 2$/],
  ])('%s', async (_title, text, expected) => {
    const [diagnostic, ...others] = await diagnosticsOf(`'data/a.json', ${toAsset}`, { 'data/a.json': text });
    expect(others).toEqual([]);
    expect(tell(diagnostic!)).toMatch(expected);
  });

  test('cells that are not what was declared, all of them', async () => {
    const found = await diagnosticsOf(`'data/a.csv', ${toAsset}, { columns: { price: 'number' } }`, {
      'data/a.csv': 'sku,name,price\n1,Ash,12\n2,Birch,"1,50"\n3,Cedar,\n',
    });
    expect(found.map(tell)).toEqual([
      'ROW_VALUE data/a.csv:3 row 3 of "data/a.csv": "price" is "1,50", which is no number',
      'ROW_VALUE data/a.csv:4 row 4 of "data/a.csv": "price" is empty, which is no number',
    ]);
  });

  test('rows whose function throws or gives no asset', async () => {
    const broken =
      "(row) => { if (row.sku === '2') throw new Error('no stock'); return row.sku === '3' ? undefined : [`card-${row.sku}`, { ...card, data: { name: row.name } }]; }";
    expect((await diagnosticsOf(`'data/a.csv', ${broken}`, { 'data/a.csv': table })).map(tell)).toEqual([
      'ROW_FAILED data/a.csv:3 row 3 of "data/a.csv" made the function throw: no stock',
      'ROW_FAILED data/a.csv:4 row 4 of "data/a.csv" gave no [id, definition]',
    ]);
  });

  test('what the config refuses of an asset, at the line that wrote it; one slip in every row is folded', async () => {
    const rows = `sku,name\n${Array.from({ length: 40 }, (_, at) => `${at},N`).join('\n')}\n`;
    const found = await diagnosticsOf("'data/a.csv', (row) => [`card-${row.sku}`, { ...card, tempalte: 'note' }]", { 'data/a.csv': rows });
    expect(found).toHaveLength(5);
    expect(tell(found[0]!)).toBe('CONFIG_INVALID visuals.config.ts:3 assets.card-0.tempalte is not known (did you mean "template"?) (row 2 of "data/a.csv")');
    expect(found[4]!.message).toMatch(/; and the same in 35 more rows$/);
  });

  test('an id that can be no file name names its row', async () => {
    const [found] = await diagnosticsOf(`'data/a.csv', ${toAsset}`, { 'data/a.csv': 'sku,name\nA/7,Ash\n' });
    expect(tell(found!)).toMatch(/^PATH_INVALID .*\(row 2 of "data\/a\.csv"\)$/);
  });

  test('a file that is not there', async () => {
    expect((await diagnosticsOf(`'data/b.csv', ${toAsset}`, {})).map(tell)).toEqual(['REF_MISSING : "data/b.csv" does not exist']);
  });
});

test('the compiler knows the columns once the types are written', async () => {
  const project = createRows(`'data/a.csv', ${usual}`, {
    'data/a.csv': table,
    'data/b.json': '[{"sku": 1, "tags": ["x"]}, {"sku": "two", "note": null}]',
    'uses.ts': `import { fromData } from 'visuals';
const base = { template: 'note', sizes: ['og'], copy: 'card', alt: 'card.alt' } as const;
fromData('data/a.csv', (row) => [row.sku, { ...base, data: { name: row.name } }]);
fromData('data/a.csv', (row) => [row.skuu, base]); // ✗
fromData('data/a.csv', (row) => [row.sku, { ...base, data: { name: row.name.toFixed(2) } }]); // ✗
fromData('data/a.csv', (row) => [row.sku.trim(), { ...base, data: { name: row.name } }], { columns: { name: 'text' } });
fromData('data/a.csv', (row) => [row.sku.toFixed(), base], { columns: { sku: 'number' } });
fromData('data/a.csv', (row) => [row.sku.toFixed(), base], { columns: { skuu: 'number' } }); // ✗
fromData('data/b.json', (row) => [String(row.sku) + (row.tags?.[0] ?? ''), base]);
fromData('data/b.json', (row) => [row.sku, base]); // ✗
fromData([{ name: 'a' }], (row) => [row.name, base]);
fromData([{ name: 'a' }], (row) => [row.nome, base]); // ✗
`,
    'tsconfig.json': {
      compilerOptions: {
        module: 'nodenext',
        strict: true,
        noEmit: true,
        skipLibCheck: true,
        types: [],
        paths: { visuals: [join(repository, 'dist/types/index.d.ts')] },
      },
      files: ['uses.ts', '.visuals/types.d.ts'],
    },
  });
  project.write({
    'visuals.config.ts': project
      .read('visuals.config.ts')
      .replace('assets: {', `assets: { ...fromData('data/b.json', (row) => [\`b-\${row.sku}\`, { ...card, data: { name: 'x' } }]),`),
  });
  expect((await writeTypes({ root: project.root })).diagnostics).toEqual([]);
  expect(project.read('.visuals/types.d.ts')).toContain(
    '"data/b.json": { readonly "sku": number | string; readonly "tags"?: readonly (string)[]; readonly "note"?: null };',
  );
  const wrong = project
    .read('uses.ts')
    .split('\n')
    .flatMap((line, at) => (line.endsWith('// ✗') ? [at + 1] : []));
  expect(refusedLines(project.root)).toEqual(wrong);
});

/** Lines of \`uses.ts\` that the compiler refuses. */
function refusedLines(root: string): readonly number[] {
  try {
    execFileSync(process.execPath, [join(repository, 'node_modules/typescript/bin/tsc'), '-p', root, '--pretty', 'false'], { encoding: 'utf8' });
    return [];
  } catch (error) {
    const { stdout } = error as { readonly stdout: string };
    return [...new Set([...stdout.matchAll(/uses\.ts\((\d+),/g)].map(([, line]) => Number(line)))];
  }
}
