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
export async function secureDelivery({ intent, requestId, body, outcome }: Received, safe: Safe): Promise<Secured> {
  const { journal, book, generator } = safe;
  let cost = intent.reserved;
  let known = requestId;
  try {
    const reply = generator.parse(body);
    cost = reply.fake ? 0 : computeCost(intent, reply.usage, generator);
    known = requestId === '' ? (reply.requestId ?? '') : requestId;
    const { good, diagnostics } = await takeGoodPictures(reply.pictures, intent, safe);
    if (good.length === 0) throw new VisualsError(diagnostics);
    const entries = good.map((picture) =>
      createEntry(picture, {
        intent,
        requestId: known,
        usage: reply.usage,
        cost: cost / good.length,
        prices: generator.tableVersion,
        fake: reply.fake ?? false,
      }),
    );
    book.add(entries);
    // Bytes that were paid for and are in no picture of the vault are kept as they came.
    const kept = journal.settle(intent, { outcome, cost, requestId: known, note: '' }, good.length < intent.count);
    return { entries, cost, diagnostics: [...tellKept(diagnostics, kept), ...(reply.fake ? [pictureFake({ art: intent.art })] : [])] };
  } catch (error) {
    if (!(error instanceof VisualsError) && !isFromDisk(error)) throw error;
    const { diagnostics, message } = toStorageError(error, 'visuals.vault');
    if (diagnostics.some((each) => !each.code.startsWith('API_')))
      throw new VisualsError(tellRescued(diagnostics, journal.rescue(intent, body), intent.attempt), { cause: error });
    const kept = journal.settle(intent, { outcome: 'rejected', cost, requestId: known, note: message });
    throw new RejectedDelivery(tellKept(diagnostics, kept), cost);
  }
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
