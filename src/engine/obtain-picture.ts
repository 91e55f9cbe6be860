import type { Payload } from '../actions/action.ts';
import type { Digest } from '../model/digest.ts';
import type { ActionResult, KeyRecord, TaskOutcome } from '../model/outcome.ts';
import type { GenerateTask } from '../model/plan.ts';
import type { GenerateRequest } from '../model/purchase.ts';
import type { RequestFiles } from '../spec/generator.ts';
import type { Run } from './create-run.ts';
import { providePayload } from './provide-payload.ts';

/** A paid task whose inputs have ended well. */
interface KeyedTask {
  readonly task: GenerateTask;
  readonly key: Digest;
  readonly record: KeyRecord;
  /** Input → digest of its bytes. */
  readonly digests: ReadonlyMap<string, Digest>;
}

/** Brings a paid task to its picture: from the lock, from the provider, or as a stand-in. @throws VisualsError see `PaidArt.obtain` */
export async function obtainPicture({ task, key, record, digests }: KeyedTask, run: Run): Promise<TaskOutcome> {
  const request = completeRequest(task, digests);
  const obtained = await run.paid.obtain({ task, key, record, request, files: () => readReferences(task, run) });
  if (obtained.status === 'draft') return { status: 'made', key, record, result: await drawDraft(task, run) };
  if (obtained.status === 'bought') run.ran.generate += 1;
  const { digest } = obtained.entry;
  return { status: obtained.status === 'bought' ? 'made' : 'cached', key, record, result: { digest, stored: true, bytes: 0, facts: {} } };
}

/** The request as it is sent: references named by the digests of their bytes. */
function completeRequest({ request, references, mask }: GenerateTask, digests: ReadonlyMap<string, Digest>): GenerateRequest {
  const named = references.map(({ name, task }) => ({ name, digest: digests.get(task)! }));
  return { ...request, references: named, ...(mask === undefined ? {} : { mask: { name: 'mask', digest: digests.get(mask)! } }) };
}

async function readReferences({ references, mask }: GenerateTask, run: Run): Promise<RequestFiles> {
  const read = async (id: string): Promise<Uint8Array> => packPicture(bytesOf(await providePayload(id, run)), run);
  const pictures = await Promise.all(references.map(({ task }) => read(task)));
  return mask === undefined ? { references: pictures } : { references: pictures, mask: await read(mask) };
}

/** What is kept here is made to decode fast and is not compressed: on its way it would take long, and a mask would weigh more than providers take. The pixels stay. */
async function packPicture(bytes: Uint8Array, { tools: { codec } }: Run): Promise<Uint8Array> {
  return codec.encode(await codec.decode(bytes), 'png', { quality: 100, effort: 0 });
}

function bytesOf(payload: Payload): Uint8Array {
  if (payload.type !== 'bytes') throw new Error('a reference is an encoded picture');
  return payload.bytes;
}

/** A stand-in is free: it lies in the cache, and never in lock or vault. */
async function drawDraft({ request }: GenerateTask, { tools, store, lend }: Run): Promise<ActionResult> {
  const bytes = await lend(() => tools.drawDraft(request));
  if (bytes === undefined) throw new Stopped();
  return { digest: await store.write(bytes), stored: true, bytes: bytes.byteLength, facts: { draft: true } };
}

/** The run was stopped before a piece of work was begun. */
export class Stopped extends Error {}
