import { executeUpgrade } from './project/execute-upgrade.ts';
import type { UpgradeOptions, UpgradeReport } from './project/execute-upgrade.ts';

/**
 * Draws everything with the parts that are installed now, compares it with what is published, and carries approvals over where the pixels are the same within the tolerance. What
 * differs is shown on a page, before and after. Nothing is published: the next build does that, from what was drawn here.
 */
export async function upgradeProject(options: UpgradeOptions = {}): Promise<UpgradeReport> {
  return executeUpgrade(options, (prepared) => prepared);
}
