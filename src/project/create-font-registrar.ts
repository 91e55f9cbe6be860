import type { InputFiles } from '../spec/input-files.ts';
import type { Renderer } from '../spec/renderer.ts';
import type { FontCatalog } from '../text/load-fonts.ts';

interface RegistrarOptions {
  readonly fonts: FontCatalog;
  readonly files: InputFiles;
  readonly renderer: Renderer;
}

/** Brings fonts to the renderer when a picture first needs them: megabytes of a script that no cell shows are never read. */
export interface FontRegistrar {
  useFamilies(families: readonly string[]): Promise<void>;
}

/** Makes a registrar; each family is read and registered once. */
export function createFontRegistrar({ fonts, files, renderer }: RegistrarOptions): FontRegistrar {
  const registered = new Map<string, Promise<void>>();
  const register = async (family: string): Promise<void> => {
    const faces = fonts
      .facesOf(family)
      .map(async ({ path, digest, weight, style }) => ({ family, weight, style, source: digest, data: (await files.read(path)).bytes }));
    await renderer.useFonts(await Promise.all(faces));
  };
  const remember = (family: string): Promise<void> => {
    const promise = registered.get(family) ?? register(family);
    registered.set(family, promise);
    return promise;
  };
  return {
    useFamilies: async (families) => {
      await Promise.all(families.map((family) => remember(family)));
    },
  };
}
