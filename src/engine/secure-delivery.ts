import { apiBadImage, apiPartial } from '../diagnostics/generate.ts';
import { pictureFake } from '../diagnostics/lock.ts';
import type { Intent, Journal } from '../lock/journal.ts';
import type { LockBook } from '../lock/lock-book.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Raster } from '../model/geometry.ts';
import type { GenerateRequest, PictureEntry, Usage } from '../model/purchase.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import type { Generator } from '../spec/generator.ts';
import type { ImageCodec } from '../spec/image-codec.ts';
import { toStorageError } from '../store/write-file.ts';
import { tellKept, tellRescued } from './tell-kept.ts';

/** Where bought pictures go. */
export interface Safe {
  readonly generator: Generator;
  readonly journal: Journal;
  readonly book: LockBook;
  readonly vault: BlobStore;
  readonly codec: ImageCodec;
}

/** A whole reply that is to be made safe. */
export interface Received {
  readonly intent: Intent;
  readonly requestId: string;
  readonly body: Uint8Array;
  /** `recovered`: the process that asked for it is gone. */
  readonly outcome: 'bought' | 'recovered';
}

/** What a reply came to. */
export interface Secured {
  readonly entries: readonly PictureEntry[];
  /** US dollars. */
  readonly cost: number;
  /** What was wrong with pictures that could not be taken; those that could are safe all the same. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Makes a reply's pictures safe: understand, decode whole, vault, lock, ledger; in this order, so that a process that dies in between finds the raw reply and does it again.
 * A reply that holds no picture that was asked for is kept aside and counts as spent; so is one that holds some that are of no use, beside those that are. Where the disk
 * fails, the raw reply goes to a rescue folder, for a later build.
 * @throws RejectedDelivery `API_BAD_PAYLOAD`, `API_BAD_IMAGE`, `API_MODERATED` when there is no picture to keep
 * @throws VisualsError `DISK_FULL`, `STORAGE_IO`, `LOCK_CONFLICT`, `LOCK_INVALID`
 */
export async function secureDelivery(received: Received, safe: Safe): Promise<Secured> {
  const stored = await storeDelivery(received, safe);
  recordDeliveries([stored], safe);
  return settleDelivery(stored, safe);
}

/** A reply whose pictures are in the vault, and whose lines are not in the lock yet. */
export interface Stored {
  readonly received: Received;
  readonly entries: readonly PictureEntry[];
  /** US dollars. */
  readonly cost: number;
  readonly requestId: string;
  readonly fake: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** The first step of {@link secureDelivery}: the pictures go into the vault. Lock and journal stand as before. @throws the same */
export async function storeDelivery(received: Received, safe: Safe): Promise<Stored> {
  const { intent, requestId, body } = received;
  const { journal, generator } = safe;
  let cost = intent.reserved;
  let known = requestId;
  try {
    const { pictures, usage, fake = false, ...reply } = generator.parse(body);
    cost = fake ? 0 : computeCost(intent, usage, generator);
    known = requestId === '' ? (reply.requestId ?? '') : requestId;
    const { good, diagnostics } = await takeGoodPictures(pictures, intent, safe);
    if (good.length === 0) throw new VisualsError(diagnostics);
    const facts = { intent, requestId: known, usage, cost: cost / good.length, prices: generator.tableVersion, fake };
    return { received, entries: good.map((picture) => createEntry(picture, facts)), cost, requestId: known, fake, diagnostics };
  } catch (error) {
    const { diagnostics, message } = readFailure(error);
    if (diagnostics.some((each) => !each.code.startsWith('API_'))) throw rescue([received], diagnostics, { safe, cause: error });
    const kept = journal.settle(intent, { outcome: 'rejected', cost, requestId: known, note: message });
    throw new RejectedDelivery(tellKept(diagnostics, kept), cost);
  }
}

/**
 * The second step: the lines of many replies go into the lock, which is written once for all of them. Their papers stand until each is settled: a process that dies in between finds them, and lines that are
 * there already stay as they are.
 * @throws VisualsError `DISK_FULL`, `STORAGE_IO`, `LOCK_CONFLICT`, `LOCK_INVALID`
 */
export function recordDeliveries(stored: readonly Stored[], safe: Safe): void {
  if (stored.length === 0) return;
  try {
    safe.book.add(stored.flatMap(({ entries }) => entries));
  } catch (error) {
    const received = stored.map((each) => each.received);
    throw rescue(received, readFailure(error).diagnostics, { safe, cause: error });
  }
}

/** The last step: the ledger has its line, and the reply's papers go. @throws VisualsError `DISK_FULL`, `STORAGE_IO` */
export function settleDelivery({ received, entries, cost, requestId, fake, diagnostics }: Stored, safe: Safe): Secured {
  const { intent, outcome } = received;
  try {
    // Bytes that were paid for and are in no picture of the vault are kept as they came.
    const kept = safe.journal.settle(intent, { outcome, cost, requestId, note: '' }, entries.length < intent.count);
    return { entries, cost, diagnostics: [...tellKept(diagnostics, kept), ...(fake ? [pictureFake({ art: intent.art })] : [])] };
  } catch (error) {
    throw rescue([received], readFailure(error).diagnostics, { safe, cause: error });
  }
}

/** What the tool or the operating system says of a failure; any other is a mistake of ours, and goes on. */
function readFailure(error: unknown): { readonly diagnostics: readonly Diagnostic[]; readonly message: string } {
  if (!(error instanceof VisualsError) && !isFromDisk(error)) throw error;
  return toStorageError(error, 'visuals.vault');
}

/** Keeps raw replies where the disk still takes them, and says where: of several the first, or one that no place took. */
function rescue(
  received: readonly Received[],
  diagnostics: readonly Diagnostic[],
  { safe, cause }: { readonly safe: Safe; readonly cause: unknown },
): VisualsError {
  const kept = received.map(({ intent, body }) => ({ attempt: intent.attempt, file: safe.journal.rescue(intent, body) }));
  const { file, attempt } = kept.find((each) => each.file === undefined) ?? kept[0]!;
  const told = tellRescued(diagnostics, file, attempt);
  const others = received.length === 1 ? '' : `, and ${received.length - 1} more beside it`;
  return new VisualsError(
    told.map((each) => ({ ...each, message: `${each.message}${others}` })),
    { cause },
  );
}

/** Whether the operating system said that a file could not be read or written. */
function isFromDisk(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}

/** A reply was billed and holds nothing that can be used. */
export class RejectedDelivery extends VisualsError {
  readonly cost: number;

  constructor(diagnostics: readonly Diagnostic[], cost: number) {
    super(diagnostics);
    this.cost = cost;
  }
}

function computeCost(intent: Intent, usage: Usage | null, generator: Generator): number {
  return (usage && generator.computeCost(intent.request.model, usage, { batch: intent.batch !== undefined })) ?? intent.reserved;
}

interface GoodPicture {
  readonly digest: PictureEntry['digest'];
  readonly raster: Raster;
}

async function takeGoodPictures(
  pictures: readonly Uint8Array[],
  intent: Intent,
  { vault, codec }: Safe,
): Promise<{ readonly good: readonly GoodPicture[]; readonly diagnostics: readonly Diagnostic[] }> {
  const good: GoodPicture[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const bytes of pictures) {
    const checked = await checkPicture(bytes, intent.request, codec);
    if ('found' in checked) diagnostics.push(apiBadImage({ found: checked.found, asked: formatAsked(intent.request) }));
    else good.push({ digest: await vault.write(bytes), raster: checked });
  }
  if (good.length > 0 && good.length < intent.count) diagnostics.push(apiPartial({ came: good.length, asked: intent.count }));
  return { good, diagnostics };
}

/** Decodes the whole picture: a header alone says nothing of what is missing at its end. */
async function checkPicture(bytes: Uint8Array, request: GenerateRequest, codec: ImageCodec): Promise<Raster | { readonly found: string }> {
  try {
    const header = await codec.inspect(bytes, `reply.${request.format === 'jpeg' ? 'jpg' : request.format}`);
    const raster = await codec.decode(bytes);
    if (header.format !== request.format) return { found: `a ${header.format}` };
    if (raster.width !== request.width || raster.height !== request.height) return { found: `a picture of ${raster.width}×${raster.height}` };
    return request.background === 'transparent' && !header.hasAlpha ? { found: 'a picture without transparency' } : raster;
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { found: error.diagnostics[0]?.message ?? 'no picture' };
  }
}

function formatAsked({ width, height, format, background }: GenerateRequest): string {
  return `a ${background === 'transparent' ? 'transparent ' : ''}${format} of ${width}×${height}`;
}

interface EntryFacts {
  readonly intent: Intent;
  readonly requestId: string;
  readonly usage: Usage | null;
  readonly cost: number;
  readonly prices: string;
  readonly fake: boolean;
}

function createEntry({ digest, raster }: GoodPicture, { intent, requestId, usage, cost, prices, fake }: EntryFacts): PictureEntry {
  const { key, request, record, at } = intent;
  const { generator, model, format } = request;
  return {
    key,
    digest,
    format,
    width: raster.width,
    height: raster.height,
    generator,
    model,
    request: requestId,
    usage,
    cost,
    prices,
    date: at.slice(0, 10),
    record,
    ...(fake && { fake }),
  };
}
