import type { JsonObject } from '../model/json.ts';

/** A server that hands jobs out to workers, at least once each. */
export interface JobServer {
  /** Its address, without anything secret: what messages call it. */
  readonly name: string;
  openQueue(name: string): Promise<JobQueue>;
  openWorker(name: string, settings: WorkerSettings): Promise<JobWorker>;
}

/** A queue, for whoever adds jobs. */
export interface JobQueue {
  /**
   * Adds a job; one of this id that is waiting or under way is taken instead, one that has ended is done once more.
   * @param isAnew whether what workers noted of one that ended so is forgotten; otherwise whoever does it once more reads that
   */
  add(id: string, payload: JsonObject, isAnew: (answer: JsonObject | undefined) => boolean): Promise<AddedJob>;
  /** How many workers listen. */
  countWorkers(): Promise<number>;
  close(): Promise<void>;
}

/** A job that somebody waits for. */
export interface AddedJob {
  /** What the handler gave. @throws Error when the job can not end well */
  ended(): Promise<JsonObject>;
  /** Takes it back if no worker has begun it. */
  withdraw(): Promise<void>;
}

/** How a worker takes jobs. */
export interface WorkerSettings {
  /** Jobs at once. */
  readonly atOnce: number;
  /** Most jobs a minute, of all workers together. */
  readonly perMinute?: number;
  readonly handle: JobHandler;
  /** Told when the server can't be reached for a while. */
  readonly onTrouble: (reason: string) => void;
}

/** Does a job; `later` gives it back, to be handed out again after a moment. Nothing blocks the event loop for seconds: the server would take the worker for dead. */
export type JobHandler = (job: TakenJob) => Promise<JsonObject | 'later'>;

/** A job in a worker's hands. */
export interface TakenJob {
  readonly payload: JsonObject;
  /**
   * Writes something into the payload that whoever gets the job after this worker's death reads.
   * @throws Error when the job is in other hands by now: whoever was taken for dead does nothing more about it
   */
  note(fields: JsonObject): Promise<void>;
}

/** A worker that takes jobs until it is closed. */
export interface JobWorker {
  /** Ends when the jobs that were begun have. */
  close(): Promise<void>;
}
