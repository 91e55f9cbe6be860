import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerHtml } from './answer-status-fault.ts';
import type { Fault } from './faults.ts';
import type { Answer, RouteContext } from './server-types.ts';

/** Sends an answer, or does to it what its fault of the phases `body` and `delivery` says; notes when the last byte is out. */
export function deliverAnswer(answer: Answer, context: RouteContext, response: ServerResponse): void {
  const sent = replaceBody(answer, context.fault);
  response.once('finish', () => noteDelivery(sent, context));
  const job = { answer: sent, context, response, socket: context.fault === undefined ? undefined : response.socket };
  // The client may leave at any time; what is left to write is then of no interest.
  response.on('error', () => undefined);
  deliver(job).catch(() => undefined);
}

interface Job {
  readonly answer: Answer;
  readonly context: RouteContext;
  readonly response: ServerResponse;
  readonly socket: Socket | null | undefined;
}

function replaceBody(answer: Answer, fault: Fault | undefined): Answer {
  switch (fault?.kind) {
    case 'html-200':
      return answerHtml(200, 'Welcome');
    case 'json-string-200':
      return { status: 200, headers: { 'content-type': 'application/json' }, chunks: [Buffer.from('"upstream connect error"')] };
    case 'empty-body':
      return { status: 200, headers: { 'content-type': 'application/json' }, chunks: [] };
    case 'cut-json':
      return { ...answer, chunks: [cutBody(answer, fault.at)], pictures: [] };
    default:
      return answer;
  }
}

async function deliver(job: Job): Promise<void> {
  const { socket } = job;
  const { fault } = job.context;
  switch (fault?.kind) {
    case 'hang':
      return;
    case 'reset-after-request':
      return void socket?.resetAndDestroy();
    case 'close-after-request':
      return void socket?.destroy();
    case 'hang-in-headers':
      return void socket?.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Request');
    case 'hang-in-body':
      return writePart(job);
    case 'reset-in-body':
      return writePart(job, () => socket?.resetAndDestroy());
    case 'close-in-body':
      return writePart(job, () => socket?.destroy());
    case 'slow-drip':
      return drip(job, fault.bytesPerSecond);
    case 'huge-body':
      return flood(job, fault.bytes);
    case 'delay':
      await sleep(fault.milliseconds ?? 200);
      return writeAll(job);
    default:
      return writeAll(job);
  }
}

async function writeAll({ answer, context, response }: Job): Promise<void> {
  writeHead({ answer, context, response }, answer.streamed === true ? undefined : measure(answer));
  for (const chunk of answer.chunks) {
    await write(response, chunk);
    // Events come one after the other, as from a model at work.
    if (answer.streamed === true) await sleep(5);
  }
  response.end();
}

/** A share of the body under a head that promises all of it; a moment for it to arrive, then the end. */
async function writePart(job: Job, end?: () => void): Promise<void> {
  writeHead(job, job.answer.streamed === true ? undefined : measure(job.answer));
  await write(job.response, cutBody(job.answer, job.context.fault?.at));
  if (end === undefined) return;
  await sleep(40);
  end();
}

async function drip(job: Job, bytesPerSecond = 20_000): Promise<void> {
  const body = Buffer.concat(job.answer.chunks);
  const step = Math.max(1, Math.round(bytesPerSecond / 20));
  writeHead(job, body.length);
  for (let at = 0; at < body.length && !job.response.destroyed; at += step) {
    await write(job.response, body.subarray(at, at + step));
    await sleep(50);
  }
  job.response.end();
}

/** JSON that is whole and valid, and far too long; written no faster than the client reads. */
async function flood(job: Job, bytes = 200_000_000): Promise<void> {
  writeHead(job, undefined);
  await write(job.response, Buffer.from('{"created":1,"data":[{"b64_json":"'));
  const block = Buffer.alloc(1_000_000, 'A');
  for (let sent = 0; sent < bytes && !job.response.destroyed; sent += block.length) await write(job.response, block.subarray(0, bytes - sent));
  await write(job.response, Buffer.from('"}]}'));
  job.response.end();
}

function writeHead({ answer, context, response }: Pick<Job, 'answer' | 'context' | 'response'>, length: number | undefined): void {
  if (context.post !== undefined) context.post.status = answer.status;
  response.writeHead(answer.status, {
    ...(answer.gateway !== true ? { 'x-request-id': context.requestId, 'openai-version': '2020-10-01' } : {}),
    ...(length === undefined ? {} : { 'content-length': String(length) }),
    ...(context.state.options.keepAlive ? {} : { connection: 'close' }),
    ...answer.headers,
  });
}

/** Resolves once the bytes have left; rejects when there is nobody to take them. */
function write(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(new Error('The client has gone.'));
    response.once('close', leave);
    response.write(bytes, (error) => {
      response.off('close', leave);
      if (error) reject(error);
      else resolve();
    });
  });
}

function noteDelivery({ pictures = [] }: Answer, { post, state, fault }: RouteContext): void {
  if (post !== undefined) post.delivered = fault?.kind !== 'cut-json';
  for (const picture of pictures) {
    if (picture.deliveries === 0) state.counters.picturesDelivered++;
    picture.deliveries++;
  }
}

function cutBody({ chunks }: Answer, at = 0.5): Buffer {
  const body = Buffer.concat(chunks);
  return body.subarray(0, Math.floor(body.length * at));
}

function measure({ chunks }: Answer): number {
  return chunks.reduce((sum, chunk) => sum + chunk.length, 0);
}
