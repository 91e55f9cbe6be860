/** Bought candidates of one piece of art, as a person compares them. */
export interface CandidateView {
  /** `asset/slot`. */
  readonly art: string;
  readonly width: number;
  readonly height: number;
  /** Whether two branches chose differently, so that a person has to choose. */
  readonly undecided: boolean;
  readonly candidates: readonly {
    readonly digest: string;
    readonly chosen: boolean;
    readonly date: string;
    readonly model: string;
    /** US dollars. */
    readonly cost: number;
    /** Name of the picture, as `LiveSession.picture` takes it. */
    readonly picture: string;
  }[];
}
