import { parentPort, workerData } from 'node:worker_threads';
import { type CompileInput, compileSource } from './compile-source.ts';

parentPort?.postMessage(compileSource(workerData as CompileInput));
