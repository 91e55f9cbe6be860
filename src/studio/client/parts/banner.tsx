import type { JSX } from 'preact';
import { listProblems } from '../data/list-problems.ts';
import { useStudio } from '../store/use-studio.ts';
import { ProblemText } from './problem-text.tsx';

/** What stands in the way of everything: a server that is gone, or a project that can't be loaded. The pictures below stay. */
export function Banner(): JSX.Element | null {
  const { isConnected, state, dialog } = useStudio();
  const { phase, problems, cells } = state.value;
  if (!isConnected.value || phase === 'closed') return <LostBanner />;
  if (phase !== 'broken') return null;
  const [first, ...others] = listProblems(problems);
  if (first === undefined) return null;
  return (
    <section class="banner is-broken" role="alert" aria-label="The project can’t be built">
      <ProblemText problem={first.problem} />
      <p class="aside">
        {cells.length === 0 ? 'Pictures come when this is mended.' : 'The last good pictures are shown.'}
        {others.length === 0 ? null : (
          <button type="button" class="link" onClick={() => (dialog.value = { kind: 'problems' })}>
            {others.length} more
          </button>
        )}
      </p>
    </section>
  );
}

function LostBanner(): JSX.Element {
  return (
    <section class="banner is-lost" role="alert" aria-label="No connection">
      <p>
        <strong>The studio’s server is gone.</strong> This page comes back by itself when it is. Otherwise start <code>visuals studio</code> and open its new
        link.
      </p>
    </section>
  );
}
