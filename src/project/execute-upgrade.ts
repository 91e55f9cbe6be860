import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { upgradeChanged, upgradeUnpublished } from '../diagnostics/provenance.ts';
import { findWorstExit } from '../diagnostics/worst-exit.ts';
import { openLockBook } from '../lock/lock-book.ts';
import { lockName } from '../lock/lock-file.ts';
import type { Approval } from '../model/approval.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { ProjectOptions, Selection } from '../model/report.ts';
import { compareUpgrade } from './compare-upgrade.ts';
import type { UpgradedPicture } from './compare-upgrade.ts';
import { formatContactPage } from './draw-contact-sheet.ts';
import type { SheetEntry } from './draw-contact-sheet.ts';
import { followLock } from './follow-lock.ts';
import { holdBuildLock } from './hold-build-lock.ts';
import { describeHost } from './host.ts';
import type { Host } from './host.ts';
import { preparePlan } from './prepare-plan.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import { locateState } from './state-paths.ts';
import { openWorkspace, prepareFolder } from './workspace.ts';
import { manifestName } from '../publish/read-manifest.ts';
import type { ImageCodec } from '../spec/image-codec.ts';
import { readSnapshot } from '../store/snapshot.ts';
import { writeFileAtomic } from '../store/write-file.ts';

/** What is compared, and how strictly. */
export interface UpgradeOptions extends ProjectOptions, Selection {
  /** Share of a picture's pixels that may differ visibly (by more than 2 of 255 levels in a channel) and it still counts as the same, 0–1; default 0. */
  readonly tolerance?: number;
  readonly jobs?: number;
}

/** What the installed parts change. */
export interface UpgradeReport {
  readonly exit: number;
  /** Versions of the parts that draw and encode now. */
  readonly renderer: string;
  readonly codec: string;
  readonly tolerance: number;
  /** Every picture but its bytes, in the order of the plan. */
  readonly pictures: readonly Omit<UpgradedPicture, 'pictures'>[];
  /** Words of people that were carried over to the new pixels. */
  readonly carried: number;
  /** Page that shows before and after of what differs, relative to the root. */
  readonly sheet?: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** Where the pictures that differ are shown, relative to the root. */
const scratch = '.visuals/upgrade';

/**
 * Does what `upgradeProject` says, with the parts of the loaded project or others.
 * @param adapt chooses the parts that draw
 */
export async function executeUpgrade(options: UpgradeOptions, adapt: (prepared: PreparedPlan) => PreparedPlan): Promise<UpgradeReport> {
  const host = describeHost(options);
  try {
    prepareFolder(locateState(host.root).folder);
    return await holdBuildLock(host, options, () => upgrade(host, options, adapt));
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    const { tolerance = 0 } = options;
    return { exit: findWorstExit(error.diagnostics), renderer: '', codec: '', tolerance, pictures: [], carried: 0, diagnostics: error.diagnostics };
  }
}

async function upgrade(host: Host, options: UpgradeOptions, adapt: (prepared: PreparedPlan) => PreparedPlan): Promise<UpgradeReport> {
  const { tolerance = 0, jobs, onEvent, signal } = options;
  const workspace = openWorkspace(host, readSnapshot(locateState(host.root).snapshot));
  const prepared = adapt(await preparePlan(workspace, options, { signal }));
  const { project, plan } = prepared;
  const manifest = `${project.config.output.dir}/${manifestName}`;
  if (!existsSync(join(host.root, manifest))) throw new VisualsError(upgradeUnpublished({ manifest }));
  const diagnostics: Diagnostic[] = [...prepared.diagnostics];
  const tell = (diagnostic: Diagnostic): void => void diagnostics.push(diagnostic);
  const compared = await compareUpgrade({
    workspace,
    project,
    plan,
    tolerance,
    onDiagnostic: tell,
    ...(jobs !== undefined && { jobs }),
    ...(onEvent && { onEvent }),
    ...(signal && { signal }),
  });
  const { renderer, codec } = project.tools;
  const approved = findApproved(host, compared);
  const carried = carryApprovals(host, compared);
  const different = compared.filter(({ state }) => state === 'different');
  const sheet = await writeSheet(host, different, codec);
  if (sheet !== undefined) {
    const concerned = different.filter(({ cell }) => approved.has(cell));
    const example = (concerned[0] ?? different[0]!).cell;
    tell(upgradeChanged({ pictures: different.length, approved: concerned.length, example, sheet }));
  }
  return {
    exit: findWorstExit(diagnostics),
    renderer: `${renderer.name} ${renderer.version}`,
    codec: `${codec.name} ${codec.version}`,
    tolerance,
    pictures: compared.map(({ pictures: _pictures, ...rest }) => rest),
    carried,
    ...(sheet !== undefined && { sheet }),
    diagnostics,
  };
}

function findApproved(host: Host, compared: readonly UpgradedPicture[]): ReadonlySet<string> {
  const book = openLockBook(join(host.root, lockName));
  const isApproved = ({ cell, before }: UpgradedPicture): boolean =>
    book.approvals(cell).some(({ raster, verdict }) => raster === before && verdict === 'approved');
  return new Set(compared.filter(isApproved).map(({ cell }) => cell));
}

/** Names, days and comments stay those of the people who looked; a rejection is carried as well. */
function carryApprovals(host: Host, compared: readonly UpgradedPicture[]): number {
  const book = openLockBook(join(host.root, lockName));
  const words = compared.flatMap(({ cell, state, before, after }): readonly Approval[] => {
    if (state !== 'similar' || after === undefined) return [];
    return book
      .approvals(cell)
      .filter(({ raster }) => raster === before)
      .map((each) => ({ ...each, raster: after }));
  });
  if (words.length > 0) followLock(host, () => book.review(words));
  return words.length;
}

/** The folder holds the last comparison alone. */
async function writeSheet(host: Host, different: readonly UpgradedPicture[], codec: ImageCodec): Promise<string | undefined> {
  rmSync(join(host.root, scratch), { recursive: true, force: true });
  if (different.length === 0) return undefined;
  mkdirSync(join(host.root, scratch), { recursive: true });
  const entries = different.flatMap(({ cell, share, most, pictures }): readonly SheetEntry[] => {
    const note = `${formatShare(share)} of the pixels differ, by ${most} of 255 at most`;
    return ['published', 'now'].map((when, index) => ({
      title: `${cell}, ${when}`,
      notes: index === 0 ? [] : [note],
      ...(pictures && { picture: pictures[index]! }),
    }));
  });
  const page = `${scratch}/index.html`;
  writeFileAtomic(join(host.root, page), await formatContactPage('Renderer upgrade', entries, codec));
  return page;
}

function formatShare(share: number): string {
  return `${(share * 100).toFixed(share < 0.01 ? 3 : 1)} %`;
}
