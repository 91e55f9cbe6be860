import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { inspectInstallation } from '../../src/inspect-installation.ts';
import type { DoctorFinding } from '../../src/model/report.ts';
import { planBuild } from '../../src/plan-build.ts';
import { findEndings } from '../../src/project/check-requests.ts';
import { createOpenAiGenerator } from '../../src/adapters/generate/openai/create-openai-generator.ts';
import { codesOf, createPaidProject, plate } from '../support/paid-project.ts';

/** The day that the models' dates are held against. */
function setToday(day: string): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(`${day}T12:00:00Z`) });
  onTestFinished(() => {
    vi.useRealTimers();
  });
}

async function findModels(root: string): Promise<readonly DoctorFinding[]> {
  return (await inspectInstallation({ root })).filter(({ subject }) => subject === 'openai' || subject === 'model');
}

const ending = { background: { ...plate, model: 'gpt-image-1.5' } };

describe('doctor and models', () => {
  test('with a key the provider’s own list tells what is there and until when', async () => {
    setToday('2026-11-22');
    const project = await createPaidProject({ art: ending });
    expect(await findModels(project.root)).toEqual([
      { subject: 'openai', status: 'ok', detail: '11 models for this key' },
      { subject: 'model', status: 'warning', detail: 'gpt-image-1.5 ends on 2026-12-01', fix: 'See `visuals migrate --to gpt-image-2.6-sunburst`.' },
    ]);
    expect(project.server.posts).toEqual([]);
  });

  test('a model that the list does not have is told with what was meant', async () => {
    const project = await createPaidProject({ art: { background: { ...plate, model: 'gpt-image-2.5-sunbust' } } });
    expect((await findModels(project.root))[1]).toMatchObject({
      status: 'warning',
      detail: expect.stringMatching(/^gpt-image-2\.5-sunbust is not in .*did you mean "gpt-image-2\.5-sunburst/),
    });
  });

  test('without a key, and where the list can not be read, the table tells', async () => {
    setToday('2026-11-22');
    const project = await createPaidProject({ art: ending });
    project.server.setFaults(() => 'unauthorized', ['list-models']);
    const refused = await findModels(project.root);
    expect(refused[0]).toMatchObject({ status: 'warning', detail: expect.stringContaining('could not be read') });
    expect(refused[1]).toMatchObject({ status: 'warning', detail: 'gpt-image-1.5 ends on 2026-12-01' });
    vi.stubEnv('OPENAI_API_KEY', undefined);
    const before = project.server.counters.requests;
    expect(await findModels(project.root)).toMatchObject([
      { status: 'ok', detail: expect.stringMatching(/^no OPENAI_API_KEY; .* table of \d{4}-/) },
      { status: 'warning' },
    ]);
    expect(project.server.counters.requests).toBe(before);
  });

  test('a project without bought art asks nobody', async () => {
    const project = await createPaidProject({ art: { background: { kind: 'file', path: 'art/view.svg' } } });
    expect(await findModels(project.root)).toEqual([]);
    expect(project.server.counters.requests).toBe(0);
  });
});

describe('plan and the end of models', () => {
  test.each(['gpt-image-1.5', 'gpt-image-1-mini', 'chatgpt-image-latest'])(
    'new work for %s is warned of while it is there, and refused after',
    async (model) => {
      setToday('2026-11-22');
      const project = await createPaidProject({ art: { background: { ...plate, model } } });
      const plan = await planBuild({ root: project.root });
      expect({ exit: plan.exit, codes: codesOf(plan) }).toEqual({ exit: 0, codes: ['MODEL_ENDING'] });
      vi.setSystemTime(Date.parse('2026-12-01T00:00:00Z'));
      const late = await planBuild({ root: project.root });
      expect({ exit: late.exit, codes: codesOf(late) }).toEqual({ exit: 2, codes: ['MODEL_ENDED'] });
    },
  );

  test('locked pictures of a model that has ended are a warning, and build as ever', async () => {
    setToday('2026-11-22');
    const project = await createPaidProject({ art: ending });
    await project.buildWell({ spend: 1 });
    vi.setSystemTime(Date.parse('2027-03-01T00:00:00Z'));
    const plan = await planBuild({ root: project.root });
    expect(plan).toMatchObject({ exit: 0, purchases: [], diagnostics: [{ code: 'MODEL_ENDED', severity: 'warning', exit: 0 }] });
    expect(await project.buildWell()).toMatchObject({ spent: 0 });
  });

  test('an end is spoken of 90 days ahead', () => {
    const generator = { ...createOpenAiGenerator({ today: '2026-01-01' }), tableVersion: '2026-01-01' };
    const codesOn = (day: string): readonly string[] =>
      findEndings(['gpt-image-1.5', 'gpt-image-2', 'mine'], generator, { now: () => Date.parse(day) }).map(({ code, severity }) => `${code} ${severity}`);
    expect(codesOn('2026-09-01')).toEqual([]);
    expect(codesOn('2026-09-02')).toEqual(['MODEL_ENDING warning']);
    expect(codesOn('2026-12-01')).toEqual(['MODEL_ENDED warning']);
    expect(findEndings(['gpt-image-1.5'], { ...generator, tableVersion: '2026-11-22' }, { now: () => Date.parse('2020-01-01') })).toHaveLength(1);
  });

  test('what the provider is known to refuse is told by plan, before any cent', async () => {
    const project = await createPaidProject({ art: { background: { ...plate, quality: 'max' } } });
    const plan = await planBuild({ root: project.root });
    expect(plan).toMatchObject({ exit: 2, diagnostics: [{ code: 'API_REQUEST_INVALID', asset: 'photo' }] });
  });
});
