import { formatTypes } from '../config/format-types.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import type { LoadedProject } from './load-project.ts';

/** The declarations of a project: what its editor completes and its compiler refuses. */
export function describeTypes({ config, brand, copy, inputs }: LoadedProject): string {
  const templates = [...inputs.templates.values()].map((template) => template.contract).toSorted((a, b) => compareCodeUnits(a.name, b.name));
  return formatTypes({ config, templates, tokens: brand.tokensFor({}).paths(), keys: copy.keys(config.locales.source) });
}
