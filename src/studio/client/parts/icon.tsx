import type { JSX } from 'preact';

/** Names of the drawings on buttons. */
export type IconName = 'back' | 'before' | 'after' | 'search' | 'close' | 'filter' | 'eye' | 'eye-off' | 'copy' | 'sun' | 'moon' | 'system';

/** A line drawing of 16 pixels that takes the colour of its words. It says nothing: its button has a name. */
export function Icon({ name }: { readonly name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      {drawings[name]}
    </svg>
  );
}

const drawings: { readonly [name in IconName]: JSX.Element } = {
  back: <path d="M13 8H3.5M7.5 3.5 3 8l4.5 4.5" />,
  before: <path d="M10 3.5 5.5 8l4.5 4.5" />,
  after: <path d="M6 3.5 10.5 8 6 12.5" />,
  search: <path d="M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.6 10.6 14 14" />,
  close: <path d="m4 4 8 8M12 4l-8 8" />,
  filter: <path d="M2 4.5h12M4.5 8h7M7 11.5h2" />,
  eye: (
    <>
      <path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8Z" />
      <circle cx="8" cy="8" r="2" />
    </>
  ),
  'eye-off': <path d="M2 2l12 12M6.2 3.8A6 6 0 0 1 8 3.5C12 3.5 14.5 8 14.5 8a12 12 0 0 1-1.9 2.4M4 5a12 12 0 0 0-2.5 3S4 12.5 8 12.5c1 0 1.9-.3 2.7-.7" />,
  copy: <path d="M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8Z" />,
  sun: <path d="M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3.1 3.1l1 1M11.9 11.9l1 1M3.1 12.9l1-1M11.9 4.1l1-1" />,
  moon: <path d="M13.5 9.6A6 6 0 0 1 6.4 2.5a6 6 0 1 0 7.1 7.1Z" />,
  system: <path d="M8 2.5a5.5 5.5 0 1 0 0 11ZM8 2.5a5.5 5.5 0 0 1 0 11" />,
};
