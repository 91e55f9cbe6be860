import type { JSX } from 'preact';
import type { CandidateView } from '../../../model/candidate-view.ts';
import { formatDollars } from '../data/format-words.ts';
import { locatePicture } from '../store/call-server.ts';
import { useStudio } from '../store/use-studio.ts';

/** Bought candidates side by side; one is used. */
export function Candidates(): JSX.Element {
  const { detail } = useStudio();
  return (
    <div class="candidates">
      {(detail.value?.candidates ?? []).map((view) => (
        <CandidateList key={view.art} view={view} />
      ))}
    </div>
  );
}

function CandidateList({ view: { art, width, height, undecided, candidates } }: { readonly view: CandidateView }): JSX.Element {
  const { pick } = useStudio();
  return (
    <section aria-label={`Candidates for ${art}`}>
      <h2>{art}</h2>
      {undecided ? <p class="aside">Two branches chose differently: choose one.</p> : null}
      <ul>
        {candidates.map(({ digest, chosen, date, model, cost, picture }, index) => (
          <li key={digest} class={chosen ? 'candidate is-chosen' : 'candidate'}>
            <img src={locatePicture(picture)} width={width} height={height} alt={`Candidate ${index + 1} for ${art}`} />
            <p>
              <strong>{chosen ? 'In use' : `Candidate ${index + 1}`}</strong> <span class="aside">{`${date} · ${model} · ${formatDollars(cost)}`}</span>
            </p>
            <button type="button" disabled={chosen} onClick={() => void pick(art, digest)}>
              {chosen ? 'In use' : `Use candidate ${index + 1}`}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
