import { expect, test } from 'vitest';
import type { LiveCell, LiveDetail, LiveSession, LiveState } from '../../src/model/live.ts';
import { openSession } from '../../src/watch/open-session.ts';
import { awaitState } from '../support/await-state.ts';
import { createLastingProject } from '../support/create-project.ts';
import type { Sources, TestProject } from '../support/create-project.ts';
import fc from '../support/properties.ts';
import { changeSetting, edits, formatSetting, initial } from '../support/random-settings.ts';

/** Sequences of edits a run; `VISUALS_RUNS=100` for a night. */
const numRuns = Number(process.env['VISUALS_RUNS'] ?? 1);

interface Save {
  /** What is edited, one after the other without waiting for what comes of it. */
  readonly edits: readonly (readonly (keyof typeof initial)[])[];
  /** Whether somebody looks at a cell of each asset meanwhile. */
  readonly isLooking: boolean;
  /** Whether another build of the same project comes first. */
  readonly isBuilt: boolean;
}

const saves: fc.Arbitrary<Save> = fc.record({
  edits: fc.array(edits, { minLength: 1, maxLength: 3 }),
  isLooking: fc.boolean(),
  isBuilt: fc.boolean(),
});

test(
  'after any saves a session shows and tells what one does that begins there',
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(saves, { minLength: 2, maxLength: 4 }), async (sequence) => {
        const project = createLastingProject(formatSetting(initial));
        const session = await openSession({ root: project.root });
        try {
          let setting = initial;
          for (const save of sequence) {
            session.focus(save.isLooking ? ['hello/small.en', 'photo/small.de', 'shown/small.en', 'list/small.en'] : []);
            for (const edit of save.edits) {
              setting = changeSetting(setting, edit);
              project.write(formatSetting(setting));
              if (save.isBuilt) await project.build();
            }
            await expectFresh({ project, session }, formatSetting(setting));
          }
        } finally {
          await session.close();
          project.remove();
        }
      }),
      { numRuns },
    );
  },
  numRuns * 120_000,
);

/** Compares with a session over a clean build of the same sources. */
async function expectFresh({ project, session }: { readonly project: TestProject; readonly session: LiveSession }, sources: Sources): Promise<void> {
  const clean = createLastingProject(sources);
  const { exit } = await clean.build();
  const fresh = await openSession({ root: clean.root });
  try {
    const wanted = tell(await awaitState(fresh, isBuilt));
    const state = await awaitState(session, (each) => isBuilt(each) && JSON.stringify(tell(each)) === JSON.stringify(wanted));
    expect(tell(state)).toEqual(wanted);
    if (exit === 0) expect(project.outputs()).toEqual(clean.outputs());
    for (const { id, state: is } of state.cells) if (is !== 'failed') expect(describe(await session.detail(id)), id).toEqual(describe(await fresh.detail(id)));
    for (const { picture, thumb } of state.cells.filter((cell) => cell.state !== 'failed'))
      for (const name of [picture, thumb]) expect((await session.picture(name))?.bytes.byteLength, name).toBeGreaterThan(0);
  } finally {
    await fresh.close();
    clean.remove();
  }
}

const isBuilt = ({ phase, cells }: LiveState): boolean => phase === 'idle' && cells.length > 0;

/** What follows from the sources alone: a failed cell keeps its last picture, which a fresh session never had, and a cause tells of what was there before. */
function tell({ cells, problems, locales, purchases }: LiveState): object {
  const described = cells.map((cell): Partial<LiveCell> => ({
    ...cell,
    cause: '',
    ...(cell.state === 'failed' && { raster: '', picture: '', thumb: '', alt: '' }),
  }));
  return { cells: described, problems: problems.map((each) => JSON.stringify(each)).toSorted(), locales, purchases };
}

function describe(detail: LiveDetail | undefined): object {
  const { cell: _, causes: __, ...rest } = detail!;
  return rest;
}
