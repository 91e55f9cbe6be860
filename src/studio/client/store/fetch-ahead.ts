import type { LiveEvent } from '../../../model/live.ts';
import { locatePicture } from './call-server.ts';

/** Lets the browser fetch and decode the new picture of the opened cell while the page is still drawing itself anew. */
export function fetchAhead(event: LiveEvent, opened: string): void {
  if (event.type !== 'cells' || opened === '') return;
  const cell = event.changed.find(({ id }) => id === opened);
  if (cell === undefined || cell.picture === '') return;
  const image = new Image();
  image.src = locatePicture(cell.picture);
  image.decode().catch(() => undefined);
}
