import { cleanForTerminal } from '../../diagnostics/display-width.ts';
import type { ShadowPicture, ShadowView } from '../../project/load-shadows.ts';
import type { Palette } from '../palette.ts';

/** Both pictures of every request, with the paths of both, and where the page is that shows them. */
export function formatViews(views: readonly ShadowView[], sheet: string | undefined, palette: Palette): string {
  const blocks = views.map(
    ({ art, current, shadow }) => `${palette.bold(cleanForTerminal(art))}\n  in use   ${formatPicture(current)}\n  instead  ${formatPicture(shadow)}\n`,
  );
  return `${blocks.join('')}${sheet === undefined ? '' : `Side by side: ${sheet}\n`}`;
}

function formatPicture({ model, width, height, path }: ShadowPicture): string {
  return cleanForTerminal(`${model}  ${width}×${height}  ${path ?? 'not bought'}`);
}
