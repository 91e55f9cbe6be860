import { exitCode } from '../diagnostics/define.ts';
import type { Interrupts, Io, Output } from './io.ts';

/** The process as the commands see it. */
export function createProcessIo(version: string): Io {
  return {
    version,
    stdout: createOutput(process.stdout),
    stderr: createOutput(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    now: () => performance.now(),
    watchInterrupts,
  };
}

/** A reader that went away (`visuals explain | head`) ends the writing, not the command. */
function createOutput(stream: NodeJS.WriteStream): Output {
  let open = true;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    open = false;
  });
  return {
    write: (text) => {
      if (open) stream.write(text);
    },
    isTerminal: stream.isTTY,
    get columns() {
      return stream.columns > 0 ? stream.columns : 80;
    },
  };
}

/** The first signal asks the command to end, the second ends it: whoever presses twice means it. */
function watchInterrupts(): Interrupts {
  const controller = new AbortController();
  let code: number | undefined;
  const stop = (asked: number) => (): void => {
    if (code !== undefined) process.exit(asked);
    code = asked;
    controller.abort();
  };
  process.on('SIGINT', stop(exitCode.interrupted));
  process.on('SIGTERM', stop(exitCode.terminated));
  return { signal: controller.signal, exitCode: () => code };
}
