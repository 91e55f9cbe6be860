import { expandMatrix } from '../matrix/expand-matrix.ts';
import { selectCells } from '../matrix/select-cells.ts';
import type { Digest } from '../model/digest.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { AssetMatrix } from '../model/matrix.ts';
import type { GenerateTask } from '../model/plan.ts';
import type { Host } from './host.ts';
import { deriveShadow } from './derive-shadow.ts';
import type { ChooseModel, DerivedShadow } from './derive-shadow.ts';
import { loadProject } from './load-project.ts';
import { openTreasury, vaultName } from './open-paid-art.ts';
import { findRequests } from './purchase-requests.ts';
import type { Purchaser, PurchaseOptions } from './purchase-requests.ts';
import { openWorkspace } from './workspace.ts';

/** A picture of one side, as far as it is there. */
export interface ShadowPicture {
  readonly model: string;
  readonly width: number;
  readonly height: number;
  /** The chosen picture; absent when nothing was bought. */
  readonly digest?: Digest;
  /** Relative to the root. */
  readonly path?: string;
}

/** One request side by side: as builds use it, and as the other model answered it. */
export interface ShadowView {
  /** `asset/slot`. */
  readonly art: string;
  readonly current: ShadowPicture;
  readonly shadow: ShadowPicture;
}

/** A project that is opened for a command on shadows. */
export interface ShadowSession extends Purchaser {
  readonly matrix: AssetMatrix;
  readonly diagnostics: readonly Diagnostic[];
}

/** Loads a project for a command on shadows. @throws VisualsError what loading throws */
export async function openShadowSession(host: Host, options: PurchaseOptions): Promise<ShadowSession> {
  const workspace = openWorkspace(host, undefined);
  const project = await loadProject(workspace);
  const treasury = openTreasury(host.root);
  return { workspace, project, treasury, options, matrix: expandMatrix(project.config.assets), diagnostics: project.diagnostics };
}

/** The shadow of some assets. @throws VisualsError `SELECTION_EMPTY` */
export function deriveShadowOf({ matrix, project }: ShadowSession, only: readonly string[] | undefined, choose: ChooseModel): DerivedShadow {
  return deriveShadow(selectCells(matrix, only === undefined ? {} : { only }), project.inputs, choose);
}

/** Both pictures of every request of a shadow; buys nothing. */
export async function viewShadow(session: ShadowSession, { current, plan, pairs }: DerivedShadow): Promise<readonly ShadowView[]> {
  const [now, then] = [
    await findRequests(session, { plan: current, ids: new Set(pairs.map(({ before }) => before.id)) }),
    await findRequests(session, { plan, ids: new Set(pairs.map(({ after }) => after.id)) }),
  ];
  return pairs.map(({ art, before, after }) => ({
    art,
    current: describePicture(before, now.keys.get(before.id), session),
    shadow: describePicture(after, then.keys.get(after.id), session),
  }));
}

function describePicture({ request }: GenerateTask, key: Digest | undefined, { treasury }: ShadowSession): ShadowPicture {
  const { model, width, height } = request;
  const digest = key === undefined ? undefined : treasury.book.findChosen(key)?.digest;
  return { model, width, height, ...(digest !== undefined && { digest, path: `${vaultName}/${digest.slice(0, 2)}/${digest}` }) };
}
