import { renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { BuildEvent } from '../../src/model/event.ts';
import type { LiveCell, LiveSession, LiveState } from '../../src/model/live.ts';
import { openSession } from '../../src/watch/open-session.ts';
import { awaitState, awaitText, giveTime, readText } from '../support/await-state.ts';
import { createProject, formatConfig, tinyConfig, tinySources, tinyTokens, viewSvg, type Sources, type TestProject } from '../support/create-project.ts';

interface Watched {
  readonly project: TestProject;
  readonly session: LiveSession;
  /** Waits until the state is as wanted. */
  readonly until: (wanted: (state: LiveState) => boolean) => Promise<LiveState>;
  /** How many events of a type there were. */
  readonly count: (type: string) => number;
  /** How many builds began to make pictures. */
  readonly builds: () => number;
}

async function watched(changes = {}): Promise<Watched> {
  const project = createProject(tinySources(changes));
  const events: BuildEvent[] = [];
  const session = await openSession({ root: project.root, onEvent: (event) => events.push(event) });
  onTestFinished(() => session.close());
  const types: string[] = [];
  session.subscribe(({ type }) => types.push(type));
  const until = (wanted: (state: LiveState) => boolean): Promise<LiveState> => awaitState(session, wanted);
  await until(({ phase, cells }) => phase === 'idle' && cells.length > 0);
  const builds = (): number => events.filter((event) => event.type === 'phase' && event.phase === 'execute').length;
  return { project, session, until, count: (type) => types.filter((each) => each === type).length, builds };
}

const cellOf = ({ cells }: LiveState, id: string): LiveCell => cells.find((cell) => cell.id === id)!;
const greet = (word: string) => ({ hello: { headline: word, alt: 'A greeting' }, photo: { headline: 'A view', alt: 'A photo' } });

describe('a session', () => {
  test('begins with every cell, its picture and its thumbnail', async () => {
    const { session } = await watched();
    const { cells, locales } = session.state();
    expect(locales).toEqual(['en', 'de']);
    expect(cells.map(({ id, state }) => [id, state])).toEqual([
      ['hello/wide.en', 'unreviewed'],
      ['hello/wide.de', 'unreviewed'],
      ['photo/wide.en', 'unreviewed'],
      ['photo/wide.de', 'unreviewed'],
    ]);
    for (const { picture, thumb } of cells) {
      expect((await session.picture(picture))?.type).toBe('image/png');
      expect((await session.picture(thumb))?.type).toBe('image/webp');
    }
    for (const name of ['../visuals.config.ts', 'visuals.config.ts', `${'0'.repeat(64)}.png`, '']) expect(await session.picture(name)).toBeUndefined();
  });

  test('tells the direction that the config gives a language', async () => {
    const { session } = await watched({ locales: { source: 'en', targets: ['de'], direction: { de: 'rtl' } } });
    expect(session.state().cells.map(({ locale, direction }) => `${locale} ${direction}`)).toEqual(['en ltr', 'de rtl', 'en ltr', 'de rtl']);
  });

  test('draws what is looked at first, and publishes it', async () => {
    const { project, session, until } = await watched();
    session.focus(['hello/wide.en']);
    const before = cellOf(session.state(), 'hello/wide.en').raster;
    project.write({ 'copy/en.json': greet('Saved') });
    const drawn = await until((state) => cellOf(state, 'hello/wide.en').raster !== before);
    const ended = await until(({ phase }) => phase === 'idle');
    expect(cellOf(ended, 'hello/wide.en').raster).toBe(cellOf(drawn, 'hello/wide.en').raster);
    expect(cellOf(ended, 'hello/wide.en').cause).toBe('copy headline');
    expect(project.manifest().assets['hello']?.pictures[0]?.raster).toBe(cellOf(ended, 'hello/wide.en').raster);
  });

  test('draws ahead what a clean build publishes, whatever was edited, one thing after the other', async () => {
    const { project, session, until } = await watched();
    session.focus(['photo/wide.en']);
    const cellNow = (): LiveCell => cellOf(session.state(), 'photo/wide.en');
    const drawn: string[] = [];
    session.subscribe((event) => {
      if (event.type === 'cells') drawn.push(...event.changed.filter(({ id }) => id === 'photo/wide.en').map(({ raster }) => raster));
    });
    const size = { name: 'wide', width: 121, height: 63 };
    const edits = [
      { 'copy/en.json': { ...greet('Saved'), photo: { headline: 'Afar', alt: 'A photo' } } },
      { 'brand/tokens.json': { ...tinyTokens, color: { ...tinyTokens.color, frame: { $value: '#0044aa' } } } },
      { 'art/view.svg': viewSvg('#3d3') },
      { 'templates/photo/template.css': project.read('templates/photo/template.css').replace('margin: 0', 'margin: 9px') },
      { 'templates/photo/template.hbs': '<h1 class="headline" data-slot="headline">{{headline}}</h1><img class="back" src="{{art.background}}" alt="">\n' },
      { 'visuals.config.ts': formatConfig({ ...tinyConfig, assets: { ...tinyConfig.assets, photo: { ...tinyConfig.assets.photo, sizes: [size] } } }) },
    ];
    for (const edit of edits) {
      drawn.length = 0;
      const before = cellNow().raster;
      project.write(edit);
      await until(({ phase }) => phase === 'idle' && cellNow().raster !== before);
      const { raster } = project.manifest().assets['photo']!.pictures[0]!;
      expect(new Set(drawn)).toEqual(new Set([raster]));
    }
    await session.close();
    const clean = createProject(Object.assign({}, tinySources(), ...edits) as Sources);
    await clean.buildWell();
    expect(project.outputs()).toEqual(clean.outputs());
  });

  test('says nothing of a file that is being written', async () => {
    const { project, session, until } = await watched();
    session.focus(['hello/wide.en']);
    const phases: string[] = [];
    session.subscribe((event) => event.type === 'phase' && phases.push(event.phase));
    const before = cellOf(session.state(), 'hello/wide.en').raster;
    const text = JSON.stringify(greet('Slowly'));
    writeFileSync(join(project.root, 'copy/en.json'), text.slice(0, 20));
    // Sooner than the session looks for the second time, however busy the machine is: both wait in the same loop.
    await sleep(5);
    writeFileSync(join(project.root, 'copy/en.json'), text);
    await until((state) => state.phase === 'idle' && cellOf(state, 'hello/wide.en').raster !== before);
    expect(phases).not.toContain('broken');
  });

  test.each([
    ['a message', { 'copy/en.json': greet('Saved') }, { 'copy/en.json': greet('Hello') }],
    ['a mistake', { 'copy/en.json': '{' }, { 'copy/en.json': greet('Hello') }],
  ])('ends where it began when %s is taken back before it is published', async (_, edit, back) => {
    const { project, session, until } = await watched();
    project.write({ 'copy/en.json': greet('Hello') });
    session.focus(['hello/wide.en']);
    await until(({ phase }) => phase === 'idle');
    const before = session.state();
    project.write(edit);
    await until(({ phase, cells }) => phase === 'broken' || cellOf({ ...before, cells }, 'hello/wide.en').raster !== cellOf(before, 'hello/wide.en').raster);
    project.write(back);
    const ended = await until(
      ({ phase, cells }) => phase === 'idle' && cellOf({ ...before, cells }, 'hello/wide.en').raster === cellOf(before, 'hello/wide.en').raster,
    );
    expect(ended.problems).toEqual([]);
  });

  test('shows what another build has published before its own came to it', async () => {
    const { project, session } = await watched();
    const before = cellOf(session.state(), 'hello/wide.en').raster;
    project.write({ 'copy/en.json': greet('From elsewhere') });
    await project.buildWell();
    const ended = await awaitText(session, 'hello/wide.en', 'From elsewhere');
    const { raster } = project.manifest().assets['hello']!.pictures[0]!;
    expect(raster).not.toBe(before);
    expect(cellOf(ended, 'hello/wide.en')).toMatchObject({ raster, picture: `${raster}.png` });
    expect((await session.picture(`${raster}.png`))?.type).toBe('image/png');
  });

  test('tells why a picture differs that came out of the cache', async () => {
    const { project, session, until } = await watched();
    for (const word of ['Once', 'Twice', 'Once']) {
      const before = cellOf(session.state(), 'hello/wide.en').raster;
      project.write({ 'copy/en.json': greet(word) });
      await until((state) => state.phase === 'idle' && cellOf(state, 'hello/wide.en').raster !== before);
      expect(await readText(session, 'hello/wide.en')).toBe(word);
    }
    expect((await session.detail('hello/wide.en'))?.causes).toEqual([{ field: 'text.headline', before: 'Twice', after: 'Once' }]);
  });

  test('I5 keeps the last good pictures over a broken config, and recovers', async () => {
    const { project, session, until, count } = await watched();
    const config = project.read('visuals.config.ts');
    const before = session.state().cells;
    project.write({ 'visuals.config.ts': config.replace('defineConfig(', 'defineConfig((') });
    const broken = await until(({ phase }) => phase === 'broken');
    expect(broken.problems).toMatchObject([{ code: 'CONFIG_SYNTAX', file: 'visuals.config.ts', severity: 'error' }]);
    expect(broken.cells).toEqual(before);
    // Longer than it takes until the rest is built: the banner does not flicker when that is tried in vain.
    const phases = count('phase');
    await giveTime();
    expect(count('phase')).toBe(phases);
    project.write({ 'visuals.config.ts': config });
    const mended = await until(({ phase }) => phase === 'idle');
    expect(mended.problems).toEqual([]);
  });

  test('I4 names what was deleted, keeps its picture, and recovers', async () => {
    const { project, until } = await watched();
    const svg = project.read('art/view.svg');
    rmSync(join(project.root, 'art/view.svg'));
    const broken = await until(({ cells }) => cells.some(({ state }) => state === 'failed'));
    expect(cellOf(broken, 'photo/wide.en')).toMatchObject({ state: 'failed', picture: expect.stringMatching(/\.png$/) as unknown });
    expect(cellOf(broken, 'hello/wide.en').state).toBe('unreviewed');
    project.write({ 'art/view.svg': svg });
    await until(({ phase, cells }) => phase === 'idle' && cells.every(({ state }) => state === 'unreviewed'));
  });

  test('I1 takes a rename storm for one change, and ends like a clean build', async () => {
    const clean = createProject({ ...tinySources(), 'copy/en.json': greet('Round 199') });
    await clean.buildWell();
    const { project, session, until } = await watched();
    for (let round = 0; round < 200; round += 1) {
      writeFileSync(join(project.root, 'copy/en.json.tmp'), JSON.stringify(greet(`Round ${round}`)));
      renameSync(join(project.root, 'copy/en.json.tmp'), join(project.root, 'copy/en.json'));
      if (round % 20 === 0) await sleep(5);
    }
    await awaitText(session, 'hello/wide.en', 'Round 199');
    const { cells } = await until(({ phase }) => phase === 'idle');
    await session.close();
    const built = Object.entries(clean.manifest().assets).flatMap(([id, { pictures }]) =>
      pictures.map(({ size, locale, raster }) => [`${id}/${size}.${locale}`, raster]),
    );
    expect(cells.map(({ id, raster }) => [id, raster])).toEqual(built);
    expect(project.outputs()).toEqual(clean.outputs());
  });

  test('I6 does nothing for a file that was only touched, for its own outputs, and for what nobody reads', async () => {
    const { project, count } = await watched();
    const before = count('phase');
    utimesSync(join(project.root, 'copy/en.json'), new Date(), new Date());
    project.write({ 'notes.txt': 'nothing', 'copy/notes.txt': 'nothing', 'out/stray.txt': 'nothing' });
    await giveTime();
    expect(count('phase')).toBe(before);
  });

  test('does not try the same failure again', async () => {
    const { project, count, until } = await watched();
    project.write({ 'copy/en.json': { hello: { alt: 'A greeting' }, photo: { headline: 'A view', alt: 'A photo' } } });
    await until(({ problems, phase }) => phase === 'idle' && problems.some(({ code }) => code === 'COPY_MISSING'));
    const before = count('phase');
    await giveTime();
    expect(count('phase')).toBe(before);
  });

  test('I7 a save during a build takes its place, and the last word is published', async () => {
    const { project, session, builds } = await watched();
    for (const word of ['First', 'Second', 'Third']) {
      const before = builds();
      project.write({ 'copy/en.json': greet(word) });
      await expect.poll(builds, { interval: 1, timeout: 30_000 }).toBeGreaterThan(before);
    }
    project.write({ 'copy/en.json': greet('Last') });
    const ended = await awaitText(session, 'hello/wide.en', 'Last');
    expect(project.manifest().assets['hello']?.pictures[0]?.raster).toBe(cellOf(ended, 'hello/wide.en').raster);
  });

  test('does not try again while a file is gone that the project can not do without', async () => {
    const { project, count, until } = await watched();
    rmSync(join(project.root, 'copy/de.json'));
    rmSync(join(project.root, 'brand/tokens.json'));
    await until(({ phase }) => phase === 'broken');
    const before = count('phase');
    await giveTime();
    expect(count('phase')).toBe(before);
    project.write(tinySources());
    await until(({ phase, problems }) => phase === 'idle' && problems.length === 0);
  });

  test('takes a person’s word for what they saw, and for nothing else', async () => {
    const { session } = await watched();
    const [cell] = session.state().cells;
    const stale = await session.review({ cells: { [cell!.id]: 'f'.repeat(64) }, verdict: 'approved', comment: '' });
    expect(stale).toMatchObject({ ok: false, reason: 'conflict' });
    expect((await session.review({ cells: { [cell!.id]: cell!.raster }, verdict: 'rejected', comment: 'too dark' })).ok).toBe(true);
    expect(cellOf(session.state(), cell!.id).state).toBe('rejected');
    expect((await session.detail(cell!.id))?.approvals).toMatchObject([{ verdict: 'rejected', comment: 'too dark' }]);
  });

  test('writes a message where it stands, unless it was edited meanwhile', async () => {
    const { project, session } = await watched();
    const detail = await session.detail('hello/wide.de');
    expect(detail?.messages).toEqual([{ slot: 'headline', key: 'hello.headline', locale: 'de', text: 'Guten Tag', file: 'copy/de.json', line: 3 }]);
    const stale = await session.editCopy({ locale: 'de', key: 'hello.headline', before: 'Hallo', text: 'Moin' });
    expect(stale).toMatchObject({ ok: false, reason: 'conflict' });
    const source = project.read('copy/de.json');
    expect((await session.editCopy({ locale: 'de', key: 'hello.headline', before: 'Guten Tag', text: 'Moin' })).ok).toBe(true);
    expect(project.read('copy/de.json')).toBe(source.replace('Guten Tag', 'Moin'));
    await awaitText(session, 'hello/wide.de', 'Moin');
  });

  test('tells what it knows of a cell', async () => {
    const { session } = await watched();
    const detail = await session.detail('photo/wide.en');
    expect(detail?.layers).toEqual([{ slot: 'background', kind: 'file', source: 'art/view.svg', facts: {} }]);
    expect(detail?.boxes).toMatchObject([{ slot: 'headline', text: 'A view', lines: 1 }]);
    expect(detail?.manifest?.alt).toBe('A photo');
    expect(Object.keys(detail?.record ?? {})).toContain('text.headline');
    const [whole, without] = await Promise.all([session.picture(detail!.cell.picture), session.drawWithout('photo/wide.en', ['text'])]);
    expect(without?.type).toBe('image/png');
    // Names from outside never become keys of the cache.
    expect(await session.drawWithout('photo/wide.en', ['made', 'up'])).toBeUndefined();
    expect(Buffer.from(without!.bytes).equals(Buffer.from(whole!.bytes))).toBe(false);
  });
});
