import type { JSX } from 'preact';
import { useStudio } from '../store/use-studio.ts';
import { orderProblems } from './banner.tsx';
import { Modal } from './modal.tsx';
import { ProblemText } from './problem-text.tsx';

/** All that is wrong, each with its picture one click away. */
export function ProblemsDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const studio = useStudio();
  const problems = orderProblems(studio.state.value.problems);
  const open = (cell: string): void => {
    onClose();
    studio.open(cell);
  };
  return (
    <Modal title={problems.length === 0 ? 'No problems' : 'Problems'} onClose={onClose} isWide>
      <ul class="problems">
        {problems.map((problem) => (
          <li key={`${problem.code} ${problem.cell ?? ''} ${problem.message}`}>
            <ProblemText problem={problem} />
            {problem.cell === undefined ? null : (
              <button type="button" onClick={() => open(problem.cell!)}>
                Show {problem.cell}
              </button>
            )}
          </li>
        ))}
      </ul>
      <div class="modal-actions">
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
    </Modal>
  );
}
