import { formatTypes } from '../config/format-types.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import { describeRowType } from '../data/describe-row-type.ts';
import type { LoadedProject } from './load-project.ts';

/** The declarations of a project: what its editor completes and its compiler refuses. */
export function describeTypes({ config, brand, copy, inputs, tables }: LoadedProject): string {
  const templates = [...inputs.templates.values()].map((template) => template.contract).toSorted((a, b) => compareCodeUnits(a.name, b.name));
  const rows = new Map([...tables].map(([path, table]) => [path, describeRowType(table)]));
  const keys = copy.keys(config.locales.source);
  const values = keys.flatMap((key) => listPlaceholders(copy.find(config.locales.source, key)?.text ?? ''));
  return formatTypes({ config, templates, tokens: brand.tokensFor({}).paths(), keys, values, rows });
}

/** Names in braces; what ICU would read as plain text may be among them, which only lets one more name pass. */
function listPlaceholders(text: string): readonly string[] {
  return [...text.matchAll(/\{\s*([\p{L}_][\p{L}\p{N}_]*)\s*[,}]/gu)].map(([, name = '']) => name);
}
