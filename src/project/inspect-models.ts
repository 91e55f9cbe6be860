import { formatNearest } from '../diagnostics/did-you-mean.ts';
import type { ResolvedConfig } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { DoctorFinding } from '../model/report.ts';
import { SendError } from '../spec/generator.ts';
import type { Generator, ListedModel } from '../spec/generator.ts';
import { formatDay } from './check-requests.ts';
import type { Host } from './host.ts';
import { listArt } from './load-generators.ts';
import { openTreasury } from './open-paid-art.ts';

/** How long the provider may take to list its models, in milliseconds. */
const patience = 15_000;

/** Names of the environment variables that hold a key, by adapter. */
const keyOf: { readonly [generator: string]: string } = { openai: 'OPENAI_API_KEY' };

/**
 * Whether the models that the config names are there, and until when. With a key the provider is asked for its list, which costs nothing; without one the table of this
 * version tells. Never an error: pictures that are in the lock stay usable whatever becomes of their model.
 */
export async function inspectModels(config: ResolvedConfig, generators: ReadonlyMap<string, Generator>, host: Host): Promise<readonly DoctorFinding[]> {
  const findings: DoctorFinding[] = [];
  for (const [name, generator] of generators) {
    const models = listModels(config, name, host);
    const listed = await askProvider(name, generator, host);
    if ('problem' in listed)
      findings.push({
        subject: name,
        status: listed.key ? 'warning' : 'ok',
        detail: `${listed.problem}; what follows is from the table of ${generator.tableVersion}`,
      });
    else findings.push({ subject: name, status: 'ok', detail: `${listed.models.length} models for this key` });
    for (const model of models)
      findings.push(describeModel(model, generator, { listed: 'models' in listed ? listed.models : undefined, today: formatDay(host.clock) }));
  }
  return findings;
}

/** The config's, and those that were accepted in their place. */
function listModels(config: ResolvedConfig, generator: string, { root }: Host): readonly string[] {
  const settings = listArt(config).flatMap((art) => ('prompt' in art || art.kind === 'translate' ? [art.settings] : []));
  const own = settings.filter((each) => each.generator === generator).map(({ model }) => model);
  const swaps = openTreasury(root)
    .book.lines()
    .flatMap((line) => (line.type === 'swap' && own.includes(line.from) ? [line.to] : []));
  return [...new Set([...own, ...swaps])].toSorted();
}

type Answer = { readonly models: readonly ListedModel[] } | { readonly problem: string; readonly key: boolean };

async function askProvider(name: string, generator: Generator, { environment }: Host): Promise<Answer> {
  const variable = keyOf[name] ?? '';
  if (generator.listModels === undefined || (environment[variable] ?? '') === '') return { problem: `no ${variable}`, key: false };
  try {
    return { models: await generator.listModels(AbortSignal.timeout(patience)) };
  } catch (error) {
    if (error instanceof SendError) return { problem: `the list of models could not be read (${error.failure.message})`, key: true };
    if (error instanceof VisualsError) return { problem: error.diagnostics[0]?.message ?? error.message, key: true };
    throw error;
  }
}

/** The provider's own word on a date goes before the table's. */
function describeModel(
  model: string,
  generator: Generator,
  { listed, today }: { readonly listed: readonly ListedModel[] | undefined; readonly today: string },
): DoctorFinding {
  const own = listed?.find(({ id }) => id === model);
  const known = generator.findEnd?.(model);
  const end = own?.endsOn ?? known?.date;
  const replacement = known === undefined ? 'Choose another model for new work.' : `See \`visuals migrate --to ${known.replacement}\`.`;
  if (end !== undefined) return { subject: 'model', status: 'warning', detail: `${model} ${today >= end ? 'ended' : 'ends'} on ${end}`, fix: replacement };
  if (listed === undefined || own !== undefined) return { subject: 'model', status: 'ok', detail: `${model}, no end is announced` };
  const names = listed.map(({ id }) => id);
  return {
    subject: 'model',
    status: 'warning',
    detail: `${model} is not in the provider's list for this key${formatNearest(model, names)}`,
    fix: 'Check its name and the access of the key; pictures that are in the lock stay usable.',
  };
}
