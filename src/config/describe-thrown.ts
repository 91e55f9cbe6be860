import { configImport, configSyntax, configThrew } from '../diagnostics/config.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { InputFiles } from '../spec/input-files.ts';
import type { ModuleBundle } from './bundle-module.ts';
import { redactSecrets } from './find-secrets.ts';

/** Under this name the code of a bundle stands in stacks. */
export const bundleFileName = 'visuals-bundle';

/** The module whose evaluation threw. */
export interface ThrowingModule {
  readonly bundle: ModuleBundle;
  readonly entry: string;
  readonly files: InputFiles;
}

/** Tells what evaluated code threw, with the place in the project's own files. */
export async function describeThrown(error: unknown, { bundle, entry, files }: ThrowingModule): Promise<VisualsError> {
  const trace = await createTracer(bundle);
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const mapped = stack.replace(
    framePattern,
    (frame: string, line: string, column: string | undefined) => formatPlace(trace(Number(line), Number(column ?? 1))) ?? frame,
  );
  const places = [...stack.matchAll(framePattern)].map(([, line, column]) => trace(Number(line), Number(column ?? 1)));
  const place = places.find((each) => each !== undefined) ?? { file: entry };
  const problem = shorten(error instanceof Error ? error.message : String(error), files.root);
  return new VisualsError(describe(error, problem, place, entry), { cause: error instanceof Error ? withStack(error, mapped) : error });
}

const framePattern = new RegExp(`${bundleFileName}:(\\d+)(?::(\\d+))?`, 'g');

/** Line and column from 1 in the bundle → place in a file of the project. */
type Trace = (line: number, column: number) => Required<Place> | undefined;

async function createTracer({ map, shifts }: ModuleBundle): Promise<Trace> {
  const { LEAST_UPPER_BOUND, originalPositionFor, TraceMap } = await import('@jridgewell/trace-mapping');
  const traceMap = new TraceMap(map);
  return (line, column) => {
    const needle = { line, column: column - 1 };
    const exact = originalPositionFor(traceMap, needle);
    const { source, line: from, column: at } = exact.source === null ? originalPositionFor(traceMap, { ...needle, bias: LEAST_UPPER_BOUND }) : exact;
    if (source === null) return undefined;
    return { file: source, line: from, column: Math.max(1, at + 1 - (from === 1 ? (shifts[source] ?? 0) : 0)) };
  };
}

function formatPlace(place: Required<Place> | undefined): string | undefined {
  return place === undefined ? undefined : `${place.file}:${place.line}:${place.column}`;
}

function describe(error: unknown, problem: string, place: Place, entry: string): Diagnostic {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (importCodes.includes(String(code))) return configImport({ file: place.file, problem }, { place });
  const isEarly = error instanceof SyntaxError && (error.stack ?? '').startsWith(bundleFileName);
  return isEarly ? configSyntax({ file: place.file, problem }, { place }) : configThrew({ file: entry, problem }, { place });
}

const importCodes = ['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_PACKAGE_PATH_NOT_EXPORTED'];

/** One line, without paths of this machine. */
function shorten(message: string, root: string): string {
  const line = message.split('\n')[0] ?? '';
  return redactSecrets(line.replace(/ imported from .*$/, '').replaceAll(`${root}/`, ''));
}

function withStack(error: Error, stack: string): Error {
  return Object.assign(Object.create(error) as Error, { stack });
}
