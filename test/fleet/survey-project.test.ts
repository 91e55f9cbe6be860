import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/model/json.ts';
import { derivePlan } from '../../src/plan/derive-plan.ts';
import { surveyProject } from '../../src/fleet/survey-project.ts';
import type { ProjectSurvey } from '../../src/fleet/survey-project.ts';
import { describeHost } from '../../src/project/host.ts';
import { loadProject } from '../../src/project/load-project.ts';
import type { LoadedProject } from '../../src/project/load-project.ts';
import { openWorkspace } from '../../src/project/workspace.ts';
import { createProject, tinySize, tinySources, tinyTokens } from '../support/create-project.ts';
import type { Sources } from '../support/create-project.ts';
import { plate } from '../support/paid-project.ts';

const sizes = Array.from({ length: 90 }, (_, index) => ({ name: `size-${index}`, width: 60 + index, height: 40 }));
const note = { template: 'note', sizes, copy: 'hello', alt: 'hello.alt' };
const photo = (prompt: string): JsonObject => ({
  template: 'photo',
  sizes: [tinySize],
  copy: 'photo',
  alt: 'photo.alt',
  art: { background: { ...plate, prompt } },
});

/** 540 cells that are drawn, which is more than are planned at once, and pictures to be bought before and behind them. */
const assets = { calm: photo('A calm desk'), one: note, two: note, three: note, loud: photo('A loud shore'), again: photo('A calm desk') };

interface Surveyed {
  readonly project: LoadedProject;
  readonly survey: ProjectSurvey;
}

async function survey(changes: Sources = {}): Promise<Surveyed> {
  const { root } = createProject({ ...tinySources({ assets }), ...changes });
  const project = await loadProject(openWorkspace(describeHost({ root }), undefined));
  return { project, survey: await surveyProject(project) };
}

describe('what a machine of a fleet knows of a project', () => {
  test('every paid task, and a part of the matrix whose plan has it', async () => {
    const { project, survey: surveyed } = await survey();
    const whole = derivePlan([...project.inputs.assets.values()], project.inputs).plan.tasks.filter(({ kind }) => kind === 'generate');
    expect([...surveyed.paid.keys()]).toEqual(whole.map(({ id }) => id));
    for (const task of whole) expect(derivePlan(surveyed.paid.get(task.id)!, project.inputs).plan.tasks).toContainEqual(task);
    expect(surveyed.accounts).toEqual([{ generator: 'openai', model: expect.any(String) }]);
  });

  test('a fingerprint that two clones share, and that every source of a picture changes, wherever in the plan it is', async () => {
    const words = (headline: string): JsonObject => ({ hello: { headline: 'Hello', alt: 'A greeting' }, photo: { headline, alt: 'A photo' } });
    const edits: readonly Sources[] = [
      {},
      tinySources({ assets: { ...assets, three: { ...note, sizes: sizes.slice(1) } } }),
      tinySources({ assets: { ...assets, again: photo('A wild desk') } }),
      { 'copy/en.json': words('The view') },
      { 'brand/tokens.json': { ...tinyTokens, color: { ...tinyTokens.color, frame: { $value: '#004488' } } } },
    ];
    const first = await survey();
    const prints = await Promise.all(edits.map(async (edit) => (await survey(edit)).survey.fingerprint));
    expect(prints[0]).toBe(first.survey.fingerprint);
    expect(new Set(prints).size).toBe(edits.length);
    expect(first.survey.fingerprint).toMatch(/^[0-9a-f]{12}$/);
  });

  test('what can not be planned', async () => {
    const { survey: surveyed } = await survey({
      'copy/de.json': { hello: { headline: 'Guten Tag', alt: 'Ein Gruß' } },
      'copy/en.json': { hello: { headline: 'Hello', alt: 'Hi' } },
    });
    expect(new Set(surveyed.diagnostics.map(({ code, asset }) => `${code} ${asset}`))).toContain('COPY_MISSING loud');
  });
});
