import { appendFileSync } from 'node:fs';
import type { Diagnostic } from '../model/diagnostic.ts';
import { formatCells, formatPlace } from './format-diagnostics.ts';
import { groupDiagnostics, type DiagnosticGroup } from './group-diagnostics.ts';
import type { Io } from './io.ts';

/** GitHub shows ten annotations of a kind per step and drops the rest. */
const mostAnnotations = 10;

/** Writes diagnostics as GitHub's workflow commands; what is past the limit goes to the step's summary. GitHub reads both streams; stdout may be JSON. */
export function annotate(diagnostics: readonly Diagnostic[], io: Pick<Io, 'stderr' | 'env'>): void {
  const groups = groupDiagnostics(diagnostics);
  const rest: DiagnosticGroup[] = [];
  for (const severity of ['error', 'warning'] as const) {
    const ofKind = groups.filter(({ diagnostic }) => diagnostic.severity === severity);
    for (const group of ofKind.slice(0, mostAnnotations)) io.stderr.write(`${formatAnnotation(group)}\n`);
    rest.push(...ofKind.slice(mostAnnotations));
  }
  const summary = io.env['GITHUB_STEP_SUMMARY'];
  if (rest.length > 0 && summary !== undefined && summary !== '') appendSummary(summary, rest);
}

/** One workflow command, such as `::error file=copy/de.json,line=3,title=COPY_MISSING::…`. */
export function formatAnnotation({ diagnostic, cells }: DiagnosticGroup): string {
  const { place } = diagnostic;
  const properties = Object.entries({ file: place?.file, line: place?.line, col: place?.column, title: diagnostic.code }).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`],
  );
  const where = cells.length > 0 ? ` (in ${formatCells(cells, false)})` : '';
  return `::${diagnostic.severity} ${properties.join(',')}::${escapeData(`${diagnostic.message}${where}\n${diagnostic.fix}`)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A summary that can't be written takes nothing away: stderr has it all. */
function appendSummary(path: string, groups: readonly DiagnosticGroup[]): void {
  const lines = groups.map(({ diagnostic, cells }) => {
    const where = [diagnostic.place && formatPlace(diagnostic.place), cells.length > 0 && formatCells(cells, false)].filter(Boolean).join(', ');
    return `- **${diagnostic.severity} ${diagnostic.code}**: ${escapeMarkdown(diagnostic.message)}${where === '' ? '' : ` (${escapeMarkdown(where)})`}. ${escapeMarkdown(diagnostic.fix)}`;
  });
  try {
    appendFileSync(path, `### visuals: ${groups.length} more diagnostics\n\n${lines.join('\n')}\n`);
  } catch {
    // The file belongs to the runner.
  }
}

/** Text that stays text in Markdown and in the HTML that it may hold. */
export function escapeMarkdown(text: string): string {
  return text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_[\]<>|#]/g, String.raw`\$&`);
}
