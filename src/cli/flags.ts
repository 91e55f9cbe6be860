import { flagInvalid } from '../diagnostics/usage.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Selection } from '../model/report.ts';
import type { ShardNumber } from '../model/shard.ts';

/** How a flag is written and what it does. */
export interface FlagSpec {
  /** What stands for the value in the help; without one, the flag is a switch. */
  readonly value?: string;
  /** Whether it may be given more than once; commas separate values as well. */
  readonly many?: boolean;
  readonly description: string;
}

/** Every flag of every command, by its long name. */
export const flagSpecs = {
  config: { value: 'file', description: 'config file, relative to the working directory (default visuals.config.ts)' },
  only: { value: 'glob', many: true, description: 'only assets whose id matches' },
  locale: { value: 'locale', many: true, description: 'only these locales' },
  size: { value: 'size', many: true, description: 'only these sizes' },
  shard: { value: 'i/n', description: 'build the i-th of n parts into a folder of its own, for `visuals merge`' },
  queue: { value: 'url', description: 'redis://… or postgres://…: hand the work to workers, or take it from there' },
  frozen: { description: 'publish nothing new; fail when anything published would change' },
  spend: { value: 'usd', description: 'US dollars that may be spent on pictures, such as 2.50' },
  draft: { description: 'put labelled stand-ins where art was not bought' },
  batch: { description: 'order pictures in batches: half the price, within a day; later builds collect them' },
  'buy-again': { description: 'ask once more for pictures whose earlier request has an unknown outcome' },
  to: { value: 'model', description: 'the other model' },
  edit: { value: 'instruction', description: 'buy an edit of the picture in use, such as "make the sky calmer"' },
  port: { value: 'port', description: 'port to listen on (default a free one)' },
  slot: { value: 'slot', description: 'only the art of this slot' },
  forget: { value: 'attempt', description: 'give up a paid request whose outcome is unknown' },
  'not-billed': { description: 'with --forget: it was looked up, and nothing was billed' },
  all: { description: 'every picture' },
  open: { description: 'open the studio in the browser' },
  'no-open': { description: 'print the link of the studio and open nothing' },
  reject: { description: 'reject the pictures instead of approving them' },
  comment: { value: 'text', description: 'what is to be said about it' },
  adopt: { description: 'take over output files that visuals did not write' },
  pseudo: { description: 'build the pseudo-locales en-XA and ar-XB into .visuals/pseudo instead, with a contact sheet' },
  format: { value: 'format', description: 'xliff, xliff-2, csv or po (default xliff)' },
  out: { value: 'folder', description: 'where the files are written' },
  since: { value: 'ref', description: 'compare with this branch, tag, commit or day, such as main or 2026-11-01' },
  sprint: { description: 'tell in figures what was delivered instead of writing a page' },
  prompts: { description: 'also tell the prompts of what is to be bought' },
  yes: { description: 'ask nothing and take what is proposed' },
  template: { value: 'name', description: 'template of the first picture (default social-card)' },
  'no-install': { description: 'install nothing; the command that would is printed' },
  'dry-run': { description: 'tell what would change, and write nothing' },
  'no-fit': { description: 'leave out measuring whether texts fit' },
  tolerance: { value: 'percent', description: 'share of a picture’s pixels that may differ, such as 0.1 (default 0)' },
  text: { description: 'measure every text of every picture instead; nothing is drawn or bought' },
  fix: { description: 'first put back output files that were deleted or edited' },
  'no-vault': { description: 'believe the lock without reading the bought pictures, where they were not fetched' },
  sarif: { value: 'file', description: 'write what was found as SARIF 2.1.0 too, for code scanning' },
  'max-size': { value: 'size', description: 'how large the stored files may be together, such as 2GB' },
  'max-age': { value: 'age', description: 'how old an unpublished file may be, such as 30d or 12h (default 30d, where no size is given)' },
  repair: { description: 'bring damaged files back from the shared store where it has them' },
  jobs: { value: 'count', description: 'how many pictures are in work at once' },
  wait: { value: 'seconds', description: 'how long to wait for another build of this project (default 30)' },
  markdown: { description: 'print Markdown, for a pull request' },
  json: { description: 'print JSON' },
  quiet: { description: 'print errors only' },
  verbose: { description: 'print more: each picture, each reason' },
  'no-color': { description: 'print without colours' },
  debug: { description: 'print stack traces' },
} as const satisfies { readonly [name: string]: FlagSpec };

export type FlagName = keyof typeof flagSpecs;

/** Flags as a parser found them, by long name. */
export type RawFlags = { readonly [name in FlagName]?: string | boolean | readonly string[] | undefined };

/** Flags as commands use them. */
export interface Flags {
  readonly config?: string;
  readonly selection: Selection;
  readonly frozen: boolean;
  readonly shard?: ShardNumber;
  readonly queue?: string;
  /** US dollars. */
  readonly spend?: number;
  /** Per cent of the pixels. */
  readonly tolerance?: number;
  readonly draft: boolean;
  readonly batch: boolean;
  readonly buyAgain: boolean;
  readonly slot?: string;
  /** A model. */
  readonly to?: string;
  readonly edit?: string;
  readonly port?: number;
  readonly forget?: string;
  readonly notBilled: boolean;
  readonly all: boolean;
  readonly open: boolean;
  readonly noOpen: boolean;
  readonly reject: boolean;
  readonly comment?: string;
  readonly adopt: boolean;
  readonly pseudo: boolean;
  readonly format?: string;
  readonly out?: string;
  readonly since?: string;
  readonly sprint: boolean;
  readonly prompts: boolean;
  readonly yes: boolean;
  readonly template?: string;
  readonly noInstall: boolean;
  readonly dryRun: boolean;
  readonly noFit: boolean;
  readonly text: boolean;
  readonly fix: boolean;
  readonly noVault: boolean;
  readonly sarif?: string;
  /** Bytes. */
  readonly maxSize?: number;
  /** Milliseconds. */
  readonly maxAge?: number;
  readonly repair: boolean;
  readonly jobs?: number;
  readonly wait?: number;
  readonly markdown: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly noColor: boolean;
  readonly debug: boolean;
}

/** @throws VisualsError `FLAG_INVALID`, for every flag at once */
export function readFlags(raw: RawFlags): Flags {
  const problems: VisualsError[] = [];
  const jobs = readNumber('jobs', raw.jobs, { least: 1, most: 1024, expected: 'a whole number from 1 to 1024' }, problems);
  const wait = readNumber('wait', raw.wait, { least: 0, most: 86_400, expected: 'a whole number of seconds, 0 for not at all' }, problems);
  const port = readNumber('port', raw.port, { least: 0, most: 65_535, expected: 'a port, 1 to 65535, or 0 for a free one' }, problems);
  const tolerance = readNumber(
    'tolerance',
    raw.tolerance,
    { least: 0, most: 100, digits: 6, expected: 'per cent of the pixels, from 0 to 100, such as 0.1' },
    problems,
  );
  const spend = readNumber(
    'spend',
    raw.spend,
    { least: 0.000_001, most: 10_000, digits: 6, expected: 'US dollars, more than 0 and at most 10000, such as 2.50' },
    problems,
  );
  const shard = readShard(raw.shard, problems);
  const maxSize = readQuantity('max-size', raw['max-size'], { units: sizeUnits, expected: 'a size such as 500MB or 2GB' }, problems);
  const maxAge = readQuantity('max-age', raw['max-age'], { units: ageUnits, expected: 'an age such as 30d, 12h or 4w' }, problems);
  if (problems.length > 0) throw new VisualsError(problems.flatMap(({ diagnostics }) => diagnostics));
  return {
    ...(typeof raw.config === 'string' && { config: raw.config }),
    selection: readSelection(raw),
    frozen: raw.frozen === true,
    ...(shard !== undefined && { shard }),
    ...(typeof raw.queue === 'string' && { queue: raw.queue }),
    ...(spend !== undefined && { spend }),
    ...(tolerance !== undefined && { tolerance }),
    draft: raw.draft === true,
    batch: raw.batch === true,
    buyAgain: raw['buy-again'] === true,
    ...(typeof raw.slot === 'string' && { slot: raw.slot }),
    ...(typeof raw.to === 'string' && { to: raw.to }),
    ...(typeof raw.edit === 'string' && { edit: raw.edit }),

    ...(typeof raw.forget === 'string' && { forget: raw.forget }),
    notBilled: raw['not-billed'] === true,
    all: raw.all === true,
    open: raw.open === true,
    noOpen: raw['no-open'] === true,
    ...(port !== undefined && { port }),
    reject: raw.reject === true,
    ...(typeof raw.comment === 'string' && { comment: raw.comment }),
    adopt: raw.adopt === true,
    pseudo: raw.pseudo === true,
    ...(typeof raw.format === 'string' && { format: raw.format }),
    ...(typeof raw.out === 'string' && { out: raw.out }),
    ...(typeof raw.since === 'string' && { since: raw.since }),
    sprint: raw.sprint === true,
    prompts: raw.prompts === true,
    yes: raw.yes === true,
    ...(typeof raw.template === 'string' && { template: raw.template }),
    noInstall: raw['no-install'] === true,
    dryRun: raw['dry-run'] === true,
    noFit: raw['no-fit'] === true,
    text: raw.text === true,
    fix: raw.fix === true,
    noVault: raw['no-vault'] === true,
    ...(typeof raw.sarif === 'string' && { sarif: raw.sarif }),
    ...(maxSize !== undefined && { maxSize }),
    ...(maxAge !== undefined && { maxAge }),
    repair: raw.repair === true,
    ...(jobs !== undefined && { jobs }),
    ...(wait !== undefined && { wait }),
    markdown: raw.markdown === true,
    json: raw.json === true,
    quiet: raw.quiet === true,
    verbose: raw.verbose === true,
    noColor: raw['no-color'] === true,
    debug: raw.debug === true,
  };
}

interface NumberRange {
  readonly least: number;
  readonly most: number;
  /** Most digits after the point; none for whole numbers. */
  readonly digits?: number;
  readonly expected: string;
}

function readNumber(
  name: 'jobs' | 'wait' | 'spend' | 'port' | 'tolerance',
  written: RawFlags[FlagName],
  range: NumberRange,
  problems: VisualsError[],
): number | undefined {
  if (typeof written !== 'string') return undefined;
  const [, fraction = ''] = /^\d{1,6}(?:\.(\d{1,6}))?$/.exec(written) ?? [undefined, 'none'];
  const value = fraction.length > (range.digits ?? 0) || fraction === 'none' ? Number.NaN : Number(written);
  if (value >= range.least && value <= range.most) return value;
  problems.push(new VisualsError(flagInvalid({ flag: `--${name}`, value: written, expected: range.expected })));
  return undefined;
}

function readShard(written: RawFlags[FlagName], problems: VisualsError[]): ShardNumber | undefined {
  if (typeof written !== 'string') return undefined;
  const [, shard = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(written) ?? []).map(Number);
  if (shard >= 1 && shard <= of) return { shard, of };
  problems.push(new VisualsError(flagInvalid({ flag: '--shard', value: written, expected: 'the number of a part and of how many, such as 2/4' })));
  return undefined;
}

/** Units in bytes, powers of a thousand as `formatBytes` prints them. */
const sizeUnits: { readonly [unit: string]: number } = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };
/** Units in milliseconds. */
const ageUnits: { readonly [unit: string]: number } = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A number with its unit, such as `2GB`. */
function readQuantity(
  name: 'max-size' | 'max-age',
  written: RawFlags[FlagName],
  { units, expected }: { readonly units: { readonly [unit: string]: number }; readonly expected: string },
  problems: VisualsError[],
): number | undefined {
  if (typeof written !== 'string') return undefined;
  const [, number = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)\s?([a-z]{1,2})$/i.exec(written) ?? [];
  const factor = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined;
  if (factor !== undefined) return Number(number) * factor;
  problems.push(new VisualsError(flagInvalid({ flag: `--${name}`, value: written, expected })));
  return undefined;
}

function readSelection(raw: RawFlags): Selection {
  const only = readList(raw.only);
  const locales = readList(raw.locale);
  const sizes = readList(raw.size);
  return { ...(only && { only }), ...(locales && { locales }), ...(sizes && { sizes }) };
}

/** A comma inside of braces belongs to the glob (`{a,b}`), every other one separates. */
function readList(written: RawFlags[FlagName]): readonly string[] | undefined {
  if (!Array.isArray(written)) return undefined;
  return written.flatMap((each: string) => each.split(/,(?![^{]*\})/)).map((each) => each.trim());
}
