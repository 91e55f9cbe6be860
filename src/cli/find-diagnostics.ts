import { inspect } from 'node:util';
import { internalError } from '../diagnostics/internal.ts';
import type { Diagnostic, VisualsError } from '../model/diagnostic.ts';

/** The diagnostics that an exception carries; one that carries none is a fault of ours, `INTERNAL`. */
export function findDiagnostics(error: unknown): readonly Diagnostic[] {
  if (isVisualsError(error)) return error.diagnostics;
  if (error instanceof Error) return [internalError({ name: error.name, message: error.message })];
  return [internalError({ name: typeof error, message: inspect(error, { depth: 1, breakLength: Number.POSITIVE_INFINITY }) })];
}

/** By name, not by class: the command's first bundle has a copy of the class of its own. */
function isVisualsError(error: unknown): error is VisualsError {
  return error instanceof Error && error.name === 'VisualsError' && 'diagnostics' in error;
}

/** Stack and causes, for `--debug`. */
export function formatStack(error: unknown): string {
  return `${inspect(error, { depth: 4 })}\n`;
}

/** Whether an exception says no more than that the work was stopped. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
