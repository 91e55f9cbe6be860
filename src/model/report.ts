import type { Policy } from './config.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { BuildCounts, EventSink } from './event.ts';
import type { Finding } from './finding.ts';
import type { TaskKind } from './plan.ts';

/** Which part of the project a command is about. Globs match asset ids; absent means all. */
export interface Selection {
  readonly only?: readonly string[];
  readonly locales?: readonly string[];
  readonly sizes?: readonly string[];
}

/** What every command of the library takes. */
export interface ProjectOptions {
  /** Folder of the project; default the working directory. */
  readonly root?: string;
  /** Config file relative to the root; default `visuals.config.ts`. */
  readonly config?: string;
  readonly onEvent?: EventSink;
  readonly signal?: AbortSignal;
}

/** What a build can be told. */
export interface BuildOptions extends ProjectOptions, Selection {
  /** Publish nothing new: missing files of the manifest are put back, and anything that would change the manifest is drift. */
  readonly frozen?: boolean;
  /** Take over output files that `visuals` did not write. */
  readonly adopt?: boolean;
  /** How many pictures are in work at once; default the machine's parallelism. */
  readonly jobs?: number;
  /** US dollars that may be spent; without it nothing is bought, unless the config sets a budget and this is no build server. */
  readonly spend?: number;
  /** Fill what was not bought with labelled stand-ins, which never enter the lock. */
  readonly draft?: boolean;
  /** Order what is to be bought in batches, which take up to a day and cost less, instead of waiting for it; later builds collect it. */
  readonly batch?: boolean;
  /** Ask once more for pictures whose earlier request has an unknown outcome. */
  readonly buyAgain?: boolean;
  /** Asks a person whether so much may be spent; called once, before the first request, when there is no other consent. */
  readonly confirmSpend?: (purchase: PurchaseSummary) => Promise<boolean>;
  /** Seconds to wait for another build of the same project; default 30. */
  readonly wait?: number;
  /** Leave the shared store alone, although there is one. */
  readonly alone?: boolean;
}

/** What became of the bought art of a build. */
export interface ArtSummary {
  /** Pictures that came from a provider. */
  readonly bought: number;
  /** Pieces of art in whose place stand-ins were drawn. */
  readonly drafts: number;
  /** What is still to be paid for before everything is as the config asks. */
  readonly unpaid: PurchaseSummary;
  /** Whether its price is that of batches. */
  readonly batch?: boolean;
  /** Edits whose surroundings were put back; absent when there are none. */
  readonly edits?: readonly EditedArt[];
  /** Pictures that were ordered in batches and came now; absent when there are none. */
  readonly collected?: { readonly pictures: number; readonly cost: number };
  /** Pictures that are ordered in batches and have not come yet; absent when there are none. */
  readonly awaited?: AwaitedArt;
}

/** What waits in batches. US dollars at worst. */
export interface AwaitedArt {
  readonly pictures: number;
  readonly batches: number;
  readonly high: number;
}

/** What a model did to a picture where it was not asked to, and what became of it: the original pixels were put back there. */
export interface EditedArt {
  /** `asset/slot`. */
  readonly art: string;
  /** Share of the pixels outside of the mask that had changed visibly, 0–1; the worst of all its shapes and languages. */
  readonly changedOutside: number;
  /** Whether this build put them back; else an earlier one did. */
  readonly made: boolean;
}

/** What a build would buy. US dollars. */
export interface PurchaseSummary {
  readonly pictures: number;
  readonly low: number;
  readonly high: number;
  /** Whether the price of every model is known. */
  readonly known: boolean;
}

/** One request that a build would make of an image model. */
export interface PlannedPurchase extends PurchaseSummary {
  /** Name of the task in the plan: changes with everything that is asked for. */
  readonly task: string;
  /** `asset/slot`. */
  readonly art: string;
  readonly model: string;
  readonly width: number;
  readonly height: number;
  readonly quality: string;
  /** Composed pictures that show it, also by way of other art. */
  readonly serves: number;
  /** What is done locally because the model can't; empty when nothing is. */
  readonly note: string;
  readonly sections: readonly { readonly title: string; readonly lines: readonly string[] }[];
}

/** Why a task is made: a field of its key that differs. `before` is absent for a new field, `after` for one that is gone. */
export interface Cause {
  readonly field: string;
  readonly before?: string;
  readonly after?: string;
}

/** A cell that was or would be made, and why. No causes means that it is new, or that its result was lost: `reason` tells. */
export interface CellChange {
  readonly cell: string;
  readonly asset: string;
  readonly reason: 'new' | 'changed' | 'lost';
  readonly causes: readonly Cause[];
}

/** How a build ended. */
export interface BuildReport {
  readonly exit: number;
  readonly counts: BuildCounts;
  readonly made: readonly CellChange[];
  /** Output files of earlier builds that were removed, relative to the root. */
  readonly removed: readonly string[];
  /** Path of the manifest, relative to the root. */
  readonly manifest: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly milliseconds: number;
  /** US dollars spent by this build. */
  readonly spent: number;
  /** Absent when the build looked at no bought art. */
  readonly art?: ArtSummary;
  /** How many tasks of each kind really ran. */
  readonly ran: { readonly [kind in TaskKind]: number };
}

/** What a build would do. */
export interface PlanReport {
  readonly exit: number;
  readonly cells: number;
  readonly outputs: number;
  /** Cells whose pictures stand as they are. */
  readonly reused: number;
  readonly changes: readonly CellChange[];
  /** What would be bought. */
  readonly purchases: readonly PlannedPurchase[];
  /** Requests to image models that the plan rests on, bought or not; absent when there are none. */
  readonly requests?: number;
  /** Whether the prices are those of batches. */
  readonly batch?: boolean;
  /** Pictures that are ordered in batches and have not come yet; absent when there are none. */
  readonly awaited?: AwaitedArt;
  /** Output files that would be removed. */
  readonly removes: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** What made an asset's pictures the last time, and what would now. */
export interface WhyReport {
  readonly exit: number;
  readonly asset: string;
  readonly last: readonly CellChange[];
  readonly next: readonly CellChange[];
  /** Key record of one cell, field by field, as an example of what its pictures depend on. */
  readonly record: { readonly cell: string; readonly fields: { readonly [field: string]: string } } | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What `visuals types` wrote. */
export interface TypesReport {
  readonly exit: number;
  /** Relative to the root. */
  readonly file: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** What `visuals check` can be told. */
export interface CheckOptions extends ProjectOptions {
  readonly jobs?: number;
  /** Whether the bought pictures themselves are read and compared with the lock; false where they were not fetched: then the lock alone is believed. Default true. */
  readonly vault?: boolean;
  /** Put back output files that were deleted or edited, before looking. */
  readonly fix?: boolean;
}

/** What `visuals check` found. */
export interface CheckReport {
  readonly exit: number;
  readonly cells: number;
  /** Everything that is wrong, findings among it. */
  readonly diagnostics: readonly Diagnostic[];
  /** What the checks of pictures and assets found, with all that was measured. */
  readonly findings: readonly Finding[];
  /** What the assets declare of people, likeness and claims. */
  readonly policies: readonly (Policy & { readonly asset: string })[];
  /** Output files that were put back, relative to the root. */
  readonly fixed: readonly string[];
  /** Answers about pictures that were known from earlier, and those that were found now. */
  readonly remembered: number;
  readonly looked: number;
}

/** What `visuals check --text` found. */
export interface CheckTextReport {
  readonly exit: number;
  readonly cells: number;
  /** Cells whose texts were laid out now; the others were known from an earlier run, or are the same as another cell. */
  readonly measured: number;
  readonly milliseconds: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** One thing that `visuals doctor` looked at. */
export interface DoctorFinding {
  readonly subject: string;
  readonly status: 'ok' | 'warning' | 'error';
  readonly detail: string;
  readonly fix?: string;
}
