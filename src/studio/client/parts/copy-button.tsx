import type { JSX } from 'preact';
import { useStudio } from '../store/use-studio.ts';
import { Icon } from './icon.tsx';

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
  /** Shows the drawing alone. */
  readonly isBare?: boolean;
}

/** Puts a text on the clipboard, and says so. */
export function CopyButton({ text, label, isBare = false }: CopyButtonProps): JSX.Element {
  const { say } = useStudio();
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      say({ text: 'Copied.', fix: '', isError: false });
    } catch {
      say({ text: 'The browser does not let this page copy.', fix: 'Select the text, and copy it by hand.', isError: true });
    }
  };
  return (
    <button type="button" class={isBare ? 'quiet copy is-bare' : 'quiet copy'} aria-label={label} title={label} onClick={() => void copy()}>
      <Icon name="copy" /> {isBare ? null : label}
    </button>
  );
}
