import { findWorstExit } from './diagnostics/worst-exit.ts';
import type { Diagnostic } from './model/diagnostic.ts';
import { VisualsError } from './model/diagnostic.ts';
import type { PlannedPurchase, ProjectOptions, PurchaseSummary } from './model/report.ts';
import { planBuild } from './plan-build.ts';
import { holdBuildLock } from './project/hold-build-lock.ts';
import { describeHost } from './project/host.ts';
import { summarisePurchases } from './project/list-purchases.ts';
import { loadAssetArt } from './project/load-asset-art.ts';
import type { LoadedAssetArt } from './project/load-asset-art.ts';
import { openWorkspace } from './project/workspace.ts';

/** Which bought art is to be asked for again. */
export interface RegenerateOptions extends ProjectOptions {
  readonly asset: string;
  /** Only this slot. */
  readonly slot?: string;
}

/** What the next build will ask for again, and what that costs. */
export interface RegenerateReport {
  readonly exit: number;
  readonly asset: string;
  /** `asset/slot` and how often it was asked for again by now. */
  readonly raised: readonly { readonly art: string; readonly take: number }[];
  /** Art that was not bought yet: there is nothing to ask for again. */
  readonly unbought: readonly string[];
  /** What the next build will buy because of this, art that is made from the new pictures among it. */
  readonly purchases: readonly PlannedPurchase[];
  readonly cost: PurchaseSummary;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Marks an asset's bought art to be asked for again. Nothing is bought now: the next build does, with consent as always. The old pictures stay in lock and vault.
 */
export async function regenerateAsset(options: RegenerateOptions): Promise<RegenerateReport> {
  const host = describeHost(options);
  try {
    return await holdBuildLock(host, options, async () => {
      const loaded = await loadAssetArt(openWorkspace(host, undefined), options.asset, options.slot);
      const before = await planBuild(options);
      const { bought, unbought } = sortArt(loaded);
      const raised = bought.map((art) => ({ art, take: loaded.treasury.book.raiseTake(art) }));
      return describeRegeneration(options.asset, { raised, unbought, before: before.purchases, after: await planBuild(options) });
    });
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return {
      exit: findWorstExit(error.diagnostics),
      asset: options.asset,
      raised: [],
      unbought: [],
      purchases: [],
      cost: summarisePurchases([]),
      diagnostics: error.diagnostics,
    };
  }
}

/** A slot counts as bought when any of its requests has a picture. */
function sortArt({ arts, treasury }: LoadedAssetArt): { readonly bought: readonly string[]; readonly unbought: readonly string[] } {
  const isBought = (art: string): boolean => arts.some(({ task, key }) => task.art === art && key !== undefined && treasury.book.pictures(key).length > 0);
  const names = [...new Set(arts.map(({ task }) => task.art))];
  return { bought: names.filter(isBought), unbought: names.filter((art) => !isBought(art)) };
}

interface Regeneration extends Pick<RegenerateReport, 'raised' | 'unbought'> {
  readonly before: readonly PlannedPurchase[];
  readonly after: Awaited<ReturnType<typeof planBuild>>;
}

function describeRegeneration(asset: string, { raised, unbought, before, after }: Regeneration): RegenerateReport {
  const known = new Set(before.map(identify));
  const purchases = after.purchases.filter((each) => !known.has(identify(each)));
  return { exit: after.exit, asset, raised, unbought, purchases, cost: summarisePurchases(purchases), diagnostics: after.diagnostics };
}

/** A take changes the task's name and that of everything made from it. */
function identify(purchase: PlannedPurchase): string {
  return purchase.task;
}
