import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { countTokens, priceUsage, type ImageUsage } from './count-tokens.ts';
import { drawPicture, type PictureOrder } from './draw-picture.ts';
import { findPhase, type Fault } from './faults.ts';
import type { PictureRecord, PostRecord, Writable } from './records.ts';
import type { ServerState } from './server-types.ts';
import { isWhole, spoilBase64, spoilOrder } from './spoil-picture.ts';
import type { PictureRequest } from './validate-request.ts';

/** Who asks for pictures. */
export interface Buyer {
  readonly state: ServerState;
  readonly requestId: string;
  readonly fault: Fault | undefined;
  readonly post?: Writable<PostRecord> | undefined;
  /** `custom_id` of a batch's line, which costs half. */
  readonly custom?: string;
}

/** A picture that goes out; no `base64` when a fault left it out. */
export interface MadePicture {
  readonly record: Writable<PictureRecord>;
  readonly base64: string | undefined;
  /** Base64 of its partial stages. */
  readonly partials: readonly string[];
}

/** Pictures bought together and what they are billed as. */
export interface Purchase {
  readonly pictures: readonly MadePicture[];
  readonly usage: ImageUsage;
}

/** Makes, records and bills the pictures of a request, after the server's latency; faults of the phase `picture` are in them. */
export async function makePictures(request: PictureRequest, buyer: Buyer): Promise<Purchase> {
  const { state, post, fault } = buyer;
  const count = fault?.kind === 'fewer-images' ? Math.max(0, fault.images ?? request.n - 1) : request.n;
  const counters = Array.from({ length: count }, () => ++state.counters.picturesMade);
  if (post !== undefined) post.made += count;
  const usage = countTokens({ ...request, pictures: count, partials: request.partials * count });
  state.counters.spentUsd += priceUsage(usage, buyer.custom !== undefined);
  const [pictures] = await Promise.all([Promise.all(counters.map((counter) => makePicture(request, buyer, counter))), waitFor(state, counters)]);
  return { pictures: fault?.kind === 'empty-data' ? [] : pictures, usage };
}

/** Records of the pictures that count as handed out when their answer has gone out. */
export function listDeliverable({ pictures }: Purchase, fault: Fault | undefined): readonly Writable<PictureRecord>[] {
  return isWhole(fault) ? pictures.map(({ record }) => record) : [];
}

async function makePicture(request: PictureRequest, buyer: Buyer, counter: number): Promise<MadePicture> {
  const order = createOrder(request, counter);
  const sent = spoilOrder(order, buyer.fault);
  const bytes = await drawPicture(sent);
  const record = createRecord(sent, buyer, bytes);
  buyer.state.pictures.push(record);
  const stages = Array.from({ length: request.partials }, (_, index) => drawPicture({ ...order, label: `PARTIAL ${index}` }));
  const partials = (await Promise.all(stages)).map((stage) => stage.toString('base64'));
  return { record, base64: spoilBase64(bytes, buyer.fault), partials };
}

function createOrder({ width, height, format, compression, transparent, prompt, references }: PictureRequest, counter: number): PictureOrder {
  const [base] = references;
  return { width, height, format, compression, transparent, prompt, counter, ...(base === undefined ? {} : { base: base.bytes }) };
}

function createRecord(order: PictureOrder, { requestId, custom, fault }: Buyer, bytes: Buffer): Writable<PictureRecord> {
  const { counter, width, height, format, prompt } = order;
  const digest = createHash('sha256').update(bytes).digest('hex');
  const spoilt = fault !== undefined && findPhase(fault) === 'picture' ? { spoilt: fault.kind } : {};
  return {
    counter,
    requestId,
    ...(custom === undefined ? {} : { custom }),
    digest,
    bytes: bytes.length,
    width,
    height,
    format,
    prompt,
    ...spoilt,
    deliveries: 0,
  };
}

/** As long as the slowest of the pictures takes. */
async function waitFor({ options: { latency } }: ServerState, counters: readonly number[]): Promise<void> {
  const longest = Math.max(0, ...counters.map((counter) => (typeof latency === 'number' ? latency : latency(counter))));
  if (longest > 0) await sleep(longest);
}
