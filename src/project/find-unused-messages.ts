import type { Diagnostic } from '../model/diagnostic.ts';
import { listMessageUses } from '../plan/list-message-uses.ts';
import { findUnusedCopy } from '../text/check-copy.ts';
import type { PreparedPlan } from './prepare-plan.ts';

/** Messages that no picture shows; nothing can be said of them while parts of the project can't be read. */
export async function findUnusedMessages({ project, matrix, diagnostics }: PreparedPlan): Promise<readonly Diagnostic[]> {
  if (diagnostics.some(({ severity }) => severity === 'error')) return [];
  const used = new Set(listMessageUses(matrix, project.inputs).map(({ key }) => key));
  return findUnusedCopy(project.copy, project.config.locales.all, used);
}
