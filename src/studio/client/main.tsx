import { render } from 'preact';
import { App } from './parts/app.tsx';
import { bindAddress } from './store/bind-address.ts';
import { openServer } from './store/call-server.ts';
import { createStudio } from './store/create-studio.ts';
import { followEvents } from './store/follow-events.ts';
import { StudioContext } from './store/use-studio.ts';
import './styles/studio.css';

const place = document.getElementById('studio');
if (place !== null) {
  const studio = createStudio(openServer());
  followEvents({ onEvent: studio.take, onConnection: studio.setConnected });
  bindAddress(studio);
  render(
    <StudioContext.Provider value={studio}>
      <App />
    </StudioContext.Provider>,
    place,
  );
}
