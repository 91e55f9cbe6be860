import { VisualsError } from '../model/diagnostic.ts';
import type { Place } from '../model/diagnostic.ts';
import { bundleModule } from './bundle-module.ts';
import type { ConfigPath } from './config-problem.ts';
import { evaluateModule } from './evaluate-module.ts';
import type { ModuleLender } from './evaluate-module.ts';
import { defaultTimeout } from './load-module.ts';
import type { LoadModuleOptions } from './load-module.ts';
import { createLiteralTags, partName, tagName } from './tag-literals.ts';
import type { LiteralTags } from './tag-literals.ts';

/** Gives the place that wrote the value at a path of the default export; the module's own path when that can't be told. */
export type Places = (path: ConfigPath) => Place;

/** What a module's author wrote: the default export, and which lines wrote its values. */
export interface Writing {
  /** Undefined when the module does not get through a second time. */
  readonly value: unknown;
  readonly placeOf: Places;
}

/**
 * Finds out which lines wrote values of a module: it is loaded once more with each object and list of its sources noted as it is made, so that
 * values are followed through spreads, imports and helpers. For use after a failure: it costs a bundling and an evaluation.
 */
export async function locateValues(options: LoadModuleOptions): Promise<Writing> {
  const fallback: Place = { file: options.entry };
  const tags = createLiteralTags();
  const value = await evaluateTagged(options, tags);
  return { value, placeOf: (path) => tags.find(value, path) ?? fallback };
}

/** The value with its tags. */
async function evaluateTagged(options: LoadModuleOptions, tags: LiteralTags): Promise<unknown> {
  const { files, entry, provide, timeout = defaultTimeout } = options;
  try {
    const bundle = await bundleModule({ files, entry, provided: Object.keys(provide), transform: tags.transform });
    const globals = { ...options.globals, [tagName]: tags.note, [partName]: tags.notePart };
    const helpers = Object.fromEntries(Object.entries(provide).map(([name, lend]) => [name, wrapLender(lend, tags)]));
    return (await evaluateModule({ ...options, bundle, timeout, globals, provide: helpers })).exports['default'];
  } catch (error) {
    if (error instanceof VisualsError) return undefined;
    throw error;
  }
}

function wrapLender(lend: ModuleLender, tags: LiteralTags): ModuleLender {
  return async (mentions) => tags.wrapHelpers(await lend(mentions));
}
