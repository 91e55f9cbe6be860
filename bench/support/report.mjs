/**
 * A table of a figure.
 * @typedef {{ title: string, head: readonly string[], rows: readonly (readonly string[])[], notes?: readonly string[] }} Table
 *
 * A line of the summary: a number of ours beside that of a peer or of the floor, from the same run.
 * @typedef {{ figure: string, ours: string, against: string, ratio: number, aim: { most: number } | { least: number } }} Finding
 *
 * What a figure gives.
 * @typedef {{ tables: readonly Table[], findings: readonly Finding[] }} Report
 *
 * What a figure is told.
 * @typedef {{ quick: boolean, install: boolean, command: string, folder: string, log: (line: string) => void }} Context `folder` is empty and goes away after the run; `command` is a copy of ours
 */

/**
 * @param {Table} table
 * @param {string} machine
 */
export function formatTable({ title, head, rows, notes = [] }, machine) {
  return [`### ${title}`, '', `${machine}; medians of alternating runs.`, '', ...formatRows(head, rows), '', ...notes.flatMap((note) => [note, ''])].join('\n');
}

/**
 * Ready for the README.
 * @param {readonly Finding[]} findings
 * @param {string} machine
 */
export function formatSummary(findings, machine) {
  const rows = findings.map(({ figure, ours, against, ratio, aim }) => [
    figure,
    ours,
    against,
    formatRatio(ratio),
    formatAim(aim),
    isMet(ratio, aim) ? 'yes' : '**no**',
  ]);
  return ['### Summary', '', `${machine}.`, '', ...formatRows(['figure', 'ours', 'against', 'ratio', 'aim', 'met'], rows), ''].join('\n');
}

/** @param {number} ratio */
export function formatRatio(ratio) {
  return Number.isFinite(ratio) ? `${ratio >= 10 ? ratio.toFixed(1) : ratio.toFixed(2)} ×` : '–';
}

/** @param {number | undefined} milliseconds */
export function formatTime(milliseconds) {
  if (milliseconds === undefined) return '–';
  return milliseconds >= 10_000
    ? `${(milliseconds / 1000).toFixed(1)} s`
    : milliseconds >= 100
      ? `${Math.round(milliseconds).toLocaleString('en')} ms`
      : `${milliseconds.toFixed(1)} ms`;
}

/** @param {number | undefined} bytes */
export function formatMemory(bytes) {
  return bytes === undefined ? '–' : `${Math.round(bytes / 1e6)} MB`;
}

/** @param {Finding['aim']} aim */
function formatAim(aim) {
  return 'most' in aim ? `≤ ${aim.most}` : `≥ ${aim.least}`;
}

/**
 * @param {number} ratio
 * @param {Finding['aim']} aim
 */
function isMet(ratio, aim) {
  return 'most' in aim ? ratio <= aim.most : ratio >= aim.least;
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
function formatRows(head, rows) {
  const toLine = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [toLine(head), `|${head.map((_, column) => (column === 0 ? '---' : '--:')).join('|')}|`, ...rows.map(toLine)];
}
