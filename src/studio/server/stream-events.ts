import type { ServerResponse } from 'node:http';
import type { LiveEvent, LiveSession } from '../../model/live.ts';

/** Milliseconds between two signs of life, so that a page notices a server that is gone. */
const heartbeat = 15_000;

/** Bytes that may wait for a page that doesn't read before it is cut off; it comes back by itself and gets the whole state. */
const mostWaiting = 8 * 1024 * 1024;

/** Sends the state, and then every event as it happens, until the page leaves. */
export function streamEvents(session: LiveSession, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' });
  const send = (event: LiveEvent): void => {
    if (response.writableLength > mostWaiting) response.destroy();
    else response.write(`id: ${'version' in event ? event.version : event.state.version}\ndata: ${JSON.stringify(event)}\n\n`);
  };
  response.write('retry: 500\n\n');
  send({ type: 'state', state: session.state() });
  const end = session.subscribe(send);
  const timer = setInterval(() => response.write(':\n\n'), heartbeat);
  response.on('close', () => {
    clearInterval(timer);
    end();
  });
}
