import type { Art, GeneratorAccount, ResolvedConfig } from '../model/config.ts';
import type { Generator } from '../spec/generator.ts';
import type { Host } from './host.ts';

/** Makes an adapter for an account. */
type Load = (account: GeneratorAccount | undefined, host: Host) => Promise<Generator>;

/** The adapters there are, each loaded when a project names it. Keys come from the environment alone. */
const registry: { readonly [name: string]: Load } = {
  openai: async (account, { environment, clock }) => {
    const { createOpenAiGenerator } = await import('../adapters/generate/openai/create-openai-generator.ts');
    return createOpenAiGenerator({
      apiKey: environment['OPENAI_API_KEY'],
      organization: environment['OPENAI_ORG_ID'],
      project: environment['OPENAI_PROJECT_ID'],
      baseURL: account?.baseURL ?? environment['OPENAI_BASE_URL'],
      profile: account?.profile === 'portable' ? 'portable' : 'openai',
      sizeRules: account?.sizeRules,
      safetyIdentifier: account?.safetyIdentifier,
      previewAccess: account?.previewAccess,
      today: new Date(clock.now()).toISOString().slice(0, 10),
    });
  },
};

/** Loads the adapters that a project's art names; none for a project without bought art. */
export async function loadGenerators(config: ResolvedConfig, host: Host): Promise<ReadonlyMap<string, Generator>> {
  const names = [...new Set(listArt(config).flatMap((art) => ('settings' in art && art.kind !== 'procedural' ? [art.settings.generator] : [])))];
  return new Map(
    await Promise.all(names.filter((name) => registry[name]).map(async (name) => [name, await registry[name]!(config.generators[name], host)] as const)),
  );
}

/** Every piece of art of a config, those inside of others among them. */
export function listArt(config: ResolvedConfig): readonly Art[] {
  const own = config.assets.flatMap((asset) => [...Object.values(asset.art), ...asset.overrides.flatMap((override) => Object.values(override.art ?? {}))]);
  return own.flatMap(listNested);
}

/** A piece of art and those inside of it. */
export function listNested(art: Art): readonly Art[] {
  switch (art.kind) {
    case 'file':
    case 'procedural':
    case 'asset':
      return [art];
    case 'generate':
      return [art, ...art.references.flatMap(listNested)];
    case 'edit':
      return [art, ...listNested(art.from), ...art.references.flatMap(listNested)];
    case 'translate':
      return [art, ...listNested(art.from)];
  }
}
