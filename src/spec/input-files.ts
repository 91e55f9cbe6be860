import type { Digest } from '../model/digest.ts';

/** A file as it was when it was read. */
export interface InputFile {
  /** Relative to the root, forward slashes. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly digest: Digest;
}

/**
 * The project's files as a build sees them: each is read once, hashed from the bytes that are handed on, and remembered as something the build
 * depended on. Paths are relative to the root with forward slashes; one that leads out of the root is refused. `@visuals/` at the start means the folder
 * that ships with the tool, such as `@visuals/templates/quote/template.hbs`.
 */
export interface InputFiles {
  /** Absolute path of the project's root. */
  readonly root: string;
  /** @throws VisualsError `REF_MISSING`, `REF_UNREADABLE`, `INPUT_TOO_LARGE`, `PATH_ESCAPE` */
  read(path: string, limits?: { readonly mostBytes: number }): Promise<InputFile>;
  /** The same for code that can't wait, such as a config while it is evaluated. */
  readNow(path: string): InputFile;
  /** The digest alone; the bytes are not read again when the file did not change since an earlier build. */
  digest(path: string): Promise<Digest>;
  exists(path: string): boolean;
  /** The absolute path, for a tool that must be given one. */
  locate(path: string): string;
  /** Files that match, in code-unit order; folders are remembered, so that a new match is noticed. */
  list(patterns: readonly string[]): Promise<readonly string[]>;
}
