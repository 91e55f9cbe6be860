import { join } from 'node:path';
import type { LiveSession, LiveState } from '../../src/model/live.ts';
import { startStudio } from '../../src/studio/server/start-studio.ts';
import { openSession } from '../../src/watch/open-session.ts';
import { awaitState } from './await-state.ts';
import { repository } from './create-project.ts';
import type { Sources } from './create-project.ts';
import { tinySize, tinySources } from './create-project.ts';

/** A studio with the built page before a session. */
export interface WatchedStudio {
  readonly session: LiveSession;
  /** A link that opens the page once. */
  readonly invite: () => string;
  readonly until: (wanted: (state: LiveState) => boolean) => Promise<LiveState>;
  readonly close: () => Promise<void>;
}

/** Watches a project and serves its studio; ready when everything is built. */
export async function watchProject(root: string): Promise<WatchedStudio> {
  const studio = await serveSession(await openSession({ root }));
  await studio.until(({ phase, cells }) => phase === 'idle' && cells.length > 0);
  return studio;
}

/** Serves any session with the built page. */
export async function serveSession(session: LiveSession): Promise<WatchedStudio> {
  const studio = await startStudio({ session, client: join(repository, 'dist', 'studio'), port: 0 });
  const until = (wanted: (state: LiveState) => boolean): Promise<LiveState> => awaitState(session, wanted);
  const close = async (): Promise<void> => {
    await studio.close();
    await session.close();
  };
  return { session, invite: () => studio.invite(), until, close };
}

/** The tiny project in three languages, one of which runs from right to left, with a picture large enough to see. */
export function studioSources(): Sources {
  const size = { name: 'card', width: 600, height: 315 };
  const sources = tinySources({
    fonts: ['node_modules/@expo-google-fonts/schibsted-grotesk/400Regular/*.ttf', 'node_modules/@expo-google-fonts/noto-sans-arabic/400Regular/*.ttf'],
    locales: { source: 'en', targets: ['de', 'ar'], fonts: { ar: ['Schibsted Grotesk', 'Noto Sans Arabic'] } },
    assets: {
      hello: { template: 'note', sizes: [tinySize, size], copy: 'hello', alt: 'hello.alt' },
      photo: { template: 'photo', sizes: [tinySize], copy: 'photo', alt: 'photo.alt', art: { background: { kind: 'file', path: 'art/view.svg' } } },
    },
  });
  return { ...sources, 'copy/ar.json': { hello: { headline: 'مرحبا', alt: 'تحية' }, photo: { headline: 'منظر', alt: 'صورة' } } };
}
