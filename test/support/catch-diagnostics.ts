import { VisualsError } from '../../src/model/diagnostic.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';

/** What some work is refused with; nothing where it goes well. Any other error is thrown on. */
export async function catchDiagnostics(run: () => unknown): Promise<readonly Diagnostic[]> {
  try {
    await run();
  } catch (error) {
    if (error instanceof VisualsError) return error.diagnostics;
    throw error;
  }
  return [];
}
