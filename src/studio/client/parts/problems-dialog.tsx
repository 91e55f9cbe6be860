import type { JSX } from 'preact';
import { formatCount } from '../data/format-words.ts';
import { listProblems } from '../data/list-problems.ts';
import { useStudio } from '../store/use-studio.ts';
import { ProblemText } from './problem-text.tsx';
import { ReadingDialog } from './reading-dialog.tsx';

/** All that is wrong, each once, with its pictures one click away. */
export function ProblemsDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const studio = useStudio();
  const groups = listProblems(studio.state.value.problems);
  const known = new Set(studio.state.value.cells.map(({ id }) => id));
  const open = (cell: string): void => {
    onClose();
    studio.open(cell);
  };
  return (
    <ReadingDialog title={groups.length === 0 ? 'No problems' : 'Problems'} onClose={onClose}>
      <ul class="problems">
        {groups.map(({ problem, cells }) => (
          <li key={`${problem.code} ${cells.join(' ')} ${problem.message}`}>
            <ProblemText problem={problem} />
            <ShownIn cells={cells.filter((cell) => known.has(cell))} onOpen={open} />
          </li>
        ))}
      </ul>
    </ReadingDialog>
  );
}

interface ShownInProps {
  readonly cells: readonly string[];
  readonly onOpen: (cell: string) => void;
}

/** The first picture, and the others for whoever asks. */
function ShownIn({ cells, onOpen }: ShownInProps): JSX.Element | null {
  const [first, ...others] = cells;
  if (first === undefined) return null;
  const show = (cell: string): JSX.Element => (
    <button key={cell} type="button" onClick={() => onOpen(cell)}>
      Show {cell}
    </button>
  );
  return (
    <>
      {show(first)}
      {others.length === 0 ? null : (
        <details>
          <summary>and in {formatCount(others.length, 'more picture')}</summary>
          {others.map(show)}
        </details>
      )}
    </>
  );
}
