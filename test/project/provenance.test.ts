import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test, vi } from 'vitest';
import { createSharpCodec } from '../../src/adapters/image/sharp/create-sharp-codec.ts';
import { encode } from '../../src/actions/encode.ts';
import { formatXmp } from '../../src/actions/format-xmp.ts';
import type { ActionTools } from '../../src/actions/action.ts';
import { loadC2pa } from '../../src/adapters/provenance/c2pa/load-library.ts';
import { createContentCredentials } from '../../src/adapters/provenance/c2pa/create-content-credentials.ts';
import { insertPngXmp } from '../../src/adapters/image/sharp/insert-png-xmp.ts';
import { computeDigest } from '../../src/keys/canonical.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { ManifestFile, ManifestPicture } from '../../src/model/manifest.ts';
import { indexPictures } from '../../src/publish/create-manifest.ts';
import { readProvenance } from '../../src/read-provenance.ts';
import { approvePictures } from '../../src/approve-pictures.ts';
import { checkProject } from '../../src/check-project.ts';
import { createCertificate } from '../support/create-certificates.ts';
import type { KeyKind } from '../support/create-certificates.ts';
import { createProject, formatConfig, formatContract, tinyConfig, tinySize, tinySources, workOf } from '../support/create-project.ts';
import type { TestProject } from '../support/create-project.ts';
import { ensureProgram } from '../support/debian-packages.ts';
import { listStanding } from '../support/list-standing.ts';
import { codesOf, createPaidProject } from '../support/paid-project.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const formats = ['png', 'jpeg', 'webp', 'avif'] as const;
const everyFormat = { output: { dir: 'out', formats, encode: { avif: { effort: 0 } } } } as unknown as JsonObject;
const hasExiftool = ensureProgram('exiftool');
const hasOpenssl = ensureProgram('openssl');

const pictureOf = (project: TestProject, cell: string): ManifestPicture => indexPictures(project.manifest()).get(cell)!;
const fileOf = (project: TestProject, cell: string, format: string): ManifestFile => pictureOf(project, cell).files.find((each) => each.format === format)!;

/** All tags that are neither the file's own nor the picture's shape, by `group:name`. */
function readTags(path: string): { readonly [tag: string]: unknown } {
  const { stdout } = spawnSync('exiftool', ['-json', '-G1', '-a', '-u', '-struct', path], { encoding: 'utf8' });
  const [tags = {}] = JSON.parse(stdout) as { readonly [tag: string]: unknown }[];
  return Object.fromEntries(
    Object.entries(tags).filter(([tag]) => /^(?:XMP|ICC|IFD|EXIF|GPS|IPTC|Photoshop|ExifIFD)/i.test(tag) && !tag.startsWith('ExifTool:')),
  );
}

/** A photograph as a camera leaves it: where it was taken, and a colour profile. */
async function createPhotograph(): Promise<Uint8Array> {
  return sharp({ create: { width: 80, height: 40, channels: 3, background: '#48a' } })
    .withExif({ IFD0: { Make: 'Camera', Copyright: 'A person' }, IFD3: { GPSLatitude: '52/1 30/1 0/1', GPSLatitudeRef: 'N' } })
    .withIccProfile('p3')
    .jpeg()
    .toBuffer();
}

describe('what a file says of itself', () => {
  test.skipIf(!hasExiftool)('exiftool reads source, alternative text and nothing else, in every format', async () => {
    const project = createProject({ ...tinySources(everyFormat), 'art/view.jpg': await createPhotograph() });
    const assets = { ...tinyConfig.assets, photo: { ...tinyConfig.assets.photo, art: { background: { kind: 'file', path: 'art/view.jpg' } } } };
    const copy = { hello: { headline: 'Hi', alt: 'A "greeting" & <more>' }, photo: { headline: 'A view', alt: 'A photo' } };
    project.write({ 'visuals.config.ts': formatConfig({ ...tinyConfig, ...everyFormat, assets }), 'copy/en.json': copy });
    await project.buildWell();
    for (const format of formats) {
      const tags = readTags(project.pathOf('hello/wide.en', format));
      expect(tags['XMP-iptcExt:DigitalSourceType'], format).toBe('http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation');
      expect(JSON.stringify(tags['XMP-iptcCore:AltTextAccessibility']), format).toContain(JSON.stringify('A "greeting" & <more>').slice(1, -1));
      expect(JSON.stringify(readTags(project.pathOf('photo/wide.de', format))), format).toContain('Ein Foto');
      const others = Object.keys(readTags(project.pathOf('photo/wide.en', format))).filter((tag) => !tag.startsWith('XMP'));
      expect(others, format).toEqual([]);
      expect(readFileSync(project.pathOf('photo/wide.en', format)).includes('Camera'), format).toBe(false);
    }
  });

  test('pixels and bytes: the same with and without, and every time', async () => {
    const project = createProject(tinySources(everyFormat));
    await project.buildWell();
    const first = project.outputs();
    rmSync(join(project.root, '.visuals'), { recursive: true });
    rmSync(join(project.root, 'out'), { recursive: true });
    await project.buildWell();
    expect(project.outputs()).toEqual(first);
    const decode = (format: string): Promise<Buffer> => sharp(project.pathOf('hello/wide.en', format)).ensureAlpha().raw().toBuffer();
    const before = await Promise.all(formats.map(decode));
    project.write({ 'visuals.config.ts': formatConfig({ ...tinyConfig, output: { dir: 'out', formats, encode: { avif: { effort: 0 } }, metadata: 'none' } }) });
    await project.buildWell();
    expect(await Promise.all(formats.map(decode))).toEqual(before);
    for (const format of formats) expect((await sharp(project.pathOf('hello/wide.en', format)).metadata()).xmp, format).toBeUndefined();
  });

  test('the kind of source follows what the slots show', async () => {
    const { root: _, ...project } = await createPaidProject({ config: { templates: 'templates' } });
    const contract = formatContract('background: image(),');
    const whole = {
      'templates/bare/template.hbs': '<img class="back" src="{{art.background}}" alt="">\n',
      'templates/bare/template.css': '.card { display: flex; width: 100%; height: 100%; }\n.back { width: 100%; height: 100%; }\n',
      'templates/bare/template.ts': contract,
    };
    const drawn = { kind: 'procedural', procedure: 'mesh-gradient', seed: 1, palette: ['color.ground', 'color.frame'] };
    const plate = { kind: 'generate', prompt: 'A calm desk in morning light', quality: 'low' };
    const of = (template: string, background: JsonObject): JsonObject => ({
      template,
      sizes: [tinySize],
      locales: ['en'],
      copy: 'photo',
      alt: 'photo.alt',
      art: { background },
    });
    const assets = {
      bought: of('bare', plate),
      mixed: of('photo', plate),
      drawn: of('photo', drawn),
      given: of('photo', { kind: 'file', path: 'art/view.svg' }),
    };
    project.write({ ...whole, 'visuals.config.ts': formatConfig({ ...tinyConfig, assets }) });
    await project.buildWell({ spend: 1 });
    const provenance = (asset: string) => indexPictures(project.manifest()).get(`${asset}/wide.en`)!.provenance!;
    expect(provenance('bought')).toMatchObject({ source: 'trainedAlgorithmicMedia', aiShare: 1 });
    expect(provenance('mixed')).toMatchObject({ source: 'compositeWithTrainedAlgorithmicMedia', aiShare: 1 });
    expect(provenance('mixed').layers[0]).toMatchObject({ slot: 'background', kind: 'generated', generator: 'openai', request: expect.any(String) as string });
    expect(provenance('drawn')).toEqual({
      source: 'algorithmicMedia',
      aiShare: 0,
      layers: [{ slot: 'background', kind: 'procedural', procedure: 'mesh-gradient', seed: 1 }],
    });
    expect(provenance('given')).toEqual({ source: 'digitalCreation', aiShare: 0, layers: [{ slot: 'background', kind: 'file', path: 'art/view.svg' }] });
    const { xmp } = await readProvenance({ root: _, file: project.pathOf('mixed/wide.en') });
    expect(xmp).toMatchObject({
      source: 'compositeWithTrainedAlgorithmicMedia',
      system: expect.stringMatching(/^gpt-image.* \(openai\)$/) as string,
      tool: 'visuals',
    });
  });

  test('a changed alternative text is written into the files of its language alone', async () => {
    const project = createProject();
    await project.buildWell();
    project.write({ 'copy/en.json': { hello: { headline: 'Hello', alt: 'Another' }, photo: { headline: 'A view', alt: 'A photo' } } });
    expect(workOf(await project.buildWell())).toEqual({ compose: 1, encode: 1 });
    expect((await readProvenance({ root: project.root, file: project.pathOf('hello/wide.en') })).xmp?.alt).toEqual({ 'x-default': 'Another', en: 'Another' });
  });
});

/** A project whose pictures are signed, with the certificate's folder. */
function createSignedProject(
  kind: KeyKind = 'p256',
  changes: JsonObject = everyFormat,
  key: JsonObject = { env: 'TEST_SIGNING_KEY' },
): TestProject & { readonly key: string } {
  const { chain, key: secret } = createCertificate(createTemporaryFolder(), 'Test Press', kind);
  vi.stubEnv('TEST_SIGNING_KEY', secret);
  const sign = { provenance: { sign: { certificate: 'certs/chain.pem', key } } };
  const project = createProject({ ...tinySources({ ...changes, assets: { hello: tinyConfig.assets.hello }, ...sign }), 'certs/chain.pem': chain });
  return { ...project, key: secret };
}

/** Another alternative text. A PNG has sums of its own over every part, which whoever edits it brings along. */
function tamper(bytes: Buffer, format: string): Uint8Array {
  if (format === 'png') return insertPngXmp(bytes, '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>');
  const tampered = Buffer.from(bytes);
  const at = tampered.indexOf('A greeting');
  expect(at, format).toBeGreaterThan(0);
  tampered[at] = 'B'.charCodeAt(0);
  return tampered;
}

describe.skipIf(!hasOpenssl)('signatures', () => {
  test('hold in every format, and a tampered file is caught in each', async () => {
    const project = createSignedProject();
    await project.buildWell();
    const credentials = createContentCredentials();
    for (const format of formats) {
      const bytes = readFileSync(project.pathOf('hello/wide.en', format));
      const { signed, digest } = fileOf(project, 'hello/wide.en', format);
      expect(computeDigest(bytes), format).toBe(digest);
      expect(signed?.unsigned, format).toMatch(/^[0-9a-f]{64}$/);
      expect(await credentials.read(bytes, format), format).toMatchObject({
        state: 'valid',
        failures: [],
        signer: 'Test Press',
        generator: 'visuals',
        source: 'digitalCreation',
      });
      const tampered = tamper(bytes, format);
      const reading = await credentials.read(tampered, format);
      expect(reading?.state, format).toBe('invalid');
      expect(reading?.failures.join(' '), format).toMatch(/ash\.mismatch/);
      const path = join(project.root, `tampered.${format}`);
      writeFileSync(path, tampered);
      const report = await readProvenance({ root: project.root, file: path });
      expect([report.exit, codesOf(report)], format).toEqual([1, ['SIGNATURE_BROKEN']]);
    }
  });

  test('nothing is signed twice: not by a second build, not without the cache, not by a frozen clone without the key', async () => {
    const project = createSignedProject();
    await project.buildWell();
    const first = project.outputs();
    project.write({ 'copy/de.json': { hello: { headline: 'Servus', alt: 'Ein Gruß' } } });
    await project.buildWell();
    const kept = [...first].filter(([path]) => path.includes('.en.'));
    for (const [path, bytes] of kept) expect(project.outputs().get(path)).toBe(bytes);
    const second = project.outputs();
    vi.stubEnv('TEST_SIGNING_KEY', undefined);
    rmSync(join(project.root, '.visuals'), { recursive: true });
    await project.buildWell();
    expect(project.outputs()).toEqual(second);
    rmSync(join(project.root, '.visuals'), { recursive: true });
    await project.buildWell({ frozen: true });
    expect((await checkProject({ root: project.root })).exit).toBe(0);
    expect(project.outputs()).toEqual(second);
  });

  test('what nothing touched stands as it was signed, until another certificate signs', async () => {
    const project = createSignedProject();
    const settings = { provenance: { sign: { certificate: 'certs/chain.pem', key: { env: 'TEST_SIGNING_KEY' } } } };
    project.write({ 'visuals.config.ts': formatConfig({ ...tinyConfig, ...settings }) });
    await project.buildWell();
    const [first, photo] = [project.outputs(), fileOf(project, 'photo/wide.de', 'png')];
    project.write({ 'copy/de.json': { hello: { headline: 'Servus', alt: 'Ein Gruß' }, photo: { headline: 'Ein Blick', alt: 'Ein Foto' } } });
    expect(await listStanding(project)).toEqual(['photo']);
    await project.buildWell();
    expect([...project.outputs()].filter(([path, bytes]) => first.get(path) !== bytes).map(([path]) => path.split('.')[0])).toEqual(['hello/wide', 'manifest']);
    const { chain, key } = createCertificate(createTemporaryFolder(), 'Other Press', 'p256');
    vi.stubEnv('TEST_SIGNING_KEY', key);
    project.write({ 'certs/chain.pem': chain });
    expect(await listStanding(project)).toEqual([]);
    await project.buildWell();
    const next = fileOf(project, 'photo/wide.de', 'png');
    expect([next.signed?.unsigned, next.digest === photo.digest]).toEqual([photo.signed?.unsigned, false]);
    rmSync(join(project.root, 'certs/chain.pem'));
    expect(await listStanding(project)).toEqual([]);
  });

  test('a project that signs from now on has drifted, and a frozen build says so', async () => {
    const project = createSignedProject();
    const signing = project.read('visuals.config.ts');
    project.write({ 'visuals.config.ts': signing.replace(/"provenance": \{[^]*?\}\s*\}\s*\}/, '"review": "optional"') });
    await project.buildWell();
    project.write({ 'visuals.config.ts': signing });
    expect(codesOf(await project.build({ frozen: true }))).toContain('DRIFT');
    expect(pictureOf(project, 'hello/wide.en').files.every(({ signed }) => signed === undefined)).toBe(true);
  });

  test('a project that signs no more publishes none of its signed pictures again', async () => {
    const project = createSignedProject();
    await project.buildWell();
    project.write({ 'visuals.config.ts': project.read('visuals.config.ts').replace(/"provenance": \{[^]*?\}\s*\}\s*\}/, '"review": "optional"') });
    await project.buildWell();
    expect(pictureOf(project, 'hello/wide.en').files.every(({ signed }) => signed === undefined)).toBe(true);
  });

  test('signed and unsigned: the same pixels, the same approval, a name that does not change', async () => {
    const project = createSignedProject();
    await project.buildWell();
    const names = [...project.outputs().keys()];
    const { raster } = pictureOf(project, 'hello/wide.en');
    rmSync(join(project.root, '.visuals'), { recursive: true });
    rmSync(join(project.root, 'out'), { recursive: true });
    await project.buildWell();
    expect([...project.outputs().keys()]).toEqual(names);
    expect(pictureOf(project, 'hello/wide.en').raster).toBe(raster);
    await approvePictures({ root: project.root, pictures: ['hello'], by: 'Ada <ada@example.com>' });
    const { match } = await readProvenance({ root: project.root, file: project.pathOf('hello/wide.en', 'webp') });
    expect(match).toMatchObject({ cell: 'hello/wide.en', by: 'published', review: { state: 'approved', approvals: [{ by: 'Ada <ada@example.com>' }] } });
  });

  test.each(['p384', 'ed25519', 'rsa'] as const)('a key of the kind %s', async (kind) => {
    const project = createSignedProject(kind, { output: { dir: 'out', formats: ['png'] } });
    await project.buildWell();
    expect(await createContentCredentials().read(readFileSync(project.pathOf('hello/wide.en')), 'png')).toMatchObject({ state: 'valid' });
  });

  test('a key from a file, and a module that signs', async () => {
    const output = { output: { dir: 'out', formats: ['png'] } };
    const byFile = createSignedProject('p256', output, { file: 'secret/key.pem' });
    expect(codesOf(await byFile.build())).toEqual(['SIGN_KEY_MISSING']);
    byFile.write({ 'secret/key.pem': byFile.key });
    await byFile.buildWell();
    const byModule = createSignedProject('p256', output, { module: 'sign.ts' });
    byModule.write({
      'sign.ts': `import { sign } from 'node:crypto';\nexport default async (bytes: Uint8Array, algorithm: string) => {\n  if (algorithm !== 'es256') throw new Error(algorithm);\n  return new Uint8Array(sign('sha256', bytes, { key: ${JSON.stringify(byModule.key)}, dsaEncoding: 'ieee-p1363' }));\n};\n`,
    });
    await byModule.buildWell();
    for (const project of [byFile, byModule])
      expect(await createContentCredentials().read(readFileSync(project.pathOf('hello/wide.en')), 'png')).toMatchObject({ state: 'valid' });
  });

  test('a key that is missing, is none, or belongs to somebody else', async () => {
    const project = createSignedProject();
    vi.stubEnv('TEST_SIGNING_KEY', undefined);
    expect(await project.build()).toMatchObject({ exit: 2, diagnostics: [{ code: 'SIGN_KEY_MISSING' }] });
    vi.stubEnv('TEST_SIGNING_KEY', 'hunter2');
    const none = await project.build();
    expect(codesOf(none)).toEqual(['SIGN_KEY_INVALID']);
    expect(JSON.stringify(none)).not.toContain('hunter2');
    vi.stubEnv('TEST_SIGNING_KEY', createCertificate(createTemporaryFolder(), 'Somebody').key);
    expect(codesOf(await project.build())).toEqual(['SIGN_KEY_INVALID']);
    expect(project.outputs().size).toBe(0);
    project.write({ 'certs/chain.pem': 'no certificate' });
    expect(codesOf(await project.build())).toEqual(['SIGN_KEY_INVALID']);
  });

  test('a bought picture goes into the signed card', async () => {
    const { chain, key } = createCertificate(createTemporaryFolder(), 'Test Press');
    vi.stubEnv('TEST_SIGNING_KEY', key);
    const project = await createPaidProject({ config: { provenance: { sign: { certificate: 'chain.pem', key: { env: 'TEST_SIGNING_KEY' } } } } });
    project.write({ 'chain.pem': chain });
    await project.buildWell({ spend: 1 });
    const reading = await createContentCredentials().read(readFileSync(project.pathOf('photo/wide.en')), 'png');
    expect(reading).toMatchObject({
      state: 'valid',
      source: 'compositeWithTrainedAlgorithmicMedia',
      ingredients: [{ title: expect.stringMatching(/^gpt-image/) as string }],
    });
  });

  test('what a provider signed goes in as an ingredient', async () => {
    const { chain, key } = createCertificate(createTemporaryFolder(), 'Provider');
    const { createPrivateKey, sign, X509Certificate } = await import('node:crypto');
    const identity = {
      algorithm: 'es256' as const,
      chain: chain.match(/-----BEGIN[^]*?END CERTIFICATE-----/g)!.map((block) => new X509Certificate(block).raw),
      sign: async (bytes: Uint8Array) => sign('sha256', bytes, { key: createPrivateKey(key), dsaEncoding: 'ieee-p1363' }),
    };
    const credentials = createContentCredentials();
    const draw = (): Promise<Buffer> =>
      sharp({ create: { width: 40, height: 40, channels: 3, background: '#a31' } })
        .png()
        .toBuffer();
    const art = await credentials.sign({ bytes: await draw(), format: 'png', title: 'plate', source: 'trainedAlgorithmicMedia', ingredients: [], identity });
    const own = createCertificate(createTemporaryFolder(), 'Press');
    const press = {
      ...identity,
      chain: own.chain.match(/-----BEGIN[^]*?END CERTIFICATE-----/g)!.map((block) => new X509Certificate(block).raw),
      sign: async (bytes: Uint8Array) => sign('sha256', bytes, { key: createPrivateKey(own.key), dsaEncoding: 'ieee-p1363' }),
    };
    const ingredients = [{ bytes: art, format: 'png' as const, title: 'gpt-image 0123' }];
    const card = await credentials
      .sign({ bytes: await draw(), format: 'webp' as const, title: 'hero', source: 'compositeWithTrainedAlgorithmicMedia', ingredients, identity: press })
      .catch(() => undefined);
    expect(card).toBeUndefined();
    const bytes = await sharp(await draw())
      .webp()
      .toBuffer();
    const signed = await credentials.sign({
      bytes,
      format: 'webp',
      title: 'hero',
      source: 'compositeWithTrainedAlgorithmicMedia',
      ingredients,
      identity: press,
    });
    expect(await credentials.read(signed, 'webp')).toMatchObject({
      state: 'valid',
      signer: 'Press',
      ingredients: [{ title: 'gpt-image 0123', signer: 'Provider' }],
    });
  });
});

test('without the optional package, the error names the command that installs it', async () => {
  const error: unknown = await loadC2pa('@contentauth/nowhere').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    diagnostics: [{ code: 'C2PA_MISSING', exit: 2, fix: expect.stringContaining('npm install --save-dev @contentauth/c2pa-wasm@') as string }],
  });
});

test('the image model is in the key of what names it', () => {
  const metadata = { source: 'compositeWithTrainedAlgorithmicMedia', systems: ['model-a (openai)'], locale: 'en', alt: 'A' } as const;
  const record = (systems: readonly string[]) => {
    const task = { kind: 'encode', id: 'a', input: 'b', format: 'png', options: { quality: 100, effort: 0 }, metadata: { ...metadata, systems } } as const;
    return encode.record(task, new Map(), { codec: createSharpCodec() } as ActionTools);
  };
  expect(record(['model-a (openai)'])).not.toEqual(record(['model-b (openai)']));
  expect(formatXmp({ ...metadata, alt: 'a\u0000<b>' })).toContain('>a&lt;b&gt;<');
});

describe('which picture a file is', () => {
  test('the published one, the same pixels in other bytes, or none', async () => {
    const project = createProject(tinySources(everyFormat));
    await project.buildWell();
    const read = (file: string) => readProvenance({ root: project.root, file });
    const at = (name: string): string => join(project.root, name);
    copyFileSync(project.pathOf('photo/wide.de', 'avif'), at('sent.avif'));
    expect((await read('sent.avif')).match).toMatchObject({ cell: 'photo/wide.de', by: 'published' });
    await sharp(project.pathOf('photo/wide.de', 'png')).png({ compressionLevel: 9 }).toFile(at('again.png'));
    expect(await read('again.png')).toMatchObject({ exit: 0, match: { cell: 'photo/wide.de', by: 'pixels' } });
    expect((await read('again.png')).xmp).toBeUndefined();
    await sharp(project.pathOf('photo/wide.de', 'jpeg')).png().toFile(at('from-jpeg.png'));
    expect((await read('from-jpeg.png')).match).toMatchObject({ cell: 'photo/wide.de', by: 'decoded' });
    const { data, info } = await sharp(project.pathOf('photo/wide.de', 'png')).raw().toBuffer({ resolveWithObject: true });
    data[0] = (data[0]! + 1) % 256;
    await sharp(data, { raw: info }).png().toFile(at('one-level-off.png'));
    expect((await read('one-level-off.png')).match).toBeUndefined();
    expect(await read('nowhere.png')).toMatchObject({ exit: expect.any(Number) as number, diagnostics: [{ code: 'REF_MISSING' }] });
  });
});
