import type { Interrupts, Io } from '../../src/cli/io.ts';

/** A terminal, or none, that keeps what is written to it. */
export interface FakeIo extends Io {
  readonly written: { stdout: string; stderr: string };
  advance(milliseconds: number): void;
  interrupt(code: number): void;
}

interface FakeOptions {
  readonly terminal?: boolean;
  readonly columns?: number;
  readonly env?: Io['env'];
  readonly cwd?: string;
  /** What is typed, line by line. */
  readonly typed?: readonly string[];
}

/** An {@link Io} whose clock stands still until it is told to move. */
export function createFakeIo({ terminal = false, columns = 80, env = {}, cwd = '/nowhere', typed = [] }: FakeOptions = {}): FakeIo {
  const written = { stdout: '', stderr: '' };
  const controller = new AbortController();
  const lines = [...typed];
  let now = 1000;
  let interrupted: number | undefined;
  const output = (name: 'stdout' | 'stderr'): Io['stdout'] => ({
    write: (text) => {
      written[name] += text;
    },
    isTerminal: terminal,
    columns,
  });
  const interrupts: Interrupts = { signal: controller.signal, exitCode: () => interrupted };
  return {
    version: '1.2.3',
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdin: { isTerminal: terminal, readLine: async () => lines.shift(), watchKeys: () => () => undefined },
    env,
    cwd,
    now: () => now,
    watchInterrupts: () => interrupts,
    written,
    advance: (milliseconds) => {
      now += milliseconds;
    },
    interrupt: (code) => {
      interrupted = code;
      controller.abort();
    },
  };
}
