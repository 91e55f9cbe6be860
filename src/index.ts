export { build } from './build.ts';
export { checkProject } from './check-project.ts';
export { explainAsset } from './explain-asset.ts';
export { inspectCache } from './inspect-cache.ts';
export { inspectInstallation } from './inspect-installation.ts';
export { planBuild as plan } from './plan-build.ts';
export { unlockProject } from './unlock-project.ts';
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
export type { BuildCounts, BuildEvent, EventSink } from './model/event.ts';
export type { Manifest, ManifestFile, ManifestPicture } from './model/manifest.ts';
export type {
  BuildOptions,
  BuildReport,
  Cause,
  CellChange,
  CheckReport,
  DoctorFinding,
  PlanReport,
  ProjectOptions,
  Selection,
  TypesReport,
  WhyReport,
} from './model/report.ts';
