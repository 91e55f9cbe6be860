import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Verdict } from '../../../model/approval.ts';
import { formatCount } from '../data/format-words.ts';
import { isReviewable } from '../store/create-studio.ts';
import { useStudio } from '../store/use-studio.ts';
import { Modal } from './modal.tsx';

interface ReviewDialogProps {
  readonly verdict: Verdict;
  readonly cells: readonly string[];
  readonly onClose: () => void;
}

/** Says how many pictures are meant, and takes a comment. */
export function ReviewDialog({ verdict, cells, onClose }: ReviewDialogProps): JSX.Element {
  const { state, review, selected } = useStudio();
  const [comment, setComment] = useState('');
  const wanted = new Set(cells);
  const meant = state.value.cells.filter((cell) => wanted.has(cell.id) && isReviewable(cell));
  const left = cells.length - meant.length;
  const verb = verdict === 'approved' ? 'Approve' : 'Reject';
  const what = meant.length === 1 ? meant[0]!.id : formatCount(meant.length, 'picture');
  const submit = (event: Event): void => {
    event.preventDefault();
    onClose();
    void review(cells, verdict, comment.trim()).then((isDone) => {
      if (isDone) selected.value = new Set();
    });
  };
  return (
    <Modal title={`${verb} ${what}`} onClose={onClose}>
      <form onSubmit={submit}>
        <p class="aside">
          {state.value.reviewer === '' ? 'git knows nobody here: set user.name and user.email first.' : `As ${state.value.reviewer}.`}
          {left === 0 ? null : ` ${formatCount(left, 'picture')} without a finished picture left out.`}
        </p>
        <label class="field">
          Comment
          <textarea
            rows={3}
            value={comment}
            maxLength={2000}
            onInput={({ currentTarget }) => setComment(currentTarget.value)}
            onKeyDown={submitOnControlEnter}
            autofocus
          />
        </label>
        <div class="modal-actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={meant.length === 0}>
            {verb} {meant.length > 1 ? meant.length.toLocaleString('en') : ''}
          </button>
        </div>
      </form>
    </Modal>
  );
}

function submitOnControlEnter({ key, ctrlKey, metaKey, currentTarget }: KeyboardEvent): void {
  if (key === 'Enter' && (ctrlKey || metaKey) && currentTarget instanceof HTMLTextAreaElement) currentTarget.form?.requestSubmit();
}
