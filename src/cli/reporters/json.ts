import type { Io } from '../io.ts';
import type { BuildEnding, BuildReporter } from './build-reporter.ts';

/** For programs: every event as a line of JSON on stdout, the report as the last. Nothing else is written there. */
export function createJsonReporter(io: Io): BuildReporter {
  return {
    onEvent: (event) => io.stdout.write(`${JSON.stringify(event)}\n`),
    end: (ending) => io.stdout.write(`${JSON.stringify({ type: 'report', report: describeEnding(ending) })}\n`),
  };
}

/** A build that could not begin has the same fields that every ending has. */
function describeEnding({ report, exit, diagnostics }: BuildEnding): object {
  return { ...report, exit, diagnostics };
}
