import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { useStudio } from '../store/use-studio.ts';
import { Announcer } from './announcer.tsx';
import { Banner } from './banner.tsx';
import { Detail } from './detail.tsx';
import { Dialogs } from './dialogs.tsx';
import { Gallery } from './gallery.tsx';
import { TopBar } from './top-bar.tsx';
import { useKeys } from './use-keys.ts';

/** The whole page. The gallery stays where it is under an opened picture. */
export function App(): JSX.Element {
  const studio = useStudio();
  const { opened, state } = studio;
  const isOpen = opened.value !== '';
  useKeys();
  useTheme();
  useEffect(() => {
    document.title = [opened.value, state.value.project, 'visuals studio'].filter((part) => part !== '').join(' · ');
  }, [opened.value, state.value.project]);
  return (
    <div class="app">
      <Banner />
      <div class="views">
        <div class="view" inert={isOpen}>
          <TopBar />
          <Gallery />
        </div>
        {isOpen ? <Detail key="detail" /> : null}
      </div>
      <Dialogs />
      <Announcer />
    </div>
  );
}

/** The style sheet knows light and dark; which of them it is, is decided here. */
function useTheme(): void {
  const { theme, isDark } = useStudio();
  const choice = theme.value;
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)');
    const apply = (): void => {
      isDark.value = choice === 'auto' ? system.matches : choice === 'dark';
      document.documentElement.dataset['theme'] = isDark.value ? 'dark' : 'light';
    };
    apply();
    system.addEventListener('change', apply);
    return () => system.removeEventListener('change', apply);
  }, [choice]);
}
