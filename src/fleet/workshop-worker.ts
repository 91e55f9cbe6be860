import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { VisualsError } from '../model/diagnostic.ts';
import { openWorkshop } from './open-workshop.ts';
import type { Workshop, WorkshopKeeper, WorkshopPlace } from './open-workshop.ts';
import type { Acknowledgement, JobWord, ThreadOrder, ThreadWord } from './workshop-exchange.ts';

const stop = new AbortController();
const say = (word: ThreadWord): void => parentPort?.postMessage(word);
const keeper: WorkshopKeeper = { tell: (diagnostic) => say({ diagnostic }), quit: () => say('quit'), signal: stop.signal };

try {
  const workshop = await openWorkshop(workerData as WorkshopPlace, keeper);
  parentPort?.on('message', (order: ThreadOrder) => void follow(order, workshop));
  say({ offer: workshop.offer });
} catch (error) {
  if (!(error instanceof VisualsError)) throw error;
  say({ refused: error.diagnostics });
}

async function follow(order: ThreadOrder, workshop: Workshop): Promise<void> {
  if (order === 'stop') stop.abort();
  else if (order === 'close') await workshop.close().then(() => parentPort?.close());
  else await work(order, workshop);
}

async function work({ payload, line }: Exclude<ThreadOrder, string>, { handle }: Workshop): Promise<void> {
  const answer = (word: JobWord): void => line.postMessage(word);
  const note = async (fields: typeof payload): Promise<void> => {
    answer({ note: fields });
    const [{ failure }] = (await once(line, 'message')) as [Acknowledgement];
    if (failure !== undefined) throw new Error(failure);
  };
  try {
    answer({ answer: await handle({ payload, note }) });
  } catch (error) {
    answer({ failure: error instanceof Error ? error.message : String(error) });
  }
}
