import { computeDigest } from '../keys/canonical.ts';
import type { GenerateTask } from '../model/plan.ts';

/** Who is asked for pictures: an account's model. */
export type Account = Pick<GenerateTask['request'], 'generator' | 'model'>;

/** The queue of local work. Its name says for whom it is: a worker of other sources never hears of it. */
export function nameDrawing(fingerprint: string): string {
  return `visuals-${fingerprint}`;
}

/** The queue of one account's model: its rate is counted there, for all workers together. */
export function nameBuying(fingerprint: string, account: Account): string {
  return `visuals-${fingerprint}-${computeDigest(nameAccount(account)).slice(0, 8)}`;
}

/** Equal for equal accounts. */
export function nameAccount({ generator, model }: Account): string {
  return `${generator} ${model}`;
}
