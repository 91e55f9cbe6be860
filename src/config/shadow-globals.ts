import { arch, platform } from 'node:os';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The `process` that a config sees. */
export interface ShadowProcess {
  readonly process: object;
  /** Names of the variables that were read, sorted; all of them when the environment was listed. */
  names(): readonly string[];
}

/** Makes a `process` that gives what a config may depend on, and notes which environment variables were read. It can't end the program nor change its environment. */
export function createShadowProcess(environment: Environment, root: string): ShadowProcess {
  const read = new Set<string>();
  const note = <Result>(name: string | symbol, result: Result): Result => {
    if (typeof name === 'string') read.add(name);
    return result;
  };
  const env = new Proxy<Record<string, string | undefined>>(
    { ...environment },
    {
      get: (target, name) => note(name, Reflect.get(target, name)),
      has: (target, name) => note(name, Reflect.has(target, name)),
      getOwnPropertyDescriptor: (target, name) => note(name, Reflect.getOwnPropertyDescriptor(target, name)),
      set: (_, name) => {
        throw new Error(`a config can not set the environment variable ${String(name)}`);
      },
    },
  );
  const process = { env, argv: [], platform: platform(), arch: arch(), cwd: () => root, nextTick: queueMicrotask, exit: refuseExit };
  return { process, names: () => [...read].toSorted() };
}

function refuseExit(): never {
  throw new Error('a config can not end the process');
}

/** The global `Date` with a clock that stands `milliseconds` later. Dates that are made from given values are as ever. */
export function createShadowDate(milliseconds: number): DateConstructor {
  const now = (): number => Date.now() + milliseconds;
  return new Proxy(Date, {
    construct: (target, parts: readonly unknown[], newTarget) => Reflect.construct(target, parts.length === 0 ? [now()] : parts, newTarget) as Date,
    apply: () => new Date(now()).toString(),
    get: (target, name, receiver) => (name === 'now' ? now : (Reflect.get(target, name, receiver) as unknown)),
  });
}
