import type { JSX } from 'preact';
import { isDigest } from '../../../model/digest.ts';
import type { LiveCell, LiveDetail } from '../../../model/live.ts';
import { formatDollars, formatShare } from '../data/format-words.ts';
import { useStudio } from '../store/use-studio.ts';
import { CopyEditors } from './copy-editor.tsx';
import { Layers } from './layers.tsx';
import { ManifestEntry } from './manifest-entry.tsx';
import { ProblemText } from './problem-text.tsx';

/** What is known of the opened picture: what a person decides by first, what they look up last. */
export function Inspector({ cell }: { readonly cell: LiveCell }): JSX.Element {
  const { detail, problemsOfOpened, mode, references } = useStudio();
  const known = detail.value;
  return (
    <aside class="inspector" aria-label="About this picture">
      {problemsOfOpened.value.map((problem) => (
        <ProblemText key={`${problem.code} ${problem.message}`} problem={problem} />
      ))}
      {mode.value === 'difference' && references.value.length > 0 ? <Shares /> : null}
      {known === undefined ? null : (
        <>
          <Causes detail={known} />
          <CopyEditors key={cell.id} detail={known} />
          <Approvals detail={known} />
          <Layers detail={known} />
          <ManifestEntry detail={known} />
          <KeyRecord detail={known} />
        </>
      )}
    </aside>
  );
}

const excuses = {
  measuring: 'Measuring …',
  'other size': 'The former picture has another size.',
  unreadable: 'The former picture is not here any more.',
} as const;

function Shares(): JSX.Element {
  const found = useStudio().difference.value;
  return (
    <section>
      <h2>Differences</h2>
      {typeof found === 'string' ? (
        <p class="aside">{excuses[found]}</p>
      ) : (
        <table class="shares">
          <tbody>
            {found.regions.map(({ name, share }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{formatShare(share)}</td>
              </tr>
            ))}
            <tr class="total">
              <th scope="row">In all</th>
              <td>{formatShare(found.share)}</td>
            </tr>
          </tbody>
        </table>
      )}
    </section>
  );
}

function Causes({ detail: { causes, cell } }: { readonly detail: LiveDetail }): JSX.Element | null {
  if (causes.length === 0) return cell.cause === '' ? null : <p class="aside">Made because it is {cell.cause}.</p>;
  return (
    <section>
      <h2>Why it changed</h2>
      <dl class="causes">
        {causes.map((cause) => (
          <div key={cause.field}>
            <dt>{cause.field}</dt>
            <dd>
              <CauseText {...cause} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Two digests tell nobody more than that they differ. */
function CauseText({ before, after }: LiveDetail['causes'][number]): JSX.Element {
  if (before !== undefined && after !== undefined && isDigest(before) && isDigest(after)) return <>Other content than before</>;
  return (
    <>
      {before === undefined ? null : <del dir="auto">{shorten(before)}</del>} {after === undefined ? null : <ins dir="auto">{shorten(after)}</ins>}
    </>
  );
}

/** Values of records may be digests or whole lists. */
function shorten(value: string): string {
  return isDigest(value) ? value.slice(0, 12) : value.length > 160 ? `${value.slice(0, 160)} …` : value;
}

function Approvals({ detail: { approvals } }: { readonly detail: LiveDetail }): JSX.Element | null {
  if (approvals.length === 0) return null;
  return (
    <section>
      <h2>Review</h2>
      <ul class="approvals">
        {approvals.map(({ verdict, by, date, comment }) => (
          <li key={`${by} ${verdict}`}>
            <p>
              <strong>{verdict === 'approved' ? 'Approved' : 'Rejected'}</strong> by {by.replace(/ <.*/, '')}, <time dateTime={date}>{date}</time>
            </p>
            {comment === '' ? null : <blockquote dir="auto">{comment}</blockquote>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function KeyRecord({ detail: { record, cost } }: { readonly detail: LiveDetail }): JSX.Element {
  return (
    <details>
      <summary>Key record</summary>
      <p class="aside">Every field that makes this picture what it is.{cost > 0 ? ` Its art cost ${formatDollars(cost)}.` : ''}</p>
      <dl class="record">
        {Object.entries(record).map(([field, value]) => (
          <div key={field}>
            <dt>{field}</dt>
            <dd>{shorten(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
