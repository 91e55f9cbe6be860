import { exitCode } from '../diagnostics/define.ts';
import type { Input, Interrupts, Io, Output } from './io.ts';

/** The process as the commands see it. */
export function createProcessIo(version: string): Io {
  quietLibraries();
  return {
    version,
    stdout: createOutput(process.stdout),
    stderr: createOutput(process.stderr),
    stdin: createInput(),
    env: process.env,
    cwd: process.cwd(),
    now: () => performance.now(),
    watchInterrupts,
  };
}

/**
 * The library of S3 warns in every process on Node 20 that its releases of 2027 will need Node 22. That is for whoever updates it, not for whoever builds: its authors name this variable for
 * those who can't act on it.
 */
function quietLibraries(): void {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
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

/** Nothing is opened before somebody is asked: an open stdin would keep the process alive. */
function createInput(): Input {
  return {
    isTerminal: process.stdin.isTTY,
    readLine: async (signal) => {
      const { createInterface } = await import('node:readline');
      const reader = createInterface({ input: process.stdin, terminal: false });
      return new Promise((resolve) => {
        const end = (line?: string): void => {
          signal.removeEventListener('abort', onAbort);
          resolve(line);
          reader.close();
        };
        const onAbort = (): void => end();
        signal.addEventListener('abort', onAbort);
        reader.once('line', end).once('close', onAbort);
        if (signal.aborted) end();
      });
    },
    watchKeys: (onKey) => {
      const { stdin } = process;
      if (!stdin.isTTY) return () => undefined;
      const take = (bytes: Buffer): void => {
        // Raw keys are not turned into signals: Ctrl-C stays what it is everywhere.
        if (bytes.includes(3)) process.kill(process.pid, 'SIGINT');
        else for (const key of bytes.toString('utf8')) onKey(key);
      };
      stdin.setRawMode(true).resume().on('data', take);
      return () => void stdin.off('data', take).setRawMode(false).pause();
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
