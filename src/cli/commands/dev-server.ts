import { portTaken } from '../../diagnostics/watch.ts';
import { VisualsError } from '../../model/diagnostic.ts';
import { readErrorCode } from '../../model/error-code.ts';
import type { CommandInput } from '../command.ts';

/** What the shipped double of the provider offers. */
interface DevServer {
  readonly runServer: (argv: readonly string[], print: (line: string) => void) => Promise<{ readonly baseUrl: string; close(): Promise<void> }>;
}

const notice = 'Pictures made with it are marked in visuals.lock.json: `visuals check` fails as long as one is in use. Ctrl-C ends it.';

/** `visuals dev-server`: a local stand-in for OpenAI, for trying the tool without a key. It runs until it is interrupted. */
export async function runDevServer({ flags, io }: CommandInput): Promise<number> {
  const interrupts = io.watchInterrupts();
  const lines: string[] = [];
  const server = await start(flags.port, (line) => lines.push(line));
  if (flags.json) io.stdout.write(`${JSON.stringify({ fake: true, OPENAI_BASE_URL: server.baseUrl, OPENAI_API_KEY: 'any-key' })}\n`);
  else io.stdout.write(`${[...lines, notice].join('\n')}\n`);
  await new Promise<void>((resolve) => {
    interrupts.signal.addEventListener('abort', () => resolve(), { once: true });
    if (interrupts.signal.aborted) resolve();
  });
  await server.close();
  return 0;
}

async function start(port: number | undefined, print: (line: string) => void): ReturnType<DevServer['runServer']> {
  const { runServer } = (await import(locate())) as DevServer;
  try {
    return await runServer(port === undefined ? [] : ['--port', String(port)], print);
  } catch (error) {
    const cause = readErrorCode(error) ?? '';
    if (port === undefined || !['EADDRINUSE', 'EACCES'].includes(cause)) throw error;
    const { findListener } = await import('../../studio/server/find-listener.ts');
    throw new VisualsError(portTaken({ port, holder: findListener(port), cause }));
  }
}

/** It is a bundle of its own beside the command's; from source, the one that was built last. */
function locate(): string {
  return new URL(import.meta.url.endsWith('.ts') ? '../../../dist/dev-server.js' : './dev-server.js', import.meta.url).href;
}
