/** What may be spent. */
export interface BudgetLimits {
  /** US dollars for this run; undefined when there was no consent. */
  readonly run: number | undefined;
  /** US dollars for this calendar month; undefined when the config sets none. */
  readonly month: number | undefined;
  /** US dollars that the ledger says were spent this month. */
  readonly spentThisMonth: number;
}

/** A sum that is held back for one request. */
export interface Reservation {
  readonly amount: number;
  /** Books what it cost in the end and gives the rest back; 0 when nothing was billed. */
  settle(cost: number): void;
}

/** Why a sum can't be reserved. */
export type Shortage = { readonly limit: 'run' | 'month'; readonly cap: number; readonly taken: number; readonly wanted: number };

/** Holds the cap under concurrency: the worst case is taken before a request is sent. */
export interface Budget {
  reserve(amount: number): Reservation | Shortage;
  /** US dollars booked so far in this run. */
  spent(): number;
}

/** Sums are held in millionths of a dollar, so that adding them up is exact. */
const scale = 1_000_000;

/** What a sum written in decimals is off by as a double, in those millionths. */
const noise = 1e-6;

/** Makes a budget. */
export function createBudget({ run = 0, month, spentThisMonth }: BudgetLimits): Budget {
  let held = 0;
  let booked = 0;
  const findShortage = (units: number, wanted: number): Shortage | undefined => {
    const taken = held + booked;
    if (taken + units > toCap(run)) return { limit: 'run', cap: run, taken: taken / scale, wanted };
    if (month !== undefined && toUnits(spentThisMonth) + taken + units > toCap(month))
      return { limit: 'month', cap: month, taken: spentThisMonth + taken / scale, wanted };
    return undefined;
  };
  return {
    reserve: (amount) => {
      const units = toUnits(amount);
      const shortage = findShortage(units, amount);
      if (shortage !== undefined) return shortage;
      held += units;
      let open = true;
      return {
        amount,
        settle: (cost) => {
          if (!open) return;
          open = false;
          held -= units;
          booked += toUnits(cost);
        },
      };
    },
    spent: () => booked / scale,
  };
}

/** What is spent is rounded up and what may be spent is rounded down: a cap is never passed by rounding. */
function toUnits(dollars: number): number {
  return Math.ceil(dollars * scale - noise);
}

function toCap(dollars: number): number {
  return Math.floor(dollars * scale + noise);
}
