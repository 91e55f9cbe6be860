import type { Diagnostic } from '../model/diagnostic.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { BatchService } from '../spec/batch-service.ts';
import { loadGenerators } from './load-generators.ts';
import { loadOwnConfig } from './load-own-config.ts';
import type { Workspace } from './workspace.ts';

/** How batches can be asked for, by the provider's name; and why not, where the config can't be read. */
export interface OpenedServices {
  readonly find: (generator: string) => BatchService | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Opens what asks for batches, from the config alone: neither templates nor copy are read. */
export async function openBatchServices(workspace: Workspace): Promise<OpenedServices> {
  try {
    const { config } = await loadOwnConfig(workspace);
    const generators = await loadGenerators(config, workspace.host);
    return { find: (generator) => generators.get(generator)?.batches, diagnostics: [] };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    return { find: () => undefined, diagnostics: error.diagnostics };
  }
}
