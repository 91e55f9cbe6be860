import { parseArgs } from 'node:util';
import { faultKinds, type FaultKind } from './faults.ts';
import type { OpenAiServerOptions } from './server-types.ts';
import { startOpenAiServer, type OpenAiServer } from './start-openai-server.ts';

const usage = `Options: --port <number>  --key <key that is accepted>  --latency <milliseconds>  --images-per-minute <number>  --concurrency <number>
         --portable  --previews  --fault <kind> (again for the fault of each next request, 'none' for none)`;

/**
 * Starts the double from command-line arguments and says where it listens; the caller closes it.
 * @throws {Error} for an argument that it doesn't know, its message naming those it does.
 */
export async function runServer(argv: readonly string[], print: (line: string) => void): Promise<OpenAiServer> {
  const values = parse(argv);
  const faults = (values.fault ?? []).map(readFault);
  const server = await startOpenAiServer(readOptions(values));
  if (faults.length > 0) server.setFaults(faults);
  print(`Fake OpenAI API: every picture says FAKE and costs nothing. Nothing leaves this machine.`);
  print(`OPENAI_BASE_URL=${server.baseUrl}`);
  print(`OPENAI_API_KEY=${values.key ?? 'any-key'}`);
  return server;
}

type Values = ReturnType<typeof readArguments>;

function parse(argv: readonly string[]): Values {
  try {
    return readArguments(argv);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error });
  }
}

function readArguments(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    port: text,
    key: text,
    latency: text,
    'images-per-minute': text,
    concurrency: text,
    portable: flag,
    previews: flag,
    fault: { ...text, multiple: true },
  } as const;
  return parseArgs({ args: [...argv], options }).values;
}

function readOptions(values: Values): OpenAiServerOptions {
  const { port, key, latency, concurrency, portable, previews, 'images-per-minute': images } = values;
  return {
    ...(port === undefined ? {} : { port: readNumber('port', port) }),
    ...(key === undefined ? {} : { apiKey: key }),
    ...(latency === undefined ? {} : { latency: readNumber('latency', latency) }),
    ...(portable === true ? { profile: 'portable' } : {}),
    previews: previews ?? false,
    saysFake: true,
    limits: {
      ...(images === undefined ? {} : { imagesPerMinute: readNumber('images-per-minute', images) }),
      ...(concurrency === undefined ? {} : { concurrency: readNumber('concurrency', concurrency) }),
    },
  };
}

function readNumber(name: string, value: string): number {
  if (/^\d+$/.test(value)) return Number(value);
  throw new Error(`--${name} wants a whole number, not "${value}".\n${usage}`);
}

function readFault(name: string): FaultKind | 'none' {
  const kind = faultKinds.find((kind) => kind === name);
  if (kind === undefined && name !== 'none') throw new Error(`No fault is called "${name}". There are: ${faultKinds.join(', ')}.\n${usage}`);
  return kind ?? 'none';
}
