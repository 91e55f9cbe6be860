import type { ProblemGroup } from '../../../model/group-problems.ts';
import { groupProblems } from '../../../model/group-problems.ts';
import type { LiveProblem } from '../../../model/live.ts';

/** What is to be mended, each once with all of its pictures; errors first. */
export function listProblems(problems: readonly LiveProblem[]): readonly ProblemGroup<LiveProblem>[] {
  const groups = groupProblems(problems, (problem) => problem);
  return [...groups.filter(({ problem }) => problem.severity === 'error'), ...groups.filter(({ problem }) => problem.severity === 'warning')];
}
