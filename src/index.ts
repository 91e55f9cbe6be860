export { approvePictures as approve } from './approve-pictures.ts';
export { acceptShadow } from './accept-shadow.ts';
export { build } from './build.ts';
export { buildPseudo } from './build-pseudo.ts';
export { cancelBatch } from './cancel-batch.ts';
export { buildFleet } from './build-fleet.ts';
export { buildShard } from './build-shard.ts';
export { checkProject } from './check-project.ts';
export { checkText } from './check-text.ts';
export { collectGarbage } from './collect-garbage.ts';
export { createStoreKeys } from './create-store-keys.ts';
export { dropShadow } from './drop-shadow.ts';
export { editPicture } from './edit-picture.ts';
export { exportCopy } from './export-copy.ts';
export { explainAsset } from './explain-asset.ts';
export { forgetAttempt } from './forget-attempt.ts';
export { fromData } from './from-data.ts';
export { ejectTemplate } from './eject-template.ts';
export { importCopy } from './import-copy.ts';
export { initProject } from './init-project.ts';
export { inspectBatches } from './inspect-batches.ts';
export { inspectCache } from './inspect-cache.ts';
export { inspectInstallation } from './inspect-installation.ts';
export { inspectMigration } from './inspect-migration.ts';
export { mergeShards } from './merge-shards.ts';
export { migrateModel } from './migrate-model.ts';
export { pickPicture } from './pick-picture.ts';
export { planBuild as plan } from './plan-build.ts';
export { pullVault } from './pull-vault.ts';
export { pushCache } from './push-cache.ts';
export { pushVault } from './push-vault.ts';
export { readProvenance } from './read-provenance.ts';
export { readSpending } from './read-spending.ts';
export { regenerateAsset } from './regenerate-asset.ts';
export { resolveLock } from './resolve-lock.ts';
export { runWorker } from './run-worker.ts';
export { summariseSprint } from './summarise-sprint.ts';
export { trackVault } from './track-vault.ts';
export { unlockProject } from './unlock-project.ts';
export { upgradeProject } from './upgrade-project.ts';
export { verifyVault } from './verify-vault.ts';
export { writePseudoCopy } from './write-pseudo-copy.ts';
export { writeReport } from './write-report.ts';
export { writeTypes } from './write-types.ts';

export { defineCheck } from './config/define-check.ts';
export { asset, defineBrand, defineConfig, edit, file, generate, message, procedural, translate } from './config/define-config.ts';
export { data, defineTemplate, image, text } from './template/define-template.ts';

export type {
  ArtDefinition,
  AssetDefinition,
  AssetId,
  ChecksOptions,
  ColorRuleOptions,
  CopyKey,
  EditOptions,
  GenerateOptions,
  GeneratorOptions,
  LocaleName,
  Register,
  SizeName,
  StoreOptions,
  TemplateName,
  TokenPath,
  TranslateOptions,
  VisualsConfig,
} from './config/define-config.ts';
export type { FileRow, FromData, FromDataOptions, ReadText, RowAsset, RowAssets, TypedRow } from './data/from-data.ts';
export type { ColumnType } from './data/convert-columns.ts';
export type { CustomCheck, CustomCheckInput, CustomCheckOptions, CustomObservation } from './config/define-check.ts';
export type { CheckName, Finding, Severity } from './model/finding.ts';
export type { TemplateDefinition } from './template/define-template.ts';
export { VisualsError } from './model/diagnostic.ts';
export type { Diagnostic, Place } from './model/diagnostic.ts';
export type { ApproveOptions, ApproveReport, ReviewedPicture } from './approve-pictures.ts';
export type { Approval, ReviewState, Verdict } from './model/approval.ts';
export type { PseudoBuildOptions, PseudoPicture, PseudoReport } from './build-pseudo.ts';
export type { ExportCopyOptions, ExportCopyReport, ExportedFile, ExportedUnit } from './export-copy.ts';
export type { EjectOptions, EjectReport } from './eject-template.ts';
export type { FoundBrand, InitOptions, InitReport } from './init-project.ts';
export type { ImportCopyOptions, ImportCopyReport } from './import-copy.ts';
export type { CopyChange } from './project/update-copy-files.ts';
export type { PseudoCopyOptions, PseudoCopyReport } from './write-pseudo-copy.ts';
export type { BuildCounts, BuildEvent, EventSink, PurchaseStep } from './model/event.ts';
export type { Manifest, ManifestFile, ManifestPicture } from './model/manifest.ts';
export type { AcceptOptions, AcceptReport } from './accept-shadow.ts';
export type { DropOptions, DropReport } from './drop-shadow.ts';
export type { EditedPicture, EditPictureOptions, EditPictureReport } from './edit-picture.ts';
export type { CancelOptions, CancelReport } from './cancel-batch.ts';
export type { BatchReport, BatchView } from './inspect-batches.ts';
export type { MigrationReport } from './inspect-migration.ts';
export type { MigrateOptions, MigrateReport } from './migrate-model.ts';
export type { ShadowPicture, ShadowView } from './project/load-shadows.ts';
export type { TrackReport } from './track-vault.ts';
export type { CheckTextOptions } from './check-text.ts';
export type { ForgetOptions, ForgetReport } from './forget-attempt.ts';
export type { Candidate, CandidateList, PickOptions, PickReport } from './pick-picture.ts';
export type { FleetOptions } from './build-fleet.ts';
export type { WorkerOptions, WorkerRunReport } from './run-worker.ts';
export type { MergeOptions } from './merge-shards.ts';
export type { ShardOptions, ShardReport } from './build-shard.ts';
export type { SpendingDay, SpendingReport, UnknownAttempt } from './read-spending.ts';
export type { RegenerateOptions, RegenerateReport } from './regenerate-asset.ts';
export type { SprintOptions, SprintReport } from './summarise-sprint.ts';
export type { ReportOptions, ReportResult } from './write-report.ts';
export type { ReportData } from './report/report-data.ts';
export type { ProvenanceMatch, ProvenanceOptions, ProvenanceReport } from './read-provenance.ts';
export type { UpgradeOptions, UpgradeReport } from './project/execute-upgrade.ts';
export type { DigitalSource, PictureLayer, PictureProvenance } from './model/provenance.ts';
export type { CacheReport, InspectCacheOptions } from './inspect-cache.ts';
export type { CollectOptions, CollectReport } from './collect-garbage.ts';
export type { StoreKeys } from './create-store-keys.ts';
export type { PullVaultReport } from './pull-vault.ts';
export type { PushCacheReport } from './push-cache.ts';
export type { PushVaultReport } from './push-vault.ts';
export type { ResolveReport } from './resolve-lock.ts';
export type { VaultReport, VerifyVaultOptions } from './verify-vault.ts';
export type {
  ArtSummary,
  EditedArt,
  BuildOptions,
  BuildReport,
  Cause,
  CellChange,
  CheckOptions,
  CheckReport,
  CheckTextReport,
  DoctorFinding,
  PlannedPurchase,
  PlanReport,
  ProjectOptions,
  PurchaseSummary,
  Selection,
  TypesReport,
  WhyReport,
} from './model/report.ts';
