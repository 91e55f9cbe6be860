import { defineDiagnostic, exitCode } from './define.ts';

/** These are thrown on pages, by code that carries no catalogue; here they are explained. */
export const visualUnknown = defineDiagnostic<{ readonly problem: string }>(
  {
    code: 'VISUAL_UNKNOWN',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'A page asked `visual()` for an asset, a size, a locale or a variant that is not among the published pictures. With `.visuals/types.d.ts` in `tsconfig.json` the compiler says so before: run `visuals types` after a change of the config. A locale that comes from outside, such as from an address, goes through `isLocale` first.',
  },
  ({ problem }) => ({ message: problem, fix: 'Name one of those that the message lists, or build the picture.' }),
);

export const visualShapesDiffer = defineDiagnostic<{ readonly problem: string }>(
  {
    code: 'VISUAL_SHAPES_DIFFER',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'Several sizes were asked for in one `srcset`, from which the browser takes whichever suits the screen. That works only for sizes of one shape; another shape is another picture, with another place on the page.',
  },
  ({ problem }) => ({ message: problem, fix: 'Ask for the sizes of one shape, and for the others apart.' }),
);
