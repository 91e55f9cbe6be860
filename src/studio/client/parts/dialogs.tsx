import type { JSX } from 'preact';
import { useStudio } from '../store/use-studio.ts';
import { HelpDialog } from './help-dialog.tsx';
import { ProblemsDialog } from './problems-dialog.tsx';
import { PurchaseDialog } from './purchase-dialog.tsx';
import { ReviewDialog } from './review-dialog.tsx';

/** The question that lies over the page, if there is one. */
export function Dialogs(): JSX.Element | null {
  const { dialog } = useStudio();
  const asked = dialog.value;
  const close = (): void => {
    dialog.value = undefined;
  };
  switch (asked?.kind) {
    case undefined:
      return null;
    case 'help':
      return <HelpDialog onClose={close} />;
    case 'problems':
      return <ProblemsDialog onClose={close} />;
    case 'purchase':
      return <PurchaseDialog onClose={close} />;
    case 'review':
      return <ReviewDialog verdict={asked.verdict} cells={asked.cells} onClose={close} />;
  }
}
