import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { createOpenAiGenerator } from '../../src/adapters/generate/openai/create-openai-generator.ts';
import type { OpenAiOptions } from '../../src/adapters/generate/openai/create-openai-generator.ts';
import { createSharpCodec } from '../../src/adapters/image/sharp/create-sharp-codec.ts';
import { indexByKey } from '../../src/engine/collect-batches.ts';
import { createBudget } from '../../src/engine/create-budget.ts';
import type { Budget } from '../../src/engine/create-budget.ts';
import { createLimiter } from '../../src/engine/create-limiter.ts';
import type { Limiter } from '../../src/engine/create-limiter.ts';
import { createPaidArt } from '../../src/engine/obtain-art.ts';
import type { ArtOrder, ObtainedArt, PaidArt } from '../../src/engine/obtain-art.ts';
import { orderBatches } from '../../src/engine/order-batches.ts';
import type { BatchOrder, OrderedBatches } from '../../src/engine/order-batches.ts';
import { recoverPurchases } from '../../src/engine/recover-purchases.ts';
import type { CollectedArt } from '../../src/engine/recover-purchases.ts';
import { computeActionKey, computeDigest } from '../../src/keys/canonical.ts';
import { openJournal } from '../../src/lock/journal.ts';
import type { Intent, Journal } from '../../src/lock/journal.ts';
import { openLockBook } from '../../src/lock/lock-book.ts';
import type { LockBook } from '../../src/lock/lock-book.ts';
import { lockName } from '../../src/lock/lock-file.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { VisualsError } from '../../src/model/diagnostic.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { GenerateRequest, PictureEntry } from '../../src/model/purchase.ts';
import { hearOften, vaultName } from '../../src/project/open-paid-art.ts';
import type { BlobStore } from '../../src/spec/blob-store.ts';
import type { Clock } from '../../src/spec/clock.ts';
import type { Generator } from '../../src/spec/generator.ts';
import { createContentStore } from '../../src/store/content-store.ts';
import { startOpenAiServer } from './openai-server/start-openai-server.ts';
import type { OpenAiServer } from './openai-server/start-openai-server.ts';
import type { OpenAiServerOptions } from './openai-server/server-types.ts';
import { createRequest } from './create-request.ts';
import { readFolder, repository, tinySize, tinySources } from './create-project.ts';
import type { Sources } from './create-project.ts';

/** A key that no file and no output may hold. */
export const canaryKey = 'sk-canary-5f2d9b7e61c84a03';

/** A double of the provider that is closed with the test. */
export async function openServer(options: OpenAiServerOptions = {}): Promise<OpenAiServer> {
  const server = await startOpenAiServer(options);
  onTestFinished(() => server.close());
  return server;
}

/** A clock that runs so many times faster than the real one. */
export function createFastClock(factor: number): Clock {
  return {
    monotonic: () => performance.now() * factor,
    now: () => Date.parse('2026-11-22T12:00:00Z'),
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds / factor);
        signal?.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
        if (signal?.aborted) resolve();
      }),
  };
}

/** The smallest request that the provider takes, in the format that is drawn fastest. */
export function createSmallRequest(rest: Partial<GenerateRequest> = {}): GenerateRequest {
  return createRequest({ format: 'jpeg', height: 640, ...rest });
}

/** An order as the engine makes it. */
export function createOrder(request: GenerateRequest, candidates = 1): ArtOrder {
  const record = { prompt: request.prompt, size: `${request.width}x${request.height}`, take: String(request.take) };
  const art = `poster/${request.prompt.slice(0, 20)}`;
  const task = { kind: 'generate', id: art, art, request, sections: [], references: [], candidates, note: '' } as const;
  return { task, key: computeActionKey('generate', record), record, request, files: async () => ({ references: [] }) };
}

/** An intent as a purchase writes it. */
export function createIntent(rest: Partial<Intent> = {}): Intent {
  const { key, record, request } = createOrder(createSmallRequest());
  return { attempt: randomUUID(), key, art: 'poster/background', request, count: 1, record, reserved: 0.02, at: '2026-11-22T12:00:00.000Z', ...rest };
}

/** A bought picture as the lock names it. */
export function createEntry(name: string, rest: Partial<PictureEntry> = {}): PictureEntry {
  return {
    key: computeDigest(`key ${name}`),
    digest: computeDigest(`picture ${name}`),
    format: 'png',
    width: 64,
    height: 48,
    generator: 'openai',
    model: 'gpt-image-2-2026-04-21',
    request: `req_${name}`,
    usage: null,
    cost: 0.0123,
    prices: '2026-11-22',
    date: '2026-11-22',
    record: { prompt: name },
    ...rest,
  };
}

/** How a shop is opened. */
export interface ShopOptions {
  readonly root: string;
  readonly baseURL: string;
  /** US dollars for this run; default 100. */
  readonly cap?: number;
  readonly buyAgain?: boolean;
  readonly concurrency?: number;
  /** Default one that knows the concurrency alone. */
  readonly limiter?: Limiter;
  readonly clock?: Clock;
  readonly signal?: AbortSignal;
  readonly openai?: Partial<OpenAiOptions>;
  readonly wrap?: (generator: Generator) => Generator;
  readonly wrapJournal?: (journal: Journal) => Journal;
  /** Folders for replies that the journal can't take. */
  readonly rescue?: readonly string[];
  readonly spentThisMonth?: number;
  readonly month?: number;
}

/** What a purchase came to, without an exception. */
export type Bought = { readonly art: ObtainedArt } | { readonly codes: readonly string[]; readonly diagnostics: readonly Diagnostic[] };

/** The paid half of one build over a folder: like a process that starts, does its work and ends. */
export interface Shop {
  readonly journal: Journal;
  readonly book: LockBook;
  readonly vault: BlobStore;
  readonly budget: Budget;
  /** Codes of what earlier processes left. */
  readonly found: readonly string[];
  readonly warnings: readonly Diagnostic[];
  readonly steps: readonly string[];
  buy(order: ArtOrder): Promise<Bought>;
  /** Orders in batches what would be bought now; as `visuals build --batch` does. */
  order(orders: readonly ArtOrder[]): Promise<OrderedBatches>;
  /** What came of batches when the shop was opened. */
  readonly collected: CollectedArt;
  read: PaidArt['read'];
}

/** Opens lock, vault and journal of a folder as a build does, and recovers what an earlier one left. */
export async function openShop(options: ShopOptions): Promise<Shop> {
  const { root, baseURL, cap = 100, clock = createFastClock(100), signal = new AbortController().signal, month, spentThisMonth = 0 } = options;
  const book = openLockBook(join(root, lockName));
  const vault = createContentStore({ folder: join(root, vaultName), durable: true });
  const journal = (options.wrapJournal ?? ((each) => each))(
    openJournal(join(root, vaultName, '.journal'), options.rescue === undefined ? {} : { rescue: options.rescue }),
  );
  const account = createOpenAiGenerator({ apiKey: canaryKey, baseURL, today: '2026-11-22', timeout: 400, pollInterval: 5, ...options.openai });
  const generator = (options.wrap ?? ((each) => each))(account);
  const budget = createBudget({ run: cap, month, spentThisMonth });
  const limiter = options.limiter ?? createLimiter({ clock, concurrency: options.concurrency ?? 4 });
  const [warnings, steps]: [Diagnostic[], string[]] = [[], []];
  const safe = { generator, journal, book, vault, codec: createSharpCodec() };
  const { unknown, awaited, collected, maySell, diagnostics } = await recoverPurchases(safe, { clock, signal, trust: options.buyAgain ?? false });
  const purchase = {
    budget,
    limiter,
    clock,
    signal: hearOften(signal),
    stopped: { reason: undefined },
    previews: { count: 0, take: () => undefined },
    onStep: (_art: string, step: string) => void steps.push(step),
  };
  const waiting = indexByKey(awaited);
  const rules = { mayBuy: maySell, draft: false, buyAgain: options.buyAgain ?? false, unknown: [...unknown], awaited: waiting, assumedCost: 0.5 };
  const parts = { ...safe, ...rules, purchase, onWarning: (diagnostic: Diagnostic) => void warnings.push(diagnostic) };
  const paid = createPaidArt(parts);
  const order = async (orders: readonly ArtOrder[]): Promise<OrderedBatches> => {
    const taken: BatchOrder[] = [];
    const taking = createPaidArt({ ...parts, takeOrder: (each) => void taken.push(each) });
    await Promise.all(orders.map((each) => settle(taking.obtain(each))));
    const ordered = await orderBatches(taken, { ...purchase, generator, journal, service: generator.batches! });
    for (const line of ordered.awaited) waiting.set(line.intent.key, line);
    rules.unknown.push(...ordered.unknown);
    return ordered;
  };
  return {
    journal,
    book,
    vault,
    budget,
    found: diagnostics.map(({ code }) => code),
    warnings,
    steps,
    buy: (each) => settle(paid.obtain(each)),
    order,
    collected,
    read: (digest) => paid.read(digest),
  };
}

async function settle(promise: Promise<ObtainedArt>): Promise<Bought> {
  try {
    return { art: await promise };
  } catch (error) {
    if (error instanceof VisualsError) return { codes: error.diagnostics.map(({ code }) => code), diagnostics: error.diagnostics };
    throw error;
  }
}

/** Names of the journal's files but for the ledger, by their endings. */
export function listJournal(root: string): readonly string[] {
  const folder = join(root, vaultName, '.journal');
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name !== '.gitignore' && name !== 'ledger.jsonl')
    .map((name) => name.split('.').at(-1)!)
    .toSorted();
}

/** Paths in the vault whose bytes do not have the digest that their name says. */
export function findCorrupt(root: string): readonly string[] {
  const pictures = [...readFolder(join(root, vaultName))].filter(([path]) => !path.startsWith('.journal') && !basename(path).startsWith('.visuals-tmp-'));
  return pictures.filter(([path, bytes]) => computeDigest(Buffer.from(bytes, 'base64')) !== basename(path)).map(([path]) => path);
}

/** Pictures of the lock whose bytes are not in the vault. */
export function findMissing(root: string): readonly string[] {
  const pictures = openLockBook(join(root, lockName))
    .lines()
    .flatMap((line) => (line.type === 'picture' ? [line.digest] : []));
  return pictures.filter((digest) => !existsSync(join(root, vaultName, digest.slice(0, 2), digest)));
}

/** Paths of files of a folder that hold these words. */
export function findWord(root: string, word: string): readonly string[] {
  return [...readFolder(root)].filter(([, bytes]) => Buffer.from(bytes, 'base64').includes(word)).map(([path]) => path);
}

/** The prompts of the lock's pictures, each once for every picture. */
export function listBought(root: string): readonly string[] {
  if (!existsSync(join(root, lockName))) return [];
  const { entries } = JSON.parse(readFileSync(join(root, lockName), 'utf8')) as {
    readonly entries: readonly ((PictureEntry & { readonly type: string }) | null)[];
  };
  return entries.flatMap((entry) => (entry?.type === 'picture' ? [entry.record['prompt'] ?? ''] : []));
}

/** A project of small cards, each with one bought picture; the prompts tell them apart. */
export function createPaidSources(prompts: readonly string[], changes: JsonObject = {}): Sources {
  const names = prompts.map((_, index) => `card${index}`);
  const art = (prompt: string): JsonObject => ({ background: { kind: 'generate', prompt, quality: 'low', format: 'jpeg' } });
  const assets = Object.fromEntries(
    names.map((name, index) => [name, { template: 'photo', sizes: [tinySize], copy: name, alt: `${name}.alt`, art: art(prompts[index]!) }]),
  );
  const copy = Object.fromEntries(names.map((name) => [name, { headline: 'Hello', alt: 'A greeting' }]));
  const sources = tinySources({ locales: { source: 'en' }, generators: { openai: { concurrency: 3 } }, assets, ...changes });
  return { ...sources, 'copy/en.json': copy, 'copy/de.json': undefined, 'art/view.svg': undefined, 'templates/note': undefined };
}

/** A build in a process of its own. */
export interface BuildProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly exit: number | null; readonly signal: NodeJS.Signals | null; readonly stderr: string }>;
  /** How many replies the process said it had kept. */
  readonly received: () => number;
  /** Resolves with the first of them, or when the process has ended. */
  readonly firstReceived: Promise<void>;
}

/** What a process is built wrong with, to see that the tests notice. */
export type PlantedBug = 'no intent' | 'no spool' | 'no batch note';

/** Starts the built library on a project; what it says of received replies is written before it goes on. */
export function startBuild(root: string, options: JsonObject, baseURL: string, bug?: PlantedBug): BuildProcess {
  const words = bug === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(plantBug(bug))}`];
  const env = { PATH: process.env['PATH'] ?? '', HOME: root, OPENAI_API_KEY: canaryKey, OPENAI_BASE_URL: baseURL };
  // A file, because workers inherit the words of `--eval` and stumble over them.
  const script = join(root, 'run-build.mjs');
  writeFileSync(script, buildScript(root, options));
  const child = spawn(process.execPath, [...words, script], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [received, stderr] = [0, ''];
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const firstReceived = new Promise<void>((resolve) => {
    child.stdout.on('data', (data: Buffer) => {
      received += data.toString().split('received').length - 1;
      resolve();
    });
    child.on('close', () => resolve());
  });
  const ended = new Promise<Awaited<BuildProcess['ended']>>((resolve) => child.on('close', (exit, signal) => resolve({ exit, signal, stderr })));
  return { child, ended, received: () => received, firstReceived };
}

function buildScript(root: string, options: JsonObject): string {
  const library = pathToFileURL(join(repository, 'dist/index.js')).href;
  return `import { writeSync } from 'node:fs';
import { build } from ${JSON.stringify(library)};
const onEvent = (event) => { if (event.type === 'purchase' && event.step === 'received') writeSync(1, 'received\\n'); };
const report = await build({ root: ${JSON.stringify(root)}, ...${JSON.stringify(options)}, onEvent });
process.exitCode = report.exit;`;
}

/** `no intent`: nothing tells that a request was sent. `no spool`: replies are held in memory alone. `no batch note`: a batch is for ever about to be sent. */
function plantBug(bug: PlantedBug): string {
  const ending = { 'no intent': '.intent', 'no spool': '.part', 'no batch note': '.none' }[bug];
  return `import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
const { renameSync, openSync, writeSync } = fs;
const files = new Set();
const isLost = (to) => (${JSON.stringify(bug)} === 'no intent' ? to.endsWith('.intent') : ${JSON.stringify(bug)} === 'no batch note' && to.endsWith('.batch') && fs.existsSync(to));
fs.renameSync = (from, to) => (isLost(to) ? fs.rmSync(from) : renameSync(from, to));
fs.openSync = (path, ...rest) => {
  const file = openSync(path, ...rest);
  files.delete(file);
  if (String(path).endsWith(${JSON.stringify(ending)})) files.add(file);
  return file;
};
fs.writeSync = (file, bytes, ...rest) => (files.has(file) ? bytes.length - (rest[0] ?? 0) : writeSync(file, bytes, ...rest));
syncBuiltinESMExports();`;
}
