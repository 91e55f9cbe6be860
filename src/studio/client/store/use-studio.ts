import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Studio } from './create-studio.ts';

/** Hands the studio to every part of the page. */
export const StudioContext = createContext<Studio | undefined>(undefined);

/** The studio that this part belongs to. @throws Error outside of one */
export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (studio === undefined) throw new Error('This part stands outside of the studio.');
  return studio;
}
