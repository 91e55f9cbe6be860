import { VisualsError } from '../model/diagnostic.ts';

/** Waits for all, and throws the problems of all together. */
export async function gatherAll<const Promises extends readonly Promise<unknown>[]>(
  promises: Promises,
): Promise<{ -readonly [Each in keyof Promises]: Awaited<Promises[Each]> }> {
  const settled = await Promise.allSettled(promises);
  const failures = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []));
  const bug = failures.find((failure) => !(failure instanceof VisualsError));
  if (bug !== undefined) throw bug;
  if (failures.length > 0) throw new VisualsError(failures.flatMap((failure) => (failure as VisualsError).diagnostics));
  return Promise.all(promises) as Promise<{ -readonly [Each in keyof Promises]: Awaited<Promises[Each]> }>;
}
