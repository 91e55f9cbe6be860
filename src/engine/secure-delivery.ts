import { apiBadImage, apiPartial } from '../diagnostics/generate.ts';
import type { Intent, Journal } from '../lock/journal.ts';
import type { LockBook } from '../lock/lock-book.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Raster } from '../model/geometry.ts';
import type { GenerateRequest, PictureEntry, Usage } from '../model/purchase.ts';
import type { BlobStore } from '../spec/blob-store.ts';
import type { Generator } from '../spec/generator.ts';
import type { ImageCodec } from '../spec/image-codec.ts';

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
 * A reply that holds no picture that was asked for is kept aside and counts as spent.
 * @throws VisualsError `API_BAD_PAYLOAD`, `API_BAD_IMAGE`, `API_MODERATED` when there is nothing to keep
 */
export async function secureDelivery({ intent, requestId, body, outcome }: Received, safe: Safe): Promise<Secured> {
  const { journal, book, generator } = safe;
  let cost = intent.reserved;
  try {
    const reply = generator.parse(body);
    cost = computeCost(intent, reply.usage, generator);
    const { good, diagnostics } = await takeGoodPictures(reply.pictures, intent, safe);
    if (good.length === 0) throw new VisualsError(diagnostics);
    const entries = good.map((picture) =>
      createEntry(picture, { intent, requestId, usage: reply.usage, cost: cost / good.length, prices: generator.tableVersion }),
    );
    book.add(entries);
    journal.settle(intent, { outcome, cost, requestId, note: '' });
    return { entries, cost, diagnostics };
  } catch (error) {
    if (!(error instanceof VisualsError) || error.diagnostics.some((each) => !each.code.startsWith('API_'))) throw error;
    journal.settle(intent, { outcome: 'rejected', cost, requestId, note: error.message });
    throw new RejectedDelivery(error.diagnostics, cost);
  }
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
  return (usage && generator.computeCost(intent.request.model, usage)) ?? intent.reserved;
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
}

function createEntry({ digest, raster }: GoodPicture, { intent, requestId, usage, cost, prices }: EntryFacts): PictureEntry {
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
  };
}
