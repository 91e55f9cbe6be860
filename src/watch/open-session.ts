import { join } from 'node:path';
import { approvePictures } from '../approve-pictures.ts';
import { pollingInstead } from '../diagnostics/watch.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Digest } from '../model/digest.ts';
import type { LiveAnswer, LiveDetail, LiveSession, PickRequest, PurchaseRequest, ReviewRequest } from '../model/live.ts';
import type { ProjectOptions, Selection } from '../model/report.ts';
import { createAdapters } from '../project/create-adapters.ts';
import { describeHost } from '../project/host.ts';
import type { Host } from '../project/host.ts';
import { openTreasury } from '../project/open-paid-art.ts';
import { readGitIdentity } from '../project/read-git-identity.ts';
import { locateState } from '../project/state-paths.ts';
import { openWorkspace } from '../project/workspace.ts';
import { pickPicture } from '../pick-picture.ts';
import { indexAsset } from '../publish/create-manifest.ts';
import { openManifestAssets } from '../publish/read-manifest.ts';
import { createTurns } from './create-turns.ts';
import { createWatcher } from './create-watcher.ts';
import { describeProblem } from './describe-cells.ts';
import { describeDetail } from './describe-detail.ts';
import { drawWithout } from './draw-without.ts';
import { editCopy } from './edit-copy.ts';
import { createLiveBoard } from './live-board.ts';
import type { LiveBoard } from './live-board.ts';
import { createLiveBuilder } from './live-builder.ts';
import type { LiveBuilder } from './live-builder.ts';
import { noticeWakes } from './notice-wakes.ts';
import { openPictureShelf } from './picture-shelf.ts';
import type { PictureShelf } from './picture-shelf.ts';
import { readVaultPicture } from './read-vault-picture.ts';
import { recallCell } from './recall-cell.ts';
import { startMachine } from './start-machine.ts';
import type { Machine } from './start-machine.ts';

/** How a project is watched. */
export interface WatchOptions extends ProjectOptions, Selection {
  /** Cells in work at once while the rest is built; default one less than the machine has, so that what somebody looks at is drawn at once. */
  readonly jobs?: number;
  /** Take over output files that `visuals` did not write. */
  readonly adopt?: boolean;
}

/**
 * Builds a project, and goes on doing so with every change until it is closed. It never buys by itself: what is not bought is drawn as a labelled
 * stand-in. A project that can't be loaded is a state, not an error: the last good pictures stay, and the next change is tried.
 */
export async function openSession(options: WatchOptions = {}): Promise<LiveSession> {
  const host = describeHost(options);
  const { codec } = await createAdapters();
  const board = createLiveBoard((await readGitIdentity(host)) ?? '');
  const paths = locateState(host.root);
  const shelf = openPictureShelf({ path: join(paths.folder, 'pictures.log'), store: openWorkspace(host, undefined).store, codec });
  const warnings: Diagnostic[] = [];
  const watcher = createWatcher({
    root: host.root,
    shipped: host.shipped,
    onChange: () => machine.signal('changed'),
    onPolling: (reason) => {
      warnings.push(pollingInstead({ reason }));
      board.setProblems([...board.state().problems, ...warnings.map(describeProblem)]);
    },
  });
  const jobs = options.jobs ?? Math.max(1, host.parallelism - 1);
  const builder = createLiveBuilder({ host, options: { ...options, jobs }, board, shelf, follow: (dependencies) => watcher.follow(dependencies), warnings });
  let focus: ReadonlySet<string> = new Set();
  const machine = startMachine({ board, builder, focus: () => focus });
  const requests = createRequests({ options, board, builder, machine });
  const edits = createTurns();
  const stopNoticing = noticeWakes(host.clock, () => machine.signal('changed'));

  return {
    state: () => board.state(),
    subscribe: (listener) => board.subscribe(listener),
    detail: (id) => readDetail(id, { host, board, builder, shelf }),
    picture: async (name) => (await shelf.find(name)) ?? readVaultPicture(openTreasury(host.root), name),
    drawWithout: async (cell, layers) => {
      const built = builder.built();
      return built && drawWithout(built, cell, layers);
    },
    focus: (cells) => {
      focus = new Set(cells);
    },
    review: (request) => machine.inTurn(() => requests.review(request)),
    pick: (request) => machine.inTurn(() => requests.pick(request)),
    // It only writes a file: nobody waits with the next words until the last ones are published.
    editCopy: (request) => edits.take(() => editCopy(host.root, builder.built(), request)),
    generate: (request) => machine.inTurn(() => requests.generate(request)),
    close: async () => {
      stopNoticing();
      await Promise.all([machine.close(), edits.rest()]);
      await watcher.close();
      board.setPhase('closed');
    },
  };
}

/** All that is known of a cell on the board. */
async function readDetail(
  id: string,
  { host, board, builder, shelf }: Pick<RequestParts, 'board' | 'builder'> & { host: Host; shelf: PictureShelf },
): Promise<LiveDetail | undefined> {
  const cell = board.cells().get(id);
  const built = builder.built();
  if (cell === undefined || built === undefined) return undefined;
  const made = await recallCell(built, id);
  const asset = openManifestAssets(host.root, built.project.config.output.dir)(cell.asset);
  return describeDetail(cell, { ...made, change: builder.changeOf(id), manifest: indexAsset(cell.asset, asset).get(id), book: builder.openBook(), shelf });
}

interface RequestParts {
  readonly options: ProjectOptions;
  readonly board: LiveBoard;
  readonly builder: LiveBuilder;
  readonly machine: Machine;
}

type Requests = Pick<LiveSession, 'review' | 'pick' | 'generate'>;

/** What people ask of a session; each is checked against what is there now, not against what their page showed. */
function createRequests({ options, board, builder, machine }: RequestParts): Requests {
  const review = async ({ cells, verdict, comment }: ReviewRequest): Promise<LiveAnswer> => {
    const seen = new Map(Object.entries(cells).map(([cell, raster]) => [cell, raster as Digest]));
    // What was saved a moment ago is published first: the word is held against the pictures that come of it.
    if (builder.hasMoved()) await builder.build(machine.closing);
    const report = await approvePictures({ ...options, pictures: [...seen.keys()], seen, verdict, comment });
    if (report.exit !== 0) return refuse(report.diagnostics);
    builder.refresh();
    return { ok: true, message: `${report.written} ${verdict}` };
  };

  const pick = async ({ asset, digest }: PickRequest): Promise<LiveAnswer> => {
    const report = await pickPicture({ ...options, asset, digest });
    if (report.picked === undefined) return refuse(report.diagnostics);
    machine.signal('changed');
    return { ok: true, message: `chose ${report.picked.slice(0, 12)}` };
  };

  const generate = async ({ arts, cap }: PurchaseRequest): Promise<LiveAnswer> => {
    const { purchases } = board.state();
    const assets = [...new Set(arts.map(assetOf))];
    const wanted = purchases.filter(({ art }) => assets.includes(assetOf(art)));
    if (arts.some((art) => wanted.every((each) => each.art !== art))) return conflict('what was to be bought is not wanted any more');
    const high = wanted.reduce((sum, each) => sum + each.high, 0);
    if (high > cap + 1e-9) return conflict(`it would cost up to $${high.toFixed(4)} now, which is more than was agreed to`);
    await builder.build(machine.closing, { spend: cap, only: assets });
    const problem = board.state().problems.find(({ severity }) => severity === 'error');
    // What was bought is a part of the project: the rest is looked at again.
    await builder.build(machine.closing);
    if (problem !== undefined) return { ok: false, reason: 'failed', message: problem.message, fix: problem.fix };
    return { ok: true, message: `bought for at most $${cap.toFixed(2)}` };
  };

  return { review, pick, generate };
}

function assetOf(art: string): string {
  return art.slice(0, art.indexOf('/'));
}

function conflict(message: string): LiveAnswer {
  return { ok: false, reason: 'conflict', message, fix: 'Look at it as it is now, and decide again.' };
}

function refuse([first, ...others]: readonly Diagnostic[]): LiveAnswer {
  if (first === undefined) return { ok: false, reason: 'refused', message: 'nothing was done', fix: '' };
  const message = others.length === 0 ? first.message : `${first.message}; ${others.length} more like it`;
  return first.code === 'REVIEW_STALE' ? conflict(message) : { ok: false, reason: 'refused', message, fix: first.fix };
}
