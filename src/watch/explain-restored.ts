import { createRecordLookup, describeCell, describeChange } from '../engine/describe-cell.ts';
import { resultOf } from '../engine/task-outcome.ts';
import type { Digest } from '../model/digest.ts';
import type { KeyRecord } from '../model/outcome.ts';
import type { PlannedCell } from '../model/plan.ts';
import type { CellChange } from '../model/report.ts';
import type { BuiltProject } from '../project/build-course.ts';

/** Why cells show something else than after the build before, whether they were made for it or came out of the cache: of the latter no build tells. */
export function explainRestored(before: BuiltProject, now: BuiltProject): readonly CellChange[] {
  const earlier = new Map(before.prepared.plan.cells.map((planned) => [planned.cell.id, planned]));
  const [describeEarlier, describeNow] = [createDescriber(before), createDescriber(now)];
  return now.prepared.plan.cells.flatMap((planned) => {
    const known = earlier.get(planned.cell.id);
    const [earlierRaster, raster] = [known && findRaster(known, before), findRaster(planned, now)];
    // Of what could not be drawn, nothing but the mistake is to be told.
    if (known === undefined || earlierRaster === undefined || raster === undefined || earlierRaster === raster) return [];
    return describeChange(planned, describeEarlier(known), () => describeNow(planned)) ?? [];
  });
}

function findRaster({ compose }: PlannedCell, { execution }: BuiltProject): Digest | undefined {
  return resultOf(execution.outcomes.get(compose))?.digest;
}

function createDescriber({ prepared, execution }: BuiltProject): (planned: PlannedCell) => KeyRecord {
  const tasks = new Map(prepared.plan.tasks.map((task) => [task.id, task]));
  const lookup = createRecordLookup(execution.outcomes);
  return (planned) => describeCell(planned, tasks, lookup);
}
