/** Modules that a project may be written in, by their endings. */
export const scriptLanguages: { readonly [extension: string]: 'ts' | 'tsx' | 'js' | 'jsx' } = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.jsx': 'jsx',
};
