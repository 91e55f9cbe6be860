import { queueInvalid } from '../diagnostics/fleet.ts';
import { VisualsError } from '../model/diagnostic.ts';

/** @throws VisualsError `QUEUE_INVALID` */
export function checkQueueUrl(url: string): void {
  if (!URL.canParse(url)) throw new VisualsError(queueInvalid({ problem: 'is no URL' }));
  if (!/^(?:rediss?|postgres(?:ql)?):$/.test(new URL(url).protocol)) throw new VisualsError(queueInvalid({ problem: 'is of another sort of server' }));
}
