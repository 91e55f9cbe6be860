import * as batch from './batch.ts';
import * as brand from './brand.ts';
import * as check from './check.ts';
import * as config from './config.ts';
import * as copy from './copy.ts';
import type { DiagnosticKind } from './define.ts';
import * as fleet from './fleet.ts';
import * as generate from './generate.ts';
import * as image from './image.ts';
import * as internal from './internal.ts';
import * as lock from './lock.ts';
import * as ocr from './ocr.ts';
import * as project from './project.ts';
import * as prompt from './prompt.ts';
import * as provenance from './provenance.ts';
import * as remote from './remote.ts';
import * as report from './report.ts';
import * as review from './review.ts';
import * as rows from './rows.ts';
import * as shard from './shard.ts';
import * as site from './site.ts';
import * as storage from './storage.ts';
import * as template from './template.ts';
import * as text from './text.ts';
import * as watch from './watch.ts';
import * as usage from './usage.ts';

const areas: readonly object[] = [
  usage,
  config,
  copy,
  brand,
  text,
  template,
  prompt,
  image,
  fleet,
  generate,
  batch,
  lock,
  ocr,
  review,
  rows,
  site,
  check,
  report,
  shard,
  storage,
  project,
  provenance,
  remote,
  watch,
  internal,
];

/** Every diagnostic there is, sorted by code. */
export function listDiagnosticKinds(): readonly DiagnosticKind[] {
  const kinds = areas.flatMap((area): readonly unknown[] => Object.values(area)).filter(isDiagnosticKind);
  return kinds.toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

/** Factories are functions that carry what all diagnostics of their code share; an area may export other things beside them. */
function isDiagnosticKind(value: unknown): value is DiagnosticKind {
  return typeof value === 'function' && 'code' in value && 'severity' in value && 'exit' in value && 'explain' in value;
}
