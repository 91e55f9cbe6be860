import type { LedgerEntry } from '../lock/attempt.ts';
import type { Approval } from '../model/approval.ts';
import { compareCodeUnits } from '../keys/canonical.ts';

/** What is on record of an asset's way: its paid requests on this machine and people's words in the lock. Days, `2026-11-22`, in UTC. */
export interface AssetTime {
  readonly asset: string;
  readonly requests: number;
  /** Absent when nothing was asked for. */
  readonly firstRequest?: string;
  readonly lastRequest?: string;
  readonly lastApproval?: string;
  /** Whole days from the first request to the last approval, when there are both. */
  readonly days?: number;
}

const millisecondsPerDay = 86_400_000;

/** One line for each asset of which there is a record, in code-unit order. Builds keep no times, so of all others nothing can be told. */
export function measureAssetTimes(entries: readonly LedgerEntry[], approvals: readonly Approval[]): readonly AssetTime[] {
  const names = [...entries.map(({ art }) => assetOf(art)), ...approvals.map(({ cell }) => assetOf(cell))].filter((name) => name !== '');
  return [...new Set(names)].toSorted(compareCodeUnits).map((asset) =>
    measureAsset(
      asset,
      entries.filter(({ art }) => assetOf(art) === asset).map(({ at }) => at.slice(0, 10)),
      approvals.filter(({ cell, verdict }) => assetOf(cell) === asset && verdict === 'approved').map(({ date }) => date),
    ),
  );
}

/** Both `asset/slot` and ids of cells begin with it. */
function assetOf(name: string): string {
  return name.includes('/') ? name.slice(0, name.indexOf('/')) : '';
}

function measureAsset(asset: string, requests: readonly string[], approvals: readonly string[]): AssetTime {
  const days = requests.toSorted(compareCodeUnits);
  const [first, last, approval] = [days[0], days.at(-1), approvals.toSorted(compareCodeUnits).at(-1)];
  const length = first !== undefined && approval !== undefined ? Math.round((Date.parse(approval) - Date.parse(first)) / millisecondsPerDay) : undefined;
  return {
    asset,
    requests: requests.length,
    ...(first !== undefined && { firstRequest: first }),
    ...(last !== undefined && { lastRequest: last }),
    ...(approval !== undefined && { lastApproval: approval }),
    ...(length !== undefined && length >= 0 && { days: length }),
  };
}
