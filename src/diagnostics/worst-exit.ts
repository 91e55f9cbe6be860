import type { Diagnostic } from '../model/diagnostic.ts';
import { exitCode } from './define.ts';

/** The gravest first: a bug or a broken disk hides what else is wrong, a failed asset does not. */
const order = [
  exitCode.internal,
  exitCode.storage,
  exitCode.locked,
  exitCode.unknownPayment,
  exitCode.usage,
  exitCode.budget,
  exitCode.drift,
  exitCode.someFailed,
];

/** The exit code that a list of diagnostics asks for. */
export function findWorstExit(diagnostics: readonly Diagnostic[]): number {
  const present = new Set(diagnostics.filter((each) => each.severity === 'error').map((each) => each.exit));
  return order.find((code) => present.has(code)) ?? exitCode.ok;
}
