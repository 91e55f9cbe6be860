import type { Diagnostic, Place } from '../model/diagnostic.ts';
import type { JsonObject } from '../model/json.ts';

/** Where and whom a diagnostic concerns, and the numbers behind it. */
export interface Context {
  readonly place?: Place;
  readonly asset?: string;
  readonly cell?: string;
  readonly details?: JsonObject;
}

/** What all diagnostics of one code share. */
export interface DiagnosticKind {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly exit: number;
  /** A paragraph for `visuals explain`: what it means, how it comes about, what to do. */
  readonly explain: string;
}

/** Makes the diagnostics of one code from what was found. */
export interface DiagnosticFactory<Found> extends DiagnosticKind {
  (found: Found, context?: Context): Diagnostic;
}

/** The exit codes, by meaning. */
export const exitCode = {
  ok: 0,
  someFailed: 1,
  usage: 2,
  budget: 3,
  unknownPayment: 4,
  locked: 5,
  storage: 6,
  drift: 7,
  internal: 70,
  interrupted: 130,
  terminated: 143,
} as const;

/**
 * Declares a code of the catalogue.
 * @param kind what all diagnostics of the code share
 * @param describe the one-line cause and the one-line fix for what was found, and what of the config it is about, where the config can be at fault
 */
export function defineDiagnostic<Found>(
  kind: DiagnosticKind,
  describe: (found: Found) => Pick<Diagnostic, 'message' | 'fix' | 'subject'>,
): DiagnosticFactory<Found> {
  const create = (found: Found, context: Context = {}): Diagnostic => ({
    code: kind.code,
    severity: kind.severity,
    exit: kind.severity === 'warning' ? exitCode.ok : kind.exit,
    ...describe(found),
    ...context,
  });
  return Object.assign(create, kind);
}
