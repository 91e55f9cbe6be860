import type { ReviewState, Verdict } from '../model/approval.ts';
import type { LiveCellState } from '../model/live.ts';
import type { CellFacts } from '../model/matrix.ts';

/**
 * All that a report shows: what is not named here never leaves the machine. No path of the machine, no key record as such, no prompt unless it was asked for,
 * of people the name alone. Pictures are named relative to the page.
 */
export interface ReportData {
  /** Name of the project's package; empty when it has none. */
  readonly project: string;
  readonly locales: readonly string[];
  /** In the order of the matrix. */
  readonly cells: readonly ReportCell[];
  readonly problems: readonly ReportProblem[];
  /** What is still to be bought. */
  readonly purchases: readonly ReportPurchase[];
  readonly spending: ReportSpending;
  /** Absent when nothing was compared. */
  readonly comparison?: ReportComparison;
}

/** One cell of the sheet. */
export interface ReportCell extends CellFacts {
  /** `asset/size.locale.variant`. */
  readonly id: string;
  readonly asset: string;
  readonly state: LiveCellState;
  /** The published file, and a small one; empty when there is none. */
  readonly picture: string;
  readonly thumb: string;
  readonly approvals: readonly ReportApproval[];
}

/** What somebody said of a picture. */
export interface ReportApproval {
  /** A name, without the address behind it. */
  readonly by: string;
  /** `2026-11-22`. */
  readonly date: string;
  readonly verdict: Verdict;
  readonly comment: string;
}

/** A problem by its code: what a message quotes may be anything. */
export interface ReportProblem {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** What such a problem is, in the words of the catalogue. */
  readonly meaning: string;
  /** Every picture (or asset) that has it. */
  readonly cells: readonly string[];
  /** Relative to the root. */
  readonly file?: string;
  readonly line?: number;
}

/** US dollars. */
export interface ReportPurchase {
  /** `asset/slot`. */
  readonly art: string;
  readonly model: string;
  readonly width: number;
  readonly height: number;
  readonly quality: string;
  readonly pictures: number;
  readonly low: number;
  readonly high: number;
  readonly known: boolean;
  /** The prompt in its parts, when it was asked for. */
  readonly prompt?: readonly { readonly title: string; readonly lines: readonly string[] }[];
}

/** By the lock, so the same in every clone. US dollars. */
export interface ReportSpending {
  readonly pictures: number;
  readonly cost: number;
  /** `2026-11`, in UTC. */
  readonly month: { readonly name: string; readonly cost: number; readonly budget?: number };
}

/** What differs from an earlier state. */
export interface ReportComparison {
  /** As it was named. */
  readonly since: string;
  /** First digits of the commit. */
  readonly commit: string;
  readonly unchanged: number;
  readonly groups: readonly ReportGroup[];
  /** Alternative texts that differ, also where the pixels do not. */
  readonly alternatives: readonly ReportAlternative[];
  /** Pictures that are in the lock now and were not then. US dollars. */
  readonly bought: { readonly pictures: number; readonly cost: number };
  /** How long both states took to draw, and how many cards had to be drawn for it. */
  readonly work: { readonly milliseconds: number; readonly drawn: number };
}

/** `failed`: it could be drawn then, and can not now. */
export type ChangeKind = 'changed' | 'new' | 'removed' | 'failed';

/** Cells that changed for the same reason. */
export interface ReportGroup {
  readonly kind: ChangeKind;
  /** What changed, in words, such as `Copy: headline`; empty for new and removed cells. */
  readonly causes: readonly string[];
  readonly changes: readonly ReportChange[];
}

/** A cell that is not what it was. */
export interface ReportChange {
  readonly cell: string;
  readonly asset: string;
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  readonly alt: string;
  /** Absent for removed cells. */
  readonly state?: ReviewState | 'draft' | 'failed';
  readonly before?: ReportPicture;
  readonly after?: ReportPicture;
  /** Absent where the sizes differ, or there are not two pictures. */
  readonly difference?: ReportDifference;
  readonly fields: readonly ReportField[];
}

/** A picture of one of the two states. */
export interface ReportPicture {
  /** Relative to the page; empty when no picture was asked for. */
  readonly picture: string;
  readonly width: number;
  readonly height: number;
  readonly draft: boolean;
}

/** How much two pictures differ, and where. */
export interface ReportDifference {
  /** Visibly changed pixels, as a share of all, 0–1. */
  readonly share: number;
  /** By text slot: the share of the pixels where the slot's texts stand or stood. */
  readonly regions: readonly { readonly slot: string; readonly share: number }[];
  /** The picture in pale grey with the changed pixels in colour; relative to the page. */
  readonly picture: string;
}

/** What a screen reader said of a picture, and what it says now. */
export interface ReportAlternative {
  readonly cell: string;
  readonly locale: string;
  readonly direction: 'ltr' | 'rtl';
  readonly before: string;
  readonly after: string;
}

/** A field of the key record that differs. Values are given for copy, tokens and sizes alone. */
export interface ReportField {
  readonly name: string;
  readonly before?: string;
  readonly after?: string;
}
