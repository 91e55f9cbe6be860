import { expect, onTestFinished, test } from 'vitest';
import type { LiveSession, LiveState } from '../../src/model/live.ts';
import { openSession } from '../../src/watch/open-session.ts';
import { awaitState, awaitText } from '../support/await-state.ts';
import { createPaidProject } from '../support/paid-project.ts';
import type { PaidProject } from '../support/paid-project.ts';

interface Watched {
  readonly project: PaidProject;
  readonly session: LiveSession;
  readonly until: (wanted: (state: LiveState) => boolean) => Promise<LiveState>;
}

async function watched(config = {}, prepare: (project: PaidProject) => Promise<unknown> = async () => undefined): Promise<Watched> {
  const project = await createPaidProject({ config });
  await prepare(project);
  const session = await openSession({ root: project.root });
  onTestFinished(() => session.close());
  const until = (wanted: (state: LiveState) => boolean): Promise<LiveState> => awaitState(session, wanted);
  await until(({ phase, cells }) => phase === 'idle' && cells.length > 0);
  return { project, session, until };
}

const isIdle = ({ phase }: LiveState): boolean => phase === 'idle';

test('I8 nothing is bought without a word, whatever changes and whatever the budget allows; the price is told and a stand-in shown', async () => {
  const { project, session, until } = await watched({ budget: { perBuild: 100, perMonth: 100 } });
  project.write({ 'visuals.config.ts': project.read('visuals.config.ts').replace('A calm desk', 'A tidy shelf') });
  const state = await until(({ phase, purchases }) => phase === 'idle' && JSON.stringify(purchases).includes('A tidy shelf'));
  expect(project.server.counters.posts).toBe(0);
  expect(state.cells.filter(({ asset }) => asset === 'photo').map((cell) => cell.state)).toEqual(['draft', 'draft']);
  expect(state.purchases).toMatchObject([{ art: 'photo/background', pictures: 1, known: true }]);
  expect(session.state().problems).toEqual([]);
});

test('what a person agreed to is bought once, at no more than the price that was shown', async () => {
  const { project, session, until } = await watched();
  const [purchase] = session.state().purchases;
  const dear = await session.generate({ arts: ['photo/background'], cap: purchase!.high / 2 });
  expect(dear).toMatchObject({ ok: false, reason: 'conflict' });
  expect(project.server.counters.posts).toBe(0);
  const draft = await session.detail('photo/wide.en');
  expect(draft?.record).toMatchObject({ 'art.background.source.picture': 'stand-in' });
  expect(await session.generate({ arts: ['photo/background'], cap: purchase!.high })).toMatchObject({ ok: true });
  const state = await until(isIdle);
  expect(project.server.counters.posts).toBe(1);
  expect(state.purchases).toEqual([]);
  expect(state.cells.every((cell) => cell.state === 'unreviewed')).toBe(true);
  const detail = await session.detail('photo/wide.en');
  expect(detail?.causes).toEqual([{ field: 'art.background.source.picture', before: 'stand-in', after: 'bought' }]);
  expect(detail?.candidates).toMatchObject([{ art: 'photo/background', candidates: [{ chosen: true }] }]);
  expect((await session.picture(detail!.candidates[0]!.candidates[0]!.picture))?.type).toBe('image/png');
  expect(await session.generate({ arts: ['photo/background'], cap: 1 })).toMatchObject({ ok: false, reason: 'conflict' });
});

test('I8 what waits in a batch is neither asked for with every change nor offered once more; a build collects it', async () => {
  const { project, session } = await watched({}, (each) => each.build({ batch: true, spend: 1 }));
  const before = project.server.counters.requests;
  project.write({ 'copy/en.json': project.read('copy/en.json').replace('Hello', 'Good day') });
  const state = await awaitText(session, 'hello/wide.en', 'Good day');
  expect([project.server.counters.requests - before, state.purchases]).toEqual([0, []]);
  expect(state.cells.filter(({ asset }) => asset === 'photo').map((cell) => cell.state)).toEqual(['draft', 'draft']);
  for (let asked = 0; asked < 2; asked += 1) await project.build();
  expect(project.server.counters.picturesDelivered).toBe(1);
});
