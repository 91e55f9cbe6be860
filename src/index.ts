export { approvePictures as approve } from './approve-pictures.ts';
export { build } from './build.ts';
export { checkProject } from './check-project.ts';
export { explainAsset } from './explain-asset.ts';
export { forgetAttempt } from './forget-attempt.ts';
export { inspectCache } from './inspect-cache.ts';
export { inspectInstallation } from './inspect-installation.ts';
export { pickPicture } from './pick-picture.ts';
export { planBuild as plan } from './plan-build.ts';
export { readSpending } from './read-spending.ts';
export { regenerateAsset } from './regenerate-asset.ts';
export { resolveLock } from './resolve-lock.ts';
export { unlockProject } from './unlock-project.ts';
export { verifyVault } from './verify-vault.ts';
export { writeTypes } from './write-types.ts';

export { asset, defineBrand, defineConfig, edit, file, generate, message, procedural, translate } from './config/define-config.ts';
export { data, defineTemplate, image, text } from './template/define-template.ts';

export type {
  ArtDefinition,
  AssetDefinition,
  AssetId,
  CopyKey,
  EditOptions,
  GenerateOptions,
  GeneratorOptions,
  LocaleName,
  Register,
  SizeName,
  TemplateName,
  TokenPath,
  TranslateOptions,
  VisualsConfig,
} from './config/define-config.ts';
export type { TemplateDefinition } from './template/define-template.ts';
export { VisualsError } from './model/diagnostic.ts';
export type { Diagnostic, Place } from './model/diagnostic.ts';
export type { ApproveOptions, ApproveReport, ReviewedPicture } from './approve-pictures.ts';
export type { Approval, ReviewState, Verdict } from './model/approval.ts';
export type { BuildCounts, BuildEvent, EventSink, PurchaseStep } from './model/event.ts';
export type { Manifest, ManifestFile, ManifestPicture } from './model/manifest.ts';
export type { ForgetOptions, ForgetReport } from './forget-attempt.ts';
export type { Candidate, CandidateList, PickOptions, PickReport } from './pick-picture.ts';
export type { SpendingDay, SpendingReport, UnknownAttempt } from './read-spending.ts';
export type { RegenerateOptions, RegenerateReport } from './regenerate-asset.ts';
export type { ResolveReport } from './resolve-lock.ts';
export type { VaultReport } from './verify-vault.ts';
export type {
  ArtSummary,
  BuildOptions,
  BuildReport,
  Cause,
  CellChange,
  CheckReport,
  DoctorFinding,
  PlannedPurchase,
  PlanReport,
  ProjectOptions,
  PurchaseSummary,
  Selection,
  TypesReport,
  WhyReport,
} from './model/report.ts';
