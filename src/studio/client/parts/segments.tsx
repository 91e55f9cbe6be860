import type { JSX } from 'preact';

/** One choice of a row. */
export interface Segment<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly key?: string;
}

interface SegmentsProps<Value extends string> {
  /** What is chosen, for a screen reader. */
  readonly label: string;
  readonly segments: readonly Segment<Value>[];
  readonly value: Value;
  readonly onChoose: (value: Value) => void;
}

/** A row of choices of which one holds. */
export function Segments<Value extends string>({ label, segments, value, onChoose }: SegmentsProps<Value>): JSX.Element {
  return (
    <div class="segments" role="group" aria-label={label}>
      {segments.map((segment) => (
        <button
          key={segment.value}
          type="button"
          aria-pressed={segment.value === value}
          {...(segment.key !== undefined && { 'aria-keyshortcuts': segment.key, title: `${segment.label} (${segment.key})` })}
          onClick={() => onChoose(segment.value)}
        >
          {segment.label}
        </button>
      ))}
    </div>
  );
}
