import type { Diagnostic } from '../model/diagnostic.ts';
import type { ProblemFacts, ProblemGroup } from '../model/group-problems.ts';
import { groupProblems } from '../model/group-problems.ts';

/** A diagnostic, and every cell (or asset) that it was found in. */
export interface DiagnosticGroup {
  readonly diagnostic: Diagnostic;
  readonly cells: readonly string[];
}

/** One group for what one mend takes away. Warnings come first, so that errors end the output. */
export function groupDiagnostics(diagnostics: readonly Diagnostic[]): readonly DiagnosticGroup[] {
  const all = groupProblems(diagnostics, describeFacts).map(toDiagnosticGroup);
  return [...all.filter(({ diagnostic }) => diagnostic.severity === 'warning'), ...all.filter(({ diagnostic }) => diagnostic.severity === 'error')];
}

function toDiagnosticGroup({ problem, cells }: ProblemGroup<Diagnostic>): DiagnosticGroup {
  return { diagnostic: problem, cells };
}

function describeFacts({ place, details, ...facts }: Diagnostic): ProblemFacts {
  const fits = details?.['fits'];
  return { ...facts, ...place, ...(typeof fits === 'number' && { fits }) };
}
