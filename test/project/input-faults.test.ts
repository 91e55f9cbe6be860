import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from '../support/properties.ts';
import sharp from 'sharp';
import type { Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { build } from '../../src/build.ts';
import { checkProject } from '../../src/check-project.ts';
import { findNameProblem, findOutputProblem } from '../../src/config/check-names.ts';
import type { BuildEvent } from '../../src/model/event.ts';
import { createLastingProject, createProject, formatConfig, repository, tinyConfig, tinySize, tinySources, viewSvg } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';
import { runCommand } from '../support/run-command.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const codesOf = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }): readonly string[] => diagnostics.map(({ code }) => code);

describe('A3 a config that does not end', () => {
  // Most of it is waiting, so that both at a time take no longer than one.
  test('a loop and a promise that nobody keeps are stopped by the watchdog', async () => {
    const lines = ['for (;;) {}', 'await new Promise(() => undefined);'];
    const stop = async (line: string): Promise<void> => {
      const project = createProject({ ...tinySources(), 'visuals.config.ts': `${line}\n${tinySources()['visuals.config.ts'] as string}` });
      const begun = performance.now();
      const { exit, stdout } = await runCommand(project.root, ['build', '--json']);
      expect(stdout, line).toMatch(/CONFIG_TIMEOUT|CONFIG_THREW/);
      expect(exit, line).toBe(2);
      expect(performance.now() - begun, line).toBeLessThan(40_000);
    };
    await Promise.all(lines.map(stop));
  });
});

describe('A7 a config that is another every time', () => {
  test.each([['Date.now()'], ['Math.random()'], ['new Date().getFullYear()']])('%s is told by check, exit 7', async (value) => {
    const text = (tinySources({ assets: { hello: { ...tinyConfig.assets.hello, data: { stamp: 'STAMP' } } } })['visuals.config.ts'] as string).replace(
      '"STAMP"',
      value,
    );
    const project = createProject({ ...tinySources(), 'visuals.config.ts': text });
    const report = await checkProject({ root: project.root });
    expect(codesOf(report)).toContain('CONFIG_NONDETERMINISTIC');
    expect(report.exit).toBe(7);
    expect(report.diagnostics.find(({ code }) => code === 'CONFIG_NONDETERMINISTIC')?.place?.file).toBe('visuals.config.ts');
  });
});

describe('A9 keys that mean something to JavaScript', () => {
  test('pollute nothing', async () => {
    const project = createProject({
      ...tinySources(),
      'copy/de.json':
        '{ "__proto__": { "polluted": "yes" }, "constructor": { "prototype": { "polluted": "yes" } }, "hello": { "headline": "Guten Tag", "alt": "x" }, "photo": { "headline": "Ein Blick", "alt": "x" } }',
    });
    await project.buildWell();
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('A10 files that are too large', () => {
  test.each([
    ['copy of 50 MB', 'copy/de.json'],
    ['a config of 50 MB', 'visuals.config.ts'],
    ['a token file of 51 MB', 'brand/tokens.json'],
    ['art of 51 MB', 'art/view.svg'],
  ])('%s', async (_what, path) => {
    const project = createProject();
    writeFileSync(join(project.root, path), Buffer.concat([readFileSync(join(project.root, path)), Buffer.alloc(51 * 2 ** 20, ' ')]));
    const begun = performance.now();
    const report = await project.build();
    expect(codesOf(report)).toContain('INPUT_TOO_LARGE');
    expect(report.exit).toBe(2);
    expect(report.diagnostics[0]?.message).toMatch(/limit is \d+/);
    expect(performance.now() - begun).toBeLessThan(5000);
  });
});

describe('A11 art that is not there', () => {
  test('is told of every asset that shows it, and of no other', async () => {
    const [hello, photo] = [tinyConfig.assets.hello, tinyConfig.assets.photo];
    const lost = { ...photo, art: { background: { kind: 'file', path: 'art/lost.svg' } } };
    const project = createProject(tinySources({ assets: { hello, photo, first: lost, second: lost } }));
    const { diagnostics, exit } = await project.build();
    expect(exit).toBe(1);
    expect(diagnostics.map(({ code, asset }) => [code, asset])).toEqual([
      ['REF_MISSING', 'first'],
      ['REF_MISSING', 'second'],
    ]);
  });
});

describe('A12 an input that is edited during the build', () => {
  /** Builds, and edits when an event of this sort is seen for the first time. */
  const buildAndEdit = async (project: TestProject, isMoment: (event: BuildEvent) => boolean, edit: () => void): Promise<Awaited<ReturnType<typeof build>>> => {
    let done = false;
    const onEvent = (event: BuildEvent): void => {
      if (done || !isMoment(event)) return;
      done = true;
      edit();
    };
    const report = await build({ root: project.root, jobs: 1, onEvent });
    expect(done).toBe(true);
    return report;
  };
  const planned = (event: BuildEvent): boolean => event.type === 'planned';
  const composed = (event: BuildEvent): boolean => event.type === 'task' && event.kind === 'compose';

  test.each([
    ['copy', { 'copy/de.json': { hello: { headline: 'Servus', alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } } }],
    ['art, before it is read', { 'art/view.svg': viewSvg('#3d3') }],
    ['the config', { 'visuals.config.ts': formatConfig({ ...tinyConfig, assets: { hello: { ...tinyConfig.assets.hello, copy: 'photo' } } }) }],
    ['a template', { 'templates/note/template.css': `${tinySources()['templates/note/template.css'] as string}.headline { opacity: 0.5; }\n` }],
  ] satisfies [string, Sources][])('%s: a warning, and the end is that of the new bytes', async (_what, change) => {
    const [project, other] = [createProject(), createProject({ ...tinySources(), ...change })];
    const report = await buildAndEdit(project, planned, () => project.write(change));
    expect(report.exit).toBe(0);
    await project.buildWell();
    await other.buildWell();
    expect(project.outputs()).toEqual(other.outputs());
    if (!('art/view.svg' in change)) expect(codesOf(report)).toContain('INPUT_CHANGED');
  });

  test('art, after the cells that show it: told, and made again', async () => {
    const project = createProject();
    const report = await buildAndEdit(
      project,
      (event) => event.type === 'cell' && event.id.startsWith('photo/'),
      () => project.write({ 'art/view.svg': viewSvg('#3d3') }),
    );
    expect(codesOf(report)).toEqual(['INPUT_CHANGED']);
    const other = createProject({ ...tinySources(), 'art/view.svg': viewSvg('#3d3') });
    await other.buildWell();
    await project.buildWell();
    expect(project.outputs()).toEqual(other.outputs());
  });

  test('art that is read once more after its digest was taken: told, never an internal error', async () => {
    const project = createProject();
    await project.buildWell();
    // Its transform has to run again, so the file, whose digest is known, is read a second time.
    project.write({
      'visuals.config.ts': tinySources({ assets: { ...tinyConfig.assets, photo: { ...tinyConfig.assets.photo, sizes: [{ ...tinySize, width: 110 }] } } })[
        'visuals.config.ts'
      ],
    });
    const report = await buildAndEdit(
      project,
      (event) => event.type === 'task' && event.kind === 'ingest',
      () => project.write({ 'art/view.svg': viewSvg('#3d3') }),
    );
    expect(codesOf(report)).toEqual(['INPUT_CHANGED']);
    expect(report.exit).toBe(0);
  });

  test('a result of new bytes is never kept under the key of the old ones: fonts', async () => {
    const sources = { ...tinySources({ fonts: ['fonts/*.ttf'], assets: { hello: tinyConfig.assets.hello } }), 'fonts/sans.ttf': fontBytes('400Regular') };
    const [project, other] = [createProject(sources), createProject(sources)];
    await buildAndEdit(project, planned, () => project.write({ 'fonts/sans.ttf': fontBytes('700Bold') }));
    project.write({ 'fonts/sans.ttf': fontBytes('400Regular') });
    await project.buildWell();
    await other.buildWell();
    expect(project.outputs()).toEqual(other.outputs());
  });

  test('back and forth while a build runs: the next build is right', async () => {
    const [project, other] = [createProject(), createProject()];
    await buildAndEdit(project, planned, () => project.write({ 'art/view.svg': viewSvg('#3d3') }));
    project.write({ 'art/view.svg': viewSvg('#d33') });
    await project.buildWell();
    await other.buildWell();
    expect(project.outputs()).toEqual(other.outputs());
  });

  test('an input that goes away is named', async () => {
    const project = createProject();
    const report = await buildAndEdit(project, composed, () => rmSync(join(project.root, 'art/view.svg')));
    expect(codesOf(report)).toContain('REF_MISSING');
    expect(report.exit).toBe(1);
  });
});

function fontBytes(weight: string): Uint8Array {
  return readFileSync(join(repository, 'node_modules/@expo-google-fonts/schibsted-grotesk', weight, `SchibstedGrotesk_${weight}.ttf`));
}

test('B10 fonts of the machine are never used', async () => {
  const project = createProject(tinySources({ assets: { hello: tinyConfig.assets.hello } }));
  await project.buildWell();
  const fonts = createTemporaryFolder();
  writeFileSync(join(fonts, 'SchibstedGrotesk.ttf'), fontBytes('700Bold'));
  const away = createProject(tinySources({ assets: { hello: tinyConfig.assets.hello } }));
  mkdirSync(join(away.root, '.fonts'));
  writeFileSync(join(away.root, '.fonts/SchibstedGrotesk.ttf'), fontBytes('700Bold'));
  expect((await runCommand(away.root, ['build', '--quiet'], { env: { XDG_DATA_HOME: fonts, FONTCONFIG_PATH: fonts, FONTCONFIG_FILE: '/nowhere' } })).exit).toBe(
    0,
  );
  expect(away.outputs()).toEqual(project.outputs());
});

test('C1 a picture of 30,000 × 30,000 pixels is refused within 50 ms', async () => {
  const project = createProject({ ...tinySources(), 'art/view.svg': undefined });
  project.write({
    'art/bomb.png': readFileSync(join(repository, 'fixtures/c1-decompression-bomb/art/bomb.png')),
    'visuals.config.ts': (tinySources()['visuals.config.ts'] as string).replace('art/view.svg', 'art/bomb.png'),
  });
  const times: number[] = [];
  const onEvent = (event: BuildEvent): void => {
    if (event.type === 'task' && event.kind === 'ingest') times.push(event.milliseconds);
  };
  for (let round = 0; round < 3; round += 1) expect(codesOf(await project.build({ onEvent }))).toEqual(['IMAGE_TOO_LARGE']);
  expect(Math.min(...times)).toBeLessThan(50);
});

test('C3 no socket is opened and no file outside is read while hostile art is looked at', async () => {
  const hostile = ['c3-svg-external-file/art/leak.svg', 'c3-svg-external-url/art/fetch.svg', 'c4-svg-entity/art/entity.svg'];
  for (const path of hostile) {
    const project = createProject({ ...tinySources(), 'art/view.svg': readFileSync(join(repository, 'fixtures', path)) });
    const spy = `data:text/javascript,${encodeURIComponent("import net from 'node:net'; import { writeSync } from 'node:fs'; const connect = net.Socket.prototype.connect; net.Socket.prototype.connect = function (...words) { writeSync(2, 'SOCKET'); return connect.apply(this, words); };")}`;
    const { exit, stderr } = await runCommand(project.root, ['build', '--json'], { node: ['--import', spy] });
    expect(exit).toBe(1);
    expect(stderr).not.toContain('SOCKET');
  }
});

test('C6 the decoder is one whose known faults are mended', () => {
  const { version } = JSON.parse(readFileSync(join(repository, 'node_modules/sharp/package.json'), 'utf8')) as { readonly version: string };
  const [major, minor, patch] = version.split('.').map(Number) as [number, number, number];
  expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThanOrEqual(35_003);
});

describe('C7 metadata', () => {
  const photo = (extra: (picture: Sharp) => Sharp): Promise<Buffer> =>
    extra(
      sharp({ create: { width: 40, height: 20, channels: 3, background: '#d33' } }).composite([
        { input: { create: { width: 20, height: 20, channels: 3, background: '#123' } }, left: 0, top: 0 },
      ]),
    )
      .jpeg({ quality: 90 })
      .toBuffer();

  test('of art reaches no output', async () => {
    const art = await photo((picture) => picture.withExif({ IFD0: { Copyright: 'SECRET-OWNER', Artist: 'SECRET-OWNER' } }).withIccProfile('p3'));
    expect(art.includes('SECRET-OWNER')).toBe(true);
    const project = createProject({
      ...tinySources({ output: { dir: 'out', formats: ['png', 'jpeg', 'webp', 'avif'], encode: { avif: { effort: 1 } } } }),
      'art/view.jpg': art,
    });
    project.write({ 'visuals.config.ts': project.read('visuals.config.ts').replace('art/view.svg', 'art/view.jpg') });
    await project.buildWell();
    for (const [path, bytes] of project.outputs()) {
      if (path === 'manifest.json') continue;
      const metadata = await sharp(Buffer.from(bytes, 'base64')).metadata();
      expect(metadata).toMatchObject({ width: 120, height: 63 });
      // Our own XMP alone: what is in the picture, and its words for who can't see it.
      expect([metadata.exif, metadata.iptc, metadata.icc], path).toEqual([undefined, undefined, undefined]);
      expect(Buffer.from(metadata.xmp ?? []).toString()).toContain('DigitalSourceType');
      expect(Buffer.from(bytes, 'base64').includes('SECRET-OWNER')).toBe(false);
    }
  });

  test('that changes no pixel changes no picture', async () => {
    const build = async (art: Buffer): Promise<ReadonlyMap<string, string>> => {
      const project = createLastingProject({ ...tinySources(), 'art/view.jpg': art });
      project.write({ 'visuals.config.ts': project.read('visuals.config.ts').replace('art/view.svg', 'art/view.jpg') });
      await project.buildWell();
      const outputs = project.outputs();
      project.remove();
      return outputs;
    };
    const plain = await photo((picture) => picture);
    const described = await photo((picture) => picture.withExif({ IFD0: { Artist: 'somebody' } }));
    expect(described.equals(plain)).toBe(false);
    expect(await build(described)).toEqual(await build(plain));
  });
});

describe('D1 names from a hostile config', () => {
  const part = fc.constantFrom(
    '..',
    '.',
    '/',
    '\\',
    '\0',
    'con',
    'nul.txt',
    'a',
    'B',
    'é',
    '%2e',
    ':',
    '~',
    ' ',
    '\n',
    'aux',
    'hello',
    '💥',
    '‮',
    '-',
    '_',
    '$HOME',
    'C:',
  );
  const name = fc.oneof(
    fc.array(part, { maxLength: 6 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.stringMatching(/^[a-z0-9-]{1,70}$/),
  );

  test('a name that is taken can’t leave its folder, whatever it is', () => {
    fc.assert(
      fc.property(name, (id) => {
        if (findNameProblem(id) !== undefined) return;
        const path = join('/root/out', `${id}/${id}.${id}.png`);
        expect(dirname(dirname(path))).toBe('/root/out');
        expect(path).toBe(path.normalize('NFC').toLowerCase());
        expect(id).not.toMatch(/^(?:con|prn|aux|nul|com\d|lpt\d)$/);
      }),
      { numRuns: 100_000 },
    );
  });

  test('a folder for outputs that is taken lies in the project', () => {
    fc.assert(
      fc.property(name, (dir) => {
        if (findOutputProblem(dir) !== undefined) return;
        expect(join('/root', dir).startsWith('/root/')).toBe(true);
      }),
      { numRuns: 50_000 },
    );
  });

  test('a whole build writes to the output folder and to .visuals alone, or refuses', async () => {
    const text = fc.record({ id: name, size: name, value: name, dir: fc.oneof({ weight: 3, arbitrary: fc.constant('out') }, name) });
    await fc.assert(
      fc.asyncProperty(text, async ({ id, size, value, dir }) => {
        const project = createLastingProject(
          tinySources({
            output: { dir, formats: ['png'] },
            locales: { source: 'en' },
            assets: { [id]: { ...tinyConfig.assets.hello, sizes: [{ ...tinySize, name: size }], variants: { theme: [value] } } },
          }),
        );
        const before = listAround(project.root);
        const outside = readdirSync(dirname(project.root)).filter(isStrange);
        const { exit } = await project.build();
        const added = listAround(project.root).filter((path) => !before.includes(path) && !path.startsWith('.visuals'));
        const top = dir.split('/').find((each) => each !== '' && each !== '.') ?? '?';
        expect(added.filter((path) => path !== top && !path.startsWith(`${top}/`))).toEqual([]);
        if (exit !== 0) expect(added.filter((path) => path.endsWith('.png'))).toEqual([]);
        expect(readdirSync(dirname(project.root)).filter(isStrange)).toEqual(outside);
        project.remove();
      }),
      { numRuns: 25 },
    );
  });
});

/** Whether something in the folder for temporary files is nobody's that runs beside. */
function isStrange(name: string): boolean {
  return /^(?:out|hello|wide|manifest)|\.png$/.test(name);
}

/** Every path of a project but those behind the link to packages. */
function listAround(root: string): readonly string[] {
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory()) return [entry.name];
    return [entry.name, ...(readdirSync(join(root, entry.name), { recursive: true }) as string[]).map((path) => `${entry.name}/${path}`)];
  });
}
