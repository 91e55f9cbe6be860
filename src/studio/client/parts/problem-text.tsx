import type { JSX } from 'preact';
import type { LiveProblem } from '../../../model/live.ts';

/** What is wrong, where, and what to do. */
export function ProblemText({ problem }: { readonly problem: LiveProblem }): JSX.Element {
  const { code, severity, message, fix, file, line, column, cell } = problem;
  const place = file === undefined ? (cell ?? '') : [file, line, column].filter((part) => part !== undefined).join(':');
  return (
    <div class={`problem is-${severity}`}>
      <p>
        <code class="code">{code}</code> <strong>{message}</strong>
      </p>
      <p class="aside">
        {place === '' ? null : <code>{place}</code>} {fix}
      </p>
    </div>
  );
}
