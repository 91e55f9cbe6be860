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
  only: { value: 'glob', many: true, description: "only assets whose id matches, such as 'product-*' or 'page-[1-9]'" },
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
  port: { value: 'port', description: 'port to listen on, this one and no other (default a free one)' },
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
  'max-age': { value: 'age', description: 'how long an unpublished file may lie unused, such as 30d or 12h (default 30d, where no size is given)' },
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

/** The long name of a flag, without its dashes. */
export type FlagName = keyof typeof flagSpecs;

/** Flags as a parser found them, by long name. */
export type RawFlags = { readonly [name in FlagName]?: string | boolean | readonly string[] | undefined };

/** `max-size` → `maxSize`. */
type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<Camel<Rest>>}` : Name;
type MeasuredName = keyof typeof readers;
type ManyName = { [Name in FlagName]: (typeof flagSpecs)[Name] extends { readonly many: true } ? Name : never }[FlagName];
type TextName = Exclude<{ [Name in FlagName]: (typeof flagSpecs)[Name] extends { readonly value: string } ? Name : never }[FlagName], MeasuredName | ManyName>;
type SwitchName = Exclude<FlagName, TextName | MeasuredName | ManyName>;

type Switches = { readonly [Name in SwitchName as Camel<Name>]: boolean };
type Texts = { readonly [Name in TextName as Camel<Name>]?: string };
type Measures = { readonly [Name in MeasuredName as Camel<Name>]?: Exclude<ReturnType<(typeof readers)[Name]['read']>, undefined> };

/** Flags as commands use them: named in camel case, switches always there, values only where they were given, and read as {@link readers} say. */
export type Flags = Switches & Texts & Measures & { readonly selection: Selection };

/** @throws VisualsError `FLAG_INVALID`, for every flag at once */
export function readFlags(raw: RawFlags): Flags {
  const problems: VisualsError[] = [];
  const flags: Record<string, unknown> = { selection: readSelection(raw) };
  for (const [name, { value, many }] of Object.entries<FlagSpec>(flagSpecs)) {
    const written = raw[name as FlagName];
    if (value === undefined) flags[toCamelCase(name)] = written === true;
    else if (many !== true && typeof written === 'string') flags[toCamelCase(name)] = readValue(name, written, problems);
  }
  if (problems.length > 0) throw new VisualsError(problems.flatMap(({ diagnostics }) => diagnostics));
  return flags as Flags;
}

function toCamelCase(name: string): string {
  return name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** What was written, or what a reader makes of it. */
function readValue(name: string, written: string, problems: VisualsError[]): unknown {
  if (!Object.hasOwn(readers, name)) return written;
  const { read, expected } = readers[name as MeasuredName];
  const value = read(written);
  if (value === undefined) problems.push(new VisualsError(flagInvalid({ flag: `--${name}`, value: written, expected })));
  return value;
}

/** Reads one value; undefined where it is not what was expected. */
interface Reader<Value> {
  readonly expected: string;
  readonly read: (written: string) => Value | undefined;
}

/** Units in bytes, powers of a thousand as `formatBytes` prints them. */
const sizeUnits: { readonly [unit: string]: number } = { b: 1, kb: 1e3, mb: 1e6, gb: 1e9, tb: 1e12 };
/** Units in milliseconds. */
const ageUnits: { readonly [unit: string]: number } = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** The flags whose values are more than text: US dollars, per cent of the pixels, seconds, bytes, milliseconds. */
const readers = {
  jobs: { expected: 'a whole number from 1 to 1024', read: readNumber({ least: 1, most: 1024 }) },
  wait: { expected: 'a whole number of seconds, 0 for not at all', read: readNumber({ least: 0, most: 86_400 }) },
  port: { expected: 'a port, 1 to 65535, or 0 for a free one', read: readNumber({ least: 0, most: 65_535 }) },
  tolerance: { expected: 'per cent of the pixels, from 0 to 100, such as 0.1', read: readNumber({ least: 0, most: 100, digits: 6 }) },
  spend: { expected: 'US dollars, more than 0 and at most 10000, such as 2.50', read: readNumber({ least: 0.000_001, most: 10_000, digits: 6 }) },
  shard: { expected: 'the number of a part and of how many, such as 2/4', read: readShard },
  'max-size': { expected: 'a size such as 500MB or 2GB', read: readQuantity(sizeUnits) },
  'max-age': { expected: 'an age such as 30d, 12h or 4w', read: readQuantity(ageUnits) },
} satisfies { readonly [name in FlagName]?: Reader<number | ShardNumber> };

interface NumberRange {
  readonly least: number;
  readonly most: number;
  /** Most digits after the point; none for whole numbers. */
  readonly digits?: number;
}

function readNumber({ least, most, digits = 0 }: NumberRange): (written: string) => number | undefined {
  return (written) => {
    const [, fraction = ''] = /^\d{1,6}(?:\.(\d{1,6}))?$/.exec(written) ?? [undefined, 'none'];
    const value = fraction.length > digits || fraction === 'none' ? Number.NaN : Number(written);
    return value >= least && value <= most ? value : undefined;
  };
}

function readShard(written: string): ShardNumber | undefined {
  const [, shard = 0, of = 0] = (/^(\d{1,4})\/(\d{1,4})$/.exec(written) ?? []).map(Number);
  return shard >= 1 && shard <= of ? { shard, of } : undefined;
}

/** A number with its unit, such as `2GB`. */
function readQuantity(units: { readonly [unit: string]: number }): (written: string) => number | undefined {
  return (written) => {
    const [, number = '', unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)\s?([a-z]{1,2})$/i.exec(written) ?? [];
    const factor = Object.hasOwn(units, unit.toLowerCase()) ? units[unit.toLowerCase()] : undefined;
    return factor === undefined ? undefined : Number(number) * factor;
  };
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
