import { listDiagnosticKinds } from '../../diagnostics/catalogue.ts';
import { computeDigest } from '../../keys/canonical.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { formatCells } from '../format-diagnostics.ts';
import { groupDiagnostics } from '../group-diagnostics.ts';
import type { DiagnosticGroup } from '../group-diagnostics.ts';

/** What a SARIF file says of the run besides what was found. */
export interface SarifOptions {
  /** Of this package. */
  readonly version: string;
  /** Where a result is shown that has no place of its own: code scanning drops results without one. */
  readonly config: string;
}

/**
 * Diagnostics as a log of SARIF 2.1.0 (OASIS), with what GitHub's code scanning asks for: rules with help, a place and a stable fingerprint for each result. What differs only in the cell
 * is one result.
 */
export function formatSarif(diagnostics: readonly Diagnostic[], { version, config }: SarifOptions): string {
  const groups = groupDiagnostics(diagnostics);
  const codes = [...new Set(groups.map(({ diagnostic }) => diagnostic.code))].toSorted();
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'visuals', semanticVersion: version, rules: codes.map(describeRule) } },
        columnKind: 'utf16CodeUnits',
        results: groups.map((group) => describeResult(group, { codes, config })),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function describeRule(code: string): object {
  const kind = listDiagnosticKinds().find((each) => each.code === code);
  const text = kind?.explain ?? code;
  return {
    id: code,
    name: formatName(code),
    shortDescription: { text: text.split(/(?<=[.:]) /)[0] },
    fullDescription: { text },
    help: { text: `${text} See also: visuals explain ${code}` },
    defaultConfiguration: { level: kind?.severity ?? 'error' },
  };
}

/** `CHECK_CONTRAST` → `CheckContrast`: the standard wants a name that is not the id. */
function formatName(code: string): string {
  return code.toLowerCase().replaceAll(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase());
}

function describeResult({ diagnostic, cells }: DiagnosticGroup, { codes, config }: { readonly codes: readonly string[]; readonly config: string }): object {
  const { code, severity, message, fix, place } = diagnostic;
  const where = cells.length > 0 ? ` (in ${formatCells(cells, false)})` : '';
  const uri = encodeURI(place?.file ?? config);
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: severity,
    message: { text: `${message}${where}. ${fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri, uriBaseId: '%SRCROOT%' },
          region: { startLine: place?.line ?? 1, ...(place?.column !== undefined && { startColumn: place.column }) },
        },
      },
    ],
    // Lines move and figures change; what it is about stays.
    partialFingerprints: { 'visuals/v1': computeDigest(JSON.stringify([code, place?.file ?? '', diagnostic.asset ?? '', cells[0] ?? ''])) },
    ...(diagnostic.details && { properties: { details: diagnostic.details, cells } }),
  };
}
