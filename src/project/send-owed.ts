import { locateBlob } from '../sharing/fetch-blob.ts';
import { listBought } from './list-bought.ts';
import { openTreasury } from './open-paid-art.ts';
import type { PreparedPlan } from './prepare-plan.ts';
import { sendResults } from './send-results.ts';
import type { SendingTools, SentResults } from './send-results.ts';
import type { Workspace } from './workspace.ts';

/** Sends what an earlier build may not have sent: results that the project is made of, and bought pictures that lie here, unless the store has them. */
export async function sendOwed(
  prepared: PreparedPlan,
  workspace: Pick<Workspace, 'host' | 'index' | 'store'>,
  tools: SendingTools,
): Promise<Omit<SentResults, 'keys'>> {
  offerPictures(workspace, tools);
  // They go with the first results, and are counted with them.
  return sendResults(prepared, workspace, tools);
}

function offerPictures({ host }: Pick<Workspace, 'host'>, { remote, uploads }: SendingTools): void {
  const { book, vault } = openTreasury(host.root);
  for (const digest of listBought(book)) {
    uploads.add(async (signal) => {
      const path = locateBlob(digest);
      if (await remote.has(path, { signal })) return;
      const bytes = await vault.read(digest);
      if (bytes !== undefined) await remote.put(path, bytes, { signal });
    });
  }
}
