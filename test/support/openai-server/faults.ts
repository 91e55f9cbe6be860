import { paidRoutes, type RouteName } from './route-names.ts';

/**
 * Where a fault strikes: `socket` before the body is read, `status` instead of a picture, `picture` inside the JSON, `body` in place of the JSON, `delivery` on the
 * way, `job` in the outcome of a Responses call.
 */
export type FaultPhase = 'socket' | 'status' | 'picture' | 'body' | 'delivery' | 'job';

/** Where each fault strikes, and whether the provider bills the pictures of the request all the same. */
export const faultFacts = {
  'refuse-connection': { phase: 'socket', billed: false },
  'reset-before-reading': { phase: 'socket', billed: false },
  'reset-after-request': { phase: 'delivery', billed: true },
  'close-after-request': { phase: 'delivery', billed: true },
  hang: { phase: 'delivery', billed: true },
  'hang-in-headers': { phase: 'delivery', billed: true },
  'hang-in-body': { phase: 'delivery', billed: true },
  'reset-in-body': { phase: 'delivery', billed: true },
  'close-in-body': { phase: 'delivery', billed: true },
  'cut-json': { phase: 'delivery', billed: true },
  'slow-drip': { phase: 'delivery', billed: true },
  delay: { phase: 'delivery', billed: true },
  'html-200': { phase: 'body', billed: true },
  'json-string-200': { phase: 'body', billed: true },
  'empty-body': { phase: 'body', billed: true },
  'huge-body': { phase: 'body', billed: true },
  'empty-data': { phase: 'picture', billed: true },
  'missing-b64': { phase: 'picture', billed: true },
  'cut-base64': { phase: 'picture', billed: true },
  'invalid-base64': { phase: 'picture', billed: true },
  'wrong-size': { phase: 'picture', billed: true },
  'wrong-format': { phase: 'picture', billed: true },
  'not-an-image': { phase: 'picture', billed: true },
  'cut-image': { phase: 'picture', billed: true },
  'no-alpha': { phase: 'picture', billed: true },
  'fewer-images': { phase: 'picture', billed: true },
  'rate-limited': { phase: 'status', billed: false },
  'insufficient-quota': { phase: 'status', billed: false },
  unauthorized: { phase: 'status', billed: false },
  'not-verified': { phase: 'status', billed: false },
  'unknown-model': { phase: 'status', billed: false },
  moderated: { phase: 'status', billed: false },
  'invalid-value': { phase: 'status', billed: false },
  'server-error': { phase: 'status', billed: false },
  overloaded: { phase: 'status', billed: false },
  'bad-gateway': { phase: 'status', billed: false },
  'gateway-timeout': { phase: 'status', billed: false },
  'request-timeout': { phase: 'status', billed: false },
  conflict: { phase: 'status', billed: false },
  'failed-call': { phase: 'job', billed: false },
  'failed-response': { phase: 'job', billed: false },
} as const satisfies Readonly<Record<string, { readonly phase: FaultPhase; readonly billed: boolean }>>;

/** The name of a fault. */
export type FaultKind = keyof typeof faultFacts;

/** Every fault's name, in a fixed order, for schedules drawn at random. */
export const faultKinds: readonly FaultKind[] = listFaultKinds();

/**
 * A fault. Those of the phase `picture` belong to the request that buys; on any other route they do nothing, while the phases `socket`, `status`, `body` and
 * `delivery` work everywhere. Each measure has a default, so that the bare kind is a whole fault.
 */
export interface Fault {
  readonly kind: FaultKind;
  /** `*-in-body` and `cut-json`: the share of the body's bytes that is sent, 0.5. `cut-base64`, `cut-image`: the share of the picture, 0.5. */
  readonly at?: number;
  /** `slow-drip`: 20,000. */
  readonly bytesPerSecond?: number;
  /** `huge-body`: 200 MB. */
  readonly bytes?: number;
  /** `delay`: how long the answer is held back, 200. */
  readonly milliseconds?: number;
  /** `rate-limited`: the `retry-after` header in seconds; 1 when neither this nor `retryAfterMs` is given. */
  readonly retryAfter?: number;
  /** `rate-limited`: the `retry-after-ms` header. */
  readonly retryAfterMs?: number;
  /** `insufficient-quota`: its code, `insufficient_quota`. */
  readonly code?: string;
  /** `fewer-images`: how many come, one less than asked. */
  readonly images?: number;
  /** `moderated`, `failed-call`: 'input' and ['violence']. */
  readonly stage?: 'input' | 'output' | 'unknown';
  readonly categories?: readonly string[];
  /** `wrong-size`: the size sent, half of the one asked for. */
  readonly width?: number;
  readonly height?: number;
}

/** What a schedule is asked about: `index` counts the requests on the scheduled routes from 0; no route when a connection is being accepted. */
export interface FaultRequest {
  readonly index: number;
  readonly route: RouteName | undefined;
}

/** The fault of a request, by its bare kind if its measures are the usual ones; `none` or undefined for a request that goes well. */
export type FaultChoice = FaultKind | Fault | 'none' | undefined;

/** Faults for the next requests in order, or a function from request to fault. */
export type FaultSource = readonly FaultChoice[] | ((request: FaultRequest) => FaultChoice);

/** The faults still to come. */
export interface FaultSchedule {
  /** Replaces the schedule and starts to count from 0 again. */
  set(source: FaultSource, routes?: readonly RouteName[]): void;
  /** Takes the fault of the request that has just arrived. */
  take(route: RouteName): Fault | undefined;
  /** Takes the next fault if it is one that refuses the connection itself. */
  takeRefusal(): Fault | undefined;
}

/** A schedule without faults. */
export function createFaultSchedule(): FaultSchedule {
  let choose: (request: FaultRequest) => FaultChoice = () => undefined;
  let scheduled = paidRoutes;
  let index = 0;
  return {
    set(source, routes = paidRoutes) {
      choose = typeof source === 'function' ? source : ({ index: at }) => source[at];
      scheduled = routes;
      index = 0;
    },
    take(route) {
      if (!scheduled.includes(route)) return undefined;
      return toFault(choose({ index: index++, route }));
    },
    takeRefusal() {
      const fault = toFault(choose({ index, route: undefined }));
      if (fault?.kind !== 'refuse-connection') return undefined;
      index++;
      return fault;
    },
  };
}

/** Where a fault strikes; no fault strikes nowhere. */
export function findPhase(fault: Fault | undefined): FaultPhase | undefined {
  return fault === undefined ? undefined : faultFacts[fault.kind].phase;
}

function toFault(choice: FaultChoice): Fault | undefined {
  if (choice === undefined || choice === 'none') return undefined;
  return typeof choice === 'string' ? { kind: choice } : choice;
}

function listFaultKinds(): FaultKind[] {
  return Object.keys(faultFacts).filter((kind): kind is FaultKind => kind in faultFacts);
}
