import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { LiveAnswer, LiveDetail, LiveMessage } from '../../../model/live.ts';
import { nameLocale } from '../data/format-words.ts';
import { useStudio } from '../store/use-studio.ts';

/** The words of the picture, edited where they are seen. Saving writes the copy file, and the picture follows. */
export function CopyEditors({ detail }: { readonly detail: LiveDetail }): JSX.Element | null {
  if (detail.messages.length === 0) return null;
  return (
    <section>
      <h2>Copy</h2>
      {detail.messages.map((message) => (
        <CopyEditor key={`${message.locale} ${message.key}`} message={message} cell={detail.cell} />
      ))}
    </section>
  );
}

interface CopyEditorProps {
  readonly message: LiveMessage;
  readonly cell: LiveDetail['cell'];
}

function CopyEditor({ message, cell }: CopyEditorProps): JSX.Element {
  const { slot, key, locale, text, file, line } = message;
  const draft = useDraft(message);
  const direction = useDirection(locale, cell);
  const press = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void draft.save();
  };
  return (
    <div class={draft.isDirty ? 'copy-editor is-dirty' : 'copy-editor'}>
      <label>
        <span class="slot">{slot}</span> {locale === cell.locale ? null : <span class="aside">from {nameLocale(locale)}</span>}
        <textarea
          lang={locale}
          dir={direction}
          rows={1}
          value={draft.text}
          onInput={({ currentTarget }) => draft.write(currentTarget.value)}
          onKeyDown={press}
        />
      </label>
      <p class="place">
        <code title={key}>
          {file}:{line}
        </code>
        {draft.isDirty ? <DraftButtons draft={draft} /> : null}
      </p>
      {draft.refusal === undefined ? null : (
        <p class="refusal" role="alert">
          {draft.refusal.message}. {draft.refusal.reason === 'conflict' ? <ConflictText text={text} /> : draft.refusal.fix}
        </p>
      )}
    </div>
  );
}

function ConflictText({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      It now says <q>{text}</q>. Save again to write yours over it.
    </>
  );
}

function DraftButtons({ draft }: { readonly draft: Draft }): JSX.Element {
  return (
    <span class="draft-buttons">
      <button type="button" class="quiet" onClick={draft.drop}>
        Drop
      </button>
      <button
        type="button"
        class="primary"
        aria-keyshortcuts="Control+Enter"
        title="Save (Ctrl Enter)"
        disabled={draft.isSaving}
        onClick={() => void draft.save()}
      >
        Save
      </button>
    </span>
  );
}

type Refusal = Extract<LiveAnswer, { readonly ok: false }>;

/** A text that is being written. */
interface Draft {
  readonly text: string;
  readonly isDirty: boolean;
  readonly isSaving: boolean;
  readonly refusal: Refusal | undefined;
  readonly write: (text: string) => void;
  readonly drop: () => void;
  readonly save: () => Promise<void>;
}

/** Follows the file until somebody types; what is typed is never overwritten. */
function useDraft({ locale, key, text }: LiveMessage): Draft {
  const { editCopy, reloadDetail } = useStudio();
  const [written, setWritten] = useState<string | undefined>(undefined);
  // What the file holds after a save, until the page has read it again.
  const [saved, setSaved] = useState<string | undefined>(undefined);
  const [isSaving, setSaving] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | undefined>(undefined);
  useEffect(() => {
    setSaved(undefined);
    setWritten((now) => (now === text ? undefined : now));
  }, [text]);
  const inFile = saved ?? text;
  const isDirty = written !== undefined && written !== inFile;
  const save = async (): Promise<void> => {
    if (!isDirty || isSaving) return;
    setSaving(true);
    const answer = await editCopy({ locale, key, before: inFile }, written);
    setSaving(false);
    setSaved(answer.ok ? written : undefined);
    setRefusal(answer.ok ? undefined : answer);
    reloadDetail();
  };
  const drop = (): void => {
    setWritten(undefined);
    setRefusal(undefined);
  };
  return { text: written ?? inFile, isDirty, isSaving, refusal, write: setWritten, drop, save };
}

/** Lines run as in the language of the message, which may be one that this picture falls back to. */
function useDirection(locale: string, cell: LiveDetail['cell']): 'ltr' | 'rtl' | 'auto' {
  const { state } = useStudio();
  return locale === cell.locale ? cell.direction : (state.value.cells.find((each) => each.locale === locale)?.direction ?? 'auto');
}
