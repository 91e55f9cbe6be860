import { cpuUsage } from 'node:process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { templateTooComplex } from '../diagnostics/template.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { CompileInput, CompileOutput } from './compile-source.ts';

/** What a template may take to compile. */
export interface CompileLimits {
  readonly megabytes: number;
  /** Of processor time, that of all threads of this process. */
  readonly seconds: number;
}

/**
 * Templates are refused by what is counted in them, which is the same everywhere; the largest that are not take two seconds. The rest of a minute is for slow processors: what takes longer hangs.
 * Time on a clock would judge by what else a machine does.
 */
const usualLimits: CompileLimits = { megabytes: 256, seconds: 60 };

/** Milliseconds between two looks at the time. */
const lookEvery = 20;

/**
 * Compiles a template in a thread of its own, which ends with it.
 * @throws VisualsError `TEMPLATE_TOO_COMPLEX` when it takes too much memory or time
 */
export async function runCompileWorker(input: CompileInput, limits: CompileLimits = usualLimits): Promise<CompileOutput> {
  const worker = await startWorker(input, limits);
  try {
    return await receive(worker, input, limits);
  } finally {
    await worker.terminate();
  }
}

/** Beside the bundle lies the worker as a file of its own; from source, it is bundled into memory. */
async function startWorker(workerData: CompileInput, { megabytes }: CompileLimits): Promise<Worker> {
  const options = { workerData, env: {}, resourceLimits: { maxOldGenerationSizeMb: megabytes } };
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./compile-worker.js', import.meta.url), options);
  return new Worker(await (bundled ??= bundleWorker()), { ...options, eval: true });
}

let bundled: Promise<string> | undefined;

/** All packages are taken in: a thread that looks them up takes twice as long to start. */
async function bundleWorker(): Promise<string> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('./compile-worker.ts', import.meta.url))],
    bundle: true,
    // The one of its builds that reads no files beside it.
    alias: { 'css-tree': 'css-tree/dist/csstree.esm' },
    platform: 'node',
    format: 'cjs',
    write: false,
  });
  return outputFiles[0]!.text;
}

function receive(worker: Worker, { markup }: CompileInput, { megabytes, seconds }: CompileLimits): Promise<CompileOutput> {
  const fail = (what: string, limit: string): VisualsError => new VisualsError(templateTooComplex({ what, limit }, { place: { file: markup.path } }));
  return new Promise((resolve, reject) => {
    const begun = cpuUsage();
    const look = (): void => {
      if (measureSeconds(begun) >= seconds) reject(fail('it takes too long to compile', `${seconds} s`));
    };
    const timer = setInterval(look, lookEvery);
    const settle = (finish: () => void): void => {
      clearInterval(timer);
      finish();
    };
    worker.once('message', (output: CompileOutput) => settle(() => resolve(output)));
    worker.once('error', (error: NodeJS.ErrnoException) => {
      const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY' || error instanceof RangeError;
      settle(() => reject(isMemory ? fail('it takes too much memory to compile', `${megabytes} MB`) : error));
    });
    worker.once('exit', (code) => settle(() => reject(new Error(`The template compiler ended with code ${code}.`))));
  });
}

function measureSeconds(begun: NodeJS.CpuUsage): number {
  const { user, system } = cpuUsage(begun);
  return (user + system) / 1e6;
}
