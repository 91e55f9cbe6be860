import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useStudio } from '../store/use-studio.ts';

/** Milliseconds for which a sentence that asks for nothing stays. */
const noticeTime = 6000;

/** Says in one place, to eyes and to a screen reader, what came of an action. A mistake stays until it is put away. */
export function Announcer(): JSX.Element {
  const { notice, say } = useStudio();
  const said = notice.value;
  useEffect(() => {
    if (said === undefined || said.isError) return undefined;
    const timer = setTimeout(() => say(undefined), noticeTime);
    return () => clearTimeout(timer);
  }, [said]);
  return (
    <div class="announcer" role="status" aria-live="polite">
      {said === undefined ? null : (
        <div class={said.isError ? 'notice is-error' : 'notice'}>
          <p>
            {said.text}
            {said.fix === '' ? null : <span class="fix"> {said.fix}</span>}
          </p>
          <button type="button" class="quiet" onClick={() => say(undefined)}>
            Put away
          </button>
        </div>
      )}
    </div>
  );
}
