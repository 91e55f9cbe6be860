/** Time, injected: results never depend on it, progress and waiting do. */
export interface Clock {
  /** Milliseconds that only grow. */
  monotonic(): number;
  /** Wall time as milliseconds since 1970. */
  now(): number;
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
