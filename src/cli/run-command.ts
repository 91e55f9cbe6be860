import type { CommandName } from './command-flags.ts';
import type { Command } from './command.ts';
import { readFlags, type RawFlags } from './flags.ts';
import type { Io } from './io.ts';

/** Each command is loaded when it is the one. */
const commands: { readonly [name in CommandName]: () => Promise<Command> } = {
  init: async () => (await import('./commands/init.ts')).runInit,
  build: async () => (await import('./commands/build.ts')).runBuild,
  worker: async () => (await import('./commands/worker.ts')).runWorkerCommand,
  merge: async () => (await import('./commands/merge.ts')).runMerge,
  plan: async () => (await import('./commands/plan.ts')).runPlan,
  why: async () => (await import('./commands/why.ts')).runWhy,
  types: async () => (await import('./commands/types.ts')).runTypes,
  check: async () => (await import('./commands/check.ts')).runCheck,
  spend: async () => (await import('./commands/spend.ts')).runSpend,
  'batch status': async () => (await import('./commands/batch-status.ts')).runBatchStatus,
  'batch cancel': async () => (await import('./commands/batch-cancel.ts')).runBatchCancel,
  watch: async () => (await import('./commands/watch.ts')).runWatch,
  studio: async () => (await import('./commands/studio.ts')).runStudio,
  approve: async () => (await import('./commands/approve.ts')).runApprove,
  'copy export': async () => (await import('./commands/copy-export.ts')).runCopyExport,
  'copy import': async () => (await import('./commands/copy-import.ts')).runCopyImport,
  'copy pseudo': async () => (await import('./commands/copy-pseudo.ts')).runCopyPseudo,
  report: async () => (await import('./commands/report.ts')).runReportCommand,
  pick: async () => (await import('./commands/pick.ts')).runPick,
  regenerate: async () => (await import('./commands/regenerate.ts')).runRegenerate,
  migrate: async () => (await import('./commands/migrate.ts')).runMigrate,
  'migrate status': async () => (await import('./commands/migrate-status.ts')).runMigrateStatus,
  'migrate accept': async () => (await import('./commands/migrate-accept.ts')).runMigrateAccept,
  'migrate drop': async () => (await import('./commands/migrate-drop.ts')).runMigrateDrop,
  provenance: async () => (await import('./commands/provenance.ts')).runProvenance,
  upgrade: async () => (await import('./commands/upgrade.ts')).runUpgrade,
  templates: async () => (await import('./commands/templates.ts')).runTemplates,
  'templates show': async () => (await import('./commands/templates-show.ts')).runTemplatesShow,
  'templates eject': async () => (await import('./commands/templates-eject.ts')).runTemplatesEject,
  explain: async () => (await import('./commands/explain.ts')).runExplain,
  doctor: async () => (await import('./commands/doctor.ts')).runDoctor,
  'dev-server': async () => (await import('./commands/dev-server.ts')).runDevServer,
  unlock: async () => (await import('./commands/unlock.ts')).runUnlock,
  'lock resolve': async () => (await import('./commands/lock-resolve.ts')).runLockResolve,
  'vault verify': async () => (await import('./commands/vault-verify.ts')).runVaultVerify,
  'vault push': async () => (await import('./commands/vault-push.ts')).runVaultPush,
  'vault pull': async () => (await import('./commands/vault-pull.ts')).runVaultPull,
  'vault track': async () => (await import('./commands/vault-track.ts')).runVaultTrack,
  'cache status': async () => (await import('./commands/cache-status.ts')).runCacheStatus,
  'cache verify': async () => (await import('./commands/cache-verify.ts')).runCacheVerify,
  'cache gc': async () => (await import('./commands/cache-gc.ts')).runCacheGc,
  'cache push': async () => (await import('./commands/cache-push.ts')).runCachePush,
  'store keygen': async () => (await import('./commands/store-keygen.ts')).runStoreKeygen,
  completion: async () => (await import('./commands/completion.ts')).runCompletion,
};

/** A command line that was understood. */
export interface ParsedCommand {
  readonly name: CommandName;
  readonly flags: RawFlags;
  readonly operands: readonly string[];
}

/** Runs one command; whatever it throws is reported and becomes its exit code. */
export async function runCommand({ name, flags, operands }: ParsedCommand, io: Io): Promise<number> {
  try {
    const command = await commands[name]();
    return await command({ flags: readFlags(flags), operands, io });
  } catch (error) {
    const { reportFailure } = await import('./report-failure.ts');
    return reportFailure(error, { name, flags }, io);
  }
}
