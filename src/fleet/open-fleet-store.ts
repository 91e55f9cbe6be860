import { fleetStoreMissing } from '../diagnostics/fleet.ts';
import type { ResolvedConfig } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { openSharing } from '../project/open-sharing.ts';
import type { Sharing } from '../project/open-sharing.ts';
import type { Workspace } from '../project/workspace.ts';

/** Milliseconds after which a store that failed is asked again: a worker outlives an outage. */
const rest = 10_000;

/** Opens the store through which the machines of a fleet hand pictures to each other. @throws VisualsError `FLEET_STORE_MISSING` */
export async function openFleetStore(
  workspace: Workspace,
  config: ResolvedConfig,
  { writes, tell }: { readonly writes: boolean; readonly tell: (diagnostic: Diagnostic) => void },
): Promise<Sharing> {
  const sharing = await openSharing({ workspace, config, tell, rest });
  if (sharing === undefined) throw new VisualsError(fleetStoreMissing({ what: 'a fleet needs a shared store, and none is configured' }));
  if (!writes || sharing.trust.writes !== undefined) return sharing;
  sharing.close();
  throw new VisualsError(fleetStoreMissing({ what: 'a worker needs to write to the shared store, and VISUALS_STORE_KEY is not set' }));
}
