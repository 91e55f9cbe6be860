import { readFlags, type Flags, type RawFlags } from '../../src/cli/flags.ts';
import type { BuildEnding } from '../../src/cli/reporters/build-reporter.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import type { BuildCounts } from '../../src/model/event.ts';
import type { BuildReport, CellChange } from '../../src/model/report.ts';

export const flags = (raw: RawFlags = {}): Flags => readFlags(raw);

export const diagnostic = (given: Partial<Diagnostic> = {}): Diagnostic => ({
  code: 'COPY_MISSING',
  severity: 'error',
  message: 'no message "hero.headline" for de',
  fix: 'Add it to copy/de.json.',
  exit: 1,
  ...given,
});

export const counts = (given: Partial<BuildCounts> = {}): BuildCounts => ({ fresh: 0, cached: 0, made: 0, failed: 0, ...given });

export const report = (given: Partial<BuildReport> = {}): BuildReport => ({
  exit: 0,
  counts: counts(),
  made: [],
  removed: [],
  manifest: 'public/visuals/manifest.json',
  diagnostics: [],
  milliseconds: 80,
  spent: 0,
  ran: { ingest: 0, procedural: 0, generate: 0, restore: 0, transform: 0, compose: 0, encode: 0 },
  ...given,
});

export const ending = (given: Partial<BuildReport> = {}, milliseconds = 84): BuildEnding => {
  const told = report(given);
  return { report: told, diagnostics: told.diagnostics, exit: told.exit, milliseconds };
};

export const change = (cell: string, given: Partial<CellChange> = {}): CellChange => ({
  cell,
  asset: cell.split('/')[0] ?? '',
  reason: 'changed',
  causes: [],
  ...given,
});
