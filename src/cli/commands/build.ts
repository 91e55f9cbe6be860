import { findWorstExit } from '../../diagnostics/worst-exit.ts';
import type { BuildOptions, BuildReport } from '../../model/report.ts';
import type { CommandInput } from '../command.ts';
import type { Flags } from '../flags.ts';
import type { Interrupts, Io } from '../io.ts';
import type { BuildEnding } from '../reporters/build-reporter.ts';
import { createReporter } from '../reporters/create-reporter.ts';
import { readConsent } from '../read-consent.ts';
import { readProject } from '../run-report.ts';

/** `visuals build`: makes what changed. */
export async function runBuild(input: CommandInput): Promise<number> {
  const { flags, io } = input;
  if (flags.pseudo) return (await import('./build-pseudo.ts')).runPseudoBuild(input);
  const started = io.now();
  const interrupts = io.watchInterrupts();
  const [reporter, { build }] = await Promise.all([createReporter(flags, io, interrupts.signal), import('../../build.ts')]);
  const options = { ...readBuildOptions(flags, io), ...readConsent(flags, io, interrupts.signal), onEvent: reporter.onEvent, signal: interrupts.signal };
  const { error, ...ending } = await attempt(() => build(options), interrupts);
  await reporter.end({ ...ending, milliseconds: io.now() - started });
  if (flags.debug && error !== undefined) io.stderr.write((await import('../find-diagnostics.ts')).formatStack(error));
  return ending.exit;
}

type Attempt = Omit<BuildEnding, 'milliseconds'> & { readonly error?: unknown };

/** However a build ends, its reporter gets an ending: the progress line must go, and what was told must be shown. */
async function attempt(build: () => Promise<BuildReport>, interrupts: Interrupts): Promise<Attempt> {
  try {
    const report = await build();
    return { report, diagnostics: report.diagnostics, exit: interrupts.exitCode() ?? report.exit };
  } catch (error) {
    const { findDiagnostics, isAbort } = await import('../find-diagnostics.ts');
    const interrupted = interrupts.exitCode();
    if (interrupted !== undefined && isAbort(error)) return { diagnostics: [], exit: interrupted };
    const diagnostics = findDiagnostics(error);
    return { diagnostics, exit: interrupted ?? findWorstExit(diagnostics), error };
  }
}

function readBuildOptions(flags: Flags, io: Io): BuildOptions {
  return {
    ...readProject(flags, io),
    ...flags.selection,
    frozen: flags.frozen,
    adopt: flags.adopt,
    draft: flags.draft,
    batch: flags.batch,
    buyAgain: flags.buyAgain,
    ...(flags.spend !== undefined && { spend: flags.spend }),
    ...(flags.jobs !== undefined && { jobs: flags.jobs }),
    ...(flags.wait !== undefined && { wait: flags.wait }),
  };
}
