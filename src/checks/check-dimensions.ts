import type { Observation } from '../model/finding.ts';
import type { PictureCheck } from './check.ts';

/** Files have the pixels that their size promises. */
export const checkDimensions: PictureCheck = {
  name: 'dimensions',
  version: '1',
  parameters: ({ cell: { size }, files }) => ({ width: size.width, height: size.height, files: files.map(({ digest }) => digest) }),
  run: async ({ cell: { size }, files }) => {
    const found: Observation[] = [];
    for (const { format, readSize } of files) {
      const own = await readSize();
      if (own === undefined || (own.width === size.width && own.height === size.height)) continue;
      const [measured, limit] = [`${own.width} × ${own.height}`, `${size.width} × ${size.height}`];
      found.push({ message: `the ${format} is ${measured} px; "${size.name}" is ${limit}`, fix: 'Run `visuals build` to make it anew.', measured, limit });
    }
    return found;
  },
};
