import { findWorstExit } from '../diagnostics/worst-exit.ts';
import type { BuildOptions, BuildReport } from '../model/report.ts';
import type { CommandInput } from './command.ts';
import type { Flags } from './flags.ts';
import type { Interrupts, Io } from './io.ts';
import type { BuildEnding } from './reporters/build-reporter.ts';
import { createReporter } from './reporters/create-reporter.ts';
import { readProject } from './run-report.ts';

/** What every sort of build takes from the command line. */
export interface BuilderOptions extends Pick<BuildOptions, 'root' | 'config' | 'jobs' | 'wait'> {
  readonly onEvent: NonNullable<BuildOptions['onEvent']>;
  readonly signal: AbortSignal;
}

/** Runs a sort of build, told while it runs and at its end by the reporter that the flags ask for. */
export async function runBuilder({ flags, io }: CommandInput, build: (options: BuilderOptions) => Promise<BuildReport>): Promise<number> {
  const started = io.now();
  const interrupts = io.watchInterrupts();
  const reporter = await createReporter(flags, io, interrupts.signal);
  const options = { ...readBuilderOptions(flags, io), onEvent: reporter.onEvent, signal: interrupts.signal };
  const { error, ...ending } = await attempt(() => build(options), interrupts);
  await reporter.end({ ...ending, milliseconds: io.now() - started });
  if (flags.debug && error !== undefined) io.stderr.write((await import('./find-diagnostics.ts')).formatStack(error));
  return ending.exit;
}

type Attempt = Omit<BuildEnding, 'milliseconds'> & { readonly error?: unknown };

/** However a build ends, its reporter gets an ending: the progress line must go, and what was told must be shown. */
async function attempt(build: () => Promise<BuildReport>, interrupts: Interrupts): Promise<Attempt> {
  try {
    const report = await build();
    return { report, diagnostics: report.diagnostics, exit: interrupts.exitCode() ?? report.exit };
  } catch (error) {
    const { findDiagnostics, isAbort } = await import('./find-diagnostics.ts');
    const interrupted = interrupts.exitCode();
    if (interrupted !== undefined && isAbort(error)) return { diagnostics: [], exit: interrupted };
    const diagnostics = findDiagnostics(error);
    return { diagnostics, exit: interrupted ?? findWorstExit(diagnostics), error };
  }
}

function readBuilderOptions(flags: Flags, io: Io): Pick<BuilderOptions, 'root' | 'config' | 'jobs' | 'wait'> {
  return { ...readProject(flags, io), ...(flags.jobs !== undefined && { jobs: flags.jobs }), ...(flags.wait !== undefined && { wait: flags.wait }) };
}
