import { formatCanonical } from '../keys/canonical.ts';
import type { Diagnostic } from '../model/diagnostic.ts';

/** A diagnostic, and every cell (or asset) that it was found in. */
export interface DiagnosticGroup {
  readonly diagnostic: Diagnostic;
  readonly cells: readonly string[];
}

/** One group for what differs only in the cell: a missing message in twelve sizes is one thing to mend. Warnings come first, so that errors end the output. */
export function groupDiagnostics(diagnostics: readonly Diagnostic[]): readonly DiagnosticGroup[] {
  const groups = new Map<string, { diagnostic: Diagnostic; cells: Set<string> }>();
  for (const diagnostic of diagnostics) {
    const key = formatKey(diagnostic);
    const group = groups.get(key) ?? { diagnostic, cells: new Set() };
    const cell = diagnostic.cell ?? diagnostic.asset;
    if (cell !== undefined) group.cells.add(cell);
    groups.set(key, group);
  }
  const all = [...groups.values()].map(({ diagnostic, cells }) => ({ diagnostic, cells: [...cells] }));
  return [...all.filter(({ diagnostic }) => diagnostic.severity === 'warning'), ...all.filter(({ diagnostic }) => diagnostic.severity === 'error')];
}

function formatKey({ code, severity, message, fix, place }: Diagnostic): string {
  return formatCanonical([code, severity, message, fix, place?.file ?? null, place?.line ?? null, place?.column ?? null]);
}
