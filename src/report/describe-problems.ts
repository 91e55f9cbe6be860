import { listDiagnosticKinds } from '../diagnostics/catalogue.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { groupProblems } from '../model/group-problems.ts';
import type { ProblemGroup } from '../model/group-problems.ts';
import type { ReportProblem } from './report-data.ts';

/** Problems by code and place, each once with all of its pictures. Messages quote values of any kind, so the catalogue speaks in their stead. */
export function describeProblems(diagnostics: readonly Diagnostic[]): readonly ReportProblem[] {
  const meanings = new Map(listDiagnosticKinds().map(({ code, explain }) => [code, firstSentence(explain)]));
  const groups = groupProblems(diagnostics, ({ code, severity, asset, cell, place }) => {
    // Nothing but the place tells two of them apart; where there is none, it is the asset.
    const where = placeInside(place) ?? { file: asset ?? '' };
    return { code, severity, message: '', fix: '', ...where, ...(asset !== undefined && { asset }), ...(cell !== undefined && { cell }) };
  });
  return groups.map((group) => describeProblem(group, meanings.get(group.problem.code) ?? ''));
}

function describeProblem({ problem: { code, severity, place }, cells }: ProblemGroup<Diagnostic>, meaning: string): ReportProblem {
  const { file, line } = placeInside(place) ?? {};
  return { code, severity, meaning, cells, ...(file !== undefined && { file }), ...(line !== undefined && { line }) };
}

/** Where others keep their files is nobody's business. */
function placeInside(place: Place | undefined): Place | undefined {
  return place === undefined || /^(?:[/\\]|[A-Za-z]:|\.\.)/.test(place.file) ? undefined : place;
}

function firstSentence(text: string): string {
  return /^.*?[.](?= |$)/.exec(text)?.[0] ?? text;
}
