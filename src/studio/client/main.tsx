import { render } from 'preact';
import type { LiveEvent } from '../../model/live.ts';
import { App } from './parts/app.tsx';
import { bindAddress } from './store/bind-address.ts';
import { openServer } from './store/call-server.ts';
import { createStudio } from './store/create-studio.ts';
import { fetchAhead } from './store/fetch-ahead.ts';
import { followEvents } from './store/follow-events.ts';
import { StudioContext } from './store/use-studio.ts';
import './styles/studio.css';

const place = document.getElementById('studio');
if (place !== null) {
  const studio = createStudio(openServer());
  const take = (event: LiveEvent): void => {
    fetchAhead(event, studio.opened.peek());
    studio.take(event);
  };
  followEvents({ onEvent: take, onConnection: studio.setConnected });
  bindAddress(studio);
  render(
    <StudioContext.Provider value={studio}>
      <App />
    </StudioContext.Provider>,
    place,
  );
}
