/** A stream that a command writes to. */
export interface Output {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Width of the terminal; 80 when it is unknown. */
  readonly columns: number;
}

/** What a person types. */
export interface Input {
  readonly isTerminal: boolean;
  /** The next line, without its end; undefined when there is none any more, or somebody asked the command to stop. */
  readLine(signal: AbortSignal): Promise<string | undefined>;
  /** Hands on every key as it is pressed, without Enter, until the function that it gives is called; does nothing where nobody types. */
  watchKeys(onKey: (key: string) => void): () => void;
}

/** All that a command knows of the world outside of the project: handed in, so that every command runs in a test as it runs in a terminal. */
export interface Io {
  /** Of this package. */
  readonly version: string;
  /** Results. */
  readonly stdout: Output;
  /** Progress and diagnostics. */
  readonly stderr: Output;
  readonly stdin: Input;
  readonly env: { readonly [name: string]: string | undefined };
  /** Absolute path of the working directory, the root of the project. */
  readonly cwd: string;
  /** Milliseconds that only grow. */
  now(): number;
  /** Aborted by the first Ctrl-C or SIGTERM; the handlers stand from the first call on. */
  watchInterrupts(): Interrupts;
}

/** Whether somebody asked the command to stop. */
export interface Interrupts {
  readonly signal: AbortSignal;
  /** 130 for Ctrl-C, 143 for SIGTERM; undefined as long as nobody asked. */
  exitCode(): number | undefined;
}
