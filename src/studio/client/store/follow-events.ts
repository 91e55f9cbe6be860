import type { LiveEvent } from '../../../model/live.ts';
import { studioPaths } from '../../api.ts';

/** Milliseconds after which a page that was turned away asks again. */
const retryTime = 2000;

/** Whom to tell of events and of the connection. */
export interface EventListeners {
  readonly onEvent: (event: LiveEvent) => void;
  readonly onConnection: (isConnected: boolean) => void;
}

/** Follows the server's events for as long as the page lives. A browser comes back by itself after a cut, but not after a refusal. */
export function followEvents({ onEvent, onConnection }: EventListeners): void {
  const source = new EventSource(studioPaths.events);
  source.addEventListener('open', () => onConnection(true));
  source.addEventListener('message', ({ data }: MessageEvent<string>) => onEvent(JSON.parse(data) as LiveEvent));
  source.addEventListener('error', () => {
    onConnection(false);
    if (source.readyState !== EventSource.CLOSED) return;
    source.close();
    setTimeout(() => followEvents({ onEvent, onConnection }), retryTime);
  });
}
