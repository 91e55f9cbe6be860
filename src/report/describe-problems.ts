import { listDiagnosticKinds } from '../diagnostics/catalogue.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { ReportProblem } from './report-data.ts';

/** Problems by code and place, each once. Messages quote values of any kind, so the catalogue speaks in their stead. */
export function describeProblems(diagnostics: readonly Diagnostic[]): readonly ReportProblem[] {
  const meanings = new Map(listDiagnosticKinds().map(({ code, explain }) => [code, firstSentence(explain)]));
  const problems = diagnostics.map((diagnostic) => describeProblem(diagnostic, meanings.get(diagnostic.code) ?? ''));
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function describeProblem({ code, severity, asset, cell, place }: Diagnostic, meaning: string): ReportProblem {
  const isInside = place !== undefined && !/^(?:[/\\]|[A-Za-z]:|\.\.)/.test(place.file);
  return {
    code,
    severity,
    meaning,
    ...(asset !== undefined && { asset }),
    ...(cell !== undefined && { cell }),
    ...(isInside && { file: place.file, ...(place.line !== undefined && { line: place.line }) }),
  };
}

function firstSentence(text: string): string {
  return /^.*?[.](?= |$)/.exec(text)?.[0] ?? text;
}
