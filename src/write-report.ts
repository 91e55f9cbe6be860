import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { findWorstExit } from './diagnostics/worst-exit.ts';
import { openLockBook } from './lock/lock-book.ts';
import { lockName } from './lock/lock-file.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { ProjectOptions } from './model/report.ts';
import { describeHost } from './project/host.ts';
import { locateState } from './project/state-paths.ts';
import { openWorkspace } from './project/workspace.ts';
import { compareStocks } from './report/compare-stocks.ts';
import { createPage } from './report/create-page.ts';
import { describeCells } from './report/describe-cells.ts';
import { describeComparison } from './report/describe-comparison.ts';
import type { ComparisonOptions } from './report/describe-comparison.ts';
import { describePurchases, describeSpending } from './report/describe-money.ts';
import { describeProblems } from './report/describe-problems.ts';
import { findBase } from './report/find-base.ts';
import type { BaseReference } from './report/find-base.ts';
import { dataName, openPictureFolder } from './report/picture-folder.ts';
import type { PictureFolder } from './report/picture-folder.ts';
import type { ReportComparison, ReportData } from './report/report-data.ts';
import { takeStock } from './report/take-stock.ts';
import type { Stock } from './report/take-stock.ts';
import { visitBase } from './report/visit-base.ts';
import type { VisitedBase } from './report/visit-base.ts';
import { readSnapshot } from './store/snapshot.ts';

/** What a report is to show. */
export interface ReportOptions extends ProjectOptions {
  /** A branch, tag, commit or day to compare with. */
  readonly since?: string;
  /** Folder of the report, relative to the root; default `.visuals/report`. */
  readonly out?: string;
  /** Whether prompts are told. */
  readonly prompts?: boolean;
}

/** What was written. */
export interface ReportResult {
  readonly exit: number;
  /** The page, relative to the root; empty when there is none. */
  readonly page: string;
  /** What the page shows. */
  readonly data?: ReportData;
  readonly diagnostics: readonly Diagnostic[];
}

const defaultFolder = '.visuals/report';

/**
 * Writes a page of all pictures as the sources give them now, and with `since` of what changed; a folder that can be sent to anybody. Nothing is published and nobody is paid: what is
 * not bought is a labelled stand-in.
 */
export async function writeReport(options: ReportOptions = {}): Promise<ReportResult> {
  const host = describeHost(options);
  const workspace = openWorkspace(host, readSnapshot(locateState(host.root).snapshot));
  try {
    const reference = options.since === undefined ? undefined : await findBase(host, options.since);
    const stock = await takeStock(workspace, { wanted: 'files', ...(options.signal && { signal: options.signal }) });
    const target = resolve(host.root, options.out ?? defaultFolder);
    const folder = openPictureFolder(target, workspace, stock.prepared.project.tools.codec);
    const data = await gatherData({ stock, reference, folder, options });
    folder.writePage('index.html', createPage(data));
    workspace.index.flush();
    const page = relative(host.root, join(target, 'index.html')).replaceAll('\\', '/');
    const diagnostics = [...workspace.warnings, ...stock.diagnostics];
    return { exit: findWorstExit(diagnostics), page, data, diagnostics };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { exit: findWorstExit(error.diagnostics), page: '', diagnostics: error.diagnostics };
  }
}

interface Gathering {
  readonly stock: Stock;
  readonly reference: BaseReference | undefined;
  readonly folder: PictureFolder;
  readonly options: ReportOptions;
}

/** The data is also what marks the folder as ours, so it is written first of all, and again when it is complete. */
async function gatherData({ stock, reference, folder, options }: Gathering): Promise<ReportData> {
  folder.writePage(dataName, '{"report":"visuals"}\n');
  const { workspace, prepared } = stock;
  const book = openLockBook(join(workspace.host.root, lockName));
  const prompts = options.prompts ?? false;
  const data: ReportData = {
    project: readProjectName(workspace.host.root),
    locales: prepared.project.config.locales.all,
    cells: await describeCells(stock, book, folder),
    problems: describeProblems(stock.diagnostics),
    purchases: await describePurchases(stock, book, prompts),
    spending: describeSpending(stock, book),
    ...(reference && { comparison: await compareWith(reference, { stock, book }, { folder, prompts, ...(options.signal && { signal: options.signal }) }) }),
  };
  folder.writePage(dataName, `${JSON.stringify({ report: 'visuals', ...data }, undefined, 1)}\n`);
  return data;
}

/** The folder's name is nobody's business; the package's is public. */
function readProjectName(root: string): string {
  try {
    const { name } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly name?: unknown };
    return typeof name === 'string' ? name : '';
  } catch {
    return '';
  }
}

function compareWith(reference: BaseReference, { stock: after, book }: VisitedBase, options: ComparisonOptions): Promise<ReportComparison> {
  const { signal } = options;
  return visitBase({ current: after.workspace, reference, ...(signal && { signal }) }, ({ stock: before, book: earlier }) =>
    describeComparison({ before, after, books: { before: earlier, after: book }, comparison: compareStocks(before, after), reference }, options),
  );
}
