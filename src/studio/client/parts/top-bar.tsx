import type { JSX } from 'preact';
import { listProblems } from '../data/list-problems.ts';
import { useStudio } from '../store/use-studio.ts';
import type { Theme } from '../store/view-store.ts';
import { formatCount, formatDollars, formatDuration } from '../data/format-words.ts';
import { Icon } from './icon.tsx';

/** Whose pictures these are, how they stand, and what is to be decided. */
export function TopBar(): JSX.Element {
  const { state, dialog } = useStudio();
  return (
    <header class="top-bar">
      <h1 class="title">
        <span class="mark">visuals</span> <span class="project">{state.value.project}</span>
      </h1>
      <SearchBox />
      <PhaseText />
      <div class="actions">
        <PurchaseButton />
        <ProblemsButton />
        <ThemeButton />
        <button type="button" class="quiet" aria-keyshortcuts="?" title="Keys (?)" aria-label="Keys" onClick={() => (dialog.value = { kind: 'help' })}>
          ?
        </button>
      </div>
    </header>
  );
}

function SearchBox(): JSX.Element {
  const { search } = useStudio();
  return (
    <div class="search">
      <Icon name="search" />
      <input
        id="search"
        type="search"
        placeholder="Search pictures"
        aria-label="Search pictures"
        aria-keyshortcuts="/"
        autocomplete="off"
        spellcheck={false}
        value={search.value}
        onInput={({ currentTarget }) => (search.value = currentTarget.value)}
      />
      <kbd aria-hidden="true">/</kbd>
    </div>
  );
}

function PhaseText(): JSX.Element {
  const { state, progress } = useStudio();
  const { phase, milliseconds, cells } = state.value;
  const [art, step] = [...progress.value].at(-1) ?? [];
  const words = {
    starting: 'Building …',
    building: 'Drawing …',
    buying: art === undefined ? 'Buying …' : `${art}: ${step ?? ''}`,
    broken: 'Waiting for a fix',
    closed: 'Closed',
    idle: `Built in ${formatDuration(milliseconds)}`,
  };
  return (
    <p class={`phase is-${phase}`}>
      <span class="pulse" aria-hidden="true" />
      <span class="phase-count">{formatCount(cells.length, 'picture')}</span>
      <span>{words[phase]}</span>
    </p>
  );
}

function PurchaseButton(): JSX.Element | null {
  const { state, dialog } = useStudio();
  const { purchases } = state.value;
  if (purchases.length === 0) return null;
  const high = purchases.reduce((sum, each) => sum + each.high, 0);
  return (
    <button type="button" class="attention" aria-keyshortcuts="g" onClick={() => (dialog.value = { kind: 'purchase' })}>
      Art to buy · {purchases.every(({ known }) => known) ? `up to ${formatDollars(high)}` : 'price unknown'}
    </button>
  );
}

function ProblemsButton(): JSX.Element | null {
  const { state, dialog } = useStudio();
  const problems = listProblems(state.value.problems);
  if (problems.length === 0) return null;
  return (
    <button type="button" class="attention" aria-keyshortcuts="p" onClick={() => (dialog.value = { kind: 'problems' })}>
      {formatCount(problems.length, 'problem')}
    </button>
  );
}

const themes: { readonly [theme in Theme]: { readonly icon: 'system' | 'sun' | 'moon'; readonly next: Theme; readonly label: string } } = {
  auto: { icon: 'system', next: 'light', label: 'Colours: as the system' },
  light: { icon: 'sun', next: 'dark', label: 'Colours: light' },
  dark: { icon: 'moon', next: 'auto', label: 'Colours: dark' },
};

function ThemeButton(): JSX.Element {
  const { theme } = useStudio();
  const { icon, next, label } = themes[theme.value];
  return (
    <button type="button" class="quiet" aria-label={label} title={label} onClick={() => (theme.value = next)}>
      <Icon name={icon} />
    </button>
  );
}
