import type { Shape } from '../model/geometry.ts';
import { pickShape } from '../model/template.ts';
import type { FontRange, LocaleLimits, PerAspect, Slot, SlotLimits, TemplateContract, TextLimits, TextSlot } from '../model/template.ts';
import { scriptOf } from './locale-facts.ts';

const shapes = ['tall', 'square', 'wide', 'banner', 'strip'] as const satisfies readonly Shape[];
const scripts: readonly string[] = ['latin', 'greek', 'cyrillic', 'arabic', 'hebrew', 'devanagari', 'thai', 'cjk', 'korean'];

/** The contract as it holds in a language: the template's own limits for it, then those of the asset. */
export function resolveContract(contract: TemplateContract, locale: string, limits: { readonly [slot: string]: TextLimits }): TemplateContract {
  const resolve = (name: string, slot: Slot): Slot =>
    slot.type === 'text' ? applyLimits(applyLimits(slot, selectLimits(slot.locales, locale)), limits[name] ?? {}) : slot;
  return { ...contract, slots: Object.fromEntries(Object.entries(contract.slots).map(([name, slot]) => [name, resolve(name, slot)])) };
}

/** What an asset changes in a language, slot by slot; slots that stay as they are are left out. */
export function resolveSlotLimits(slots: { readonly [slot: string]: SlotLimits }, locale: string): { readonly [slot: string]: TextLimits } {
  const entries = Object.entries(slots).map(([name, { locales, ...general }]) => [name, { ...general, ...selectLimits(locales, locale) }] as const);
  return Object.fromEntries(entries.filter(([, limits]) => Object.keys(limits).length > 0));
}

/** All limits that match a locale in one: of script, language, language and script, and whole tag, the later ones win. */
export function selectLimits(locales: LocaleLimits | undefined, locale: string): TextLimits {
  if (locales === undefined) return {};
  const parts = locale.split('-');
  const names = [scriptOf(locale), ...parts.map((_part, index) => parts.slice(0, index + 1).join('-'))];
  return Object.assign({}, ...names.map((name) => (Object.hasOwn(locales, name) ? locales[name] : {}))) as TextLimits;
}

/** A slot with some of its limits changed. */
export function applyLimits(slot: TextSlot, { smallest, largest, ...rest }: TextLimits): TextSlot {
  if (smallest === undefined && largest === undefined) return { ...slot, ...rest };
  const range = (shape: Shape): FontRange => {
    const own = rangeOf(slot, shape);
    return { smallest: pickValue(smallest, shape) ?? own.smallest, largest: pickValue(largest, shape) ?? own.largest };
  };
  return { ...slot, ...rest, size: { tall: range('tall'), square: range('square'), wide: range('wide'), banner: range('banner'), strip: range('strip') } };
}

/** The font sizes of a slot on cards of a shape, in hundredths of the short side. */
export function rangeOf({ size }: TextSlot, shape: Shape): FontRange {
  return 'largest' in size ? size : pickShape(size, shape);
}

function pickValue(value: PerAspect<number> | undefined, shape: Shape): number | undefined {
  return typeof value === 'object' ? pickShape(value, shape) : value;
}

/** Whether limits can have this name: a script as templates name it, or a language tag. */
export function isLimitName(name: string): boolean {
  if (scripts.includes(name)) return true;
  try {
    return Intl.getCanonicalLocales(name)[0] === name;
  } catch {
    return false;
  }
}

/** Something that is wrong with the slots of a contract. */
export interface SlotConflict {
  /** Such as `headline.locales.de`. */
  readonly path: string;
  readonly problem: string;
}

/** Limits that contradict each other: a smallest size above the largest in some language, or a group without a size that all of its slots may have. */
export function findSlotConflicts(slots: TemplateContract['slots']): readonly SlotConflict[] {
  const texts = Object.entries(slots).filter((entry): entry is [string, TextSlot] => entry[1].type === 'text');
  const ranges = texts.flatMap(([name, slot]) =>
    Object.entries(slot.locales ?? {}).flatMap(([locale, limits]) =>
      findRangeProblem(applyLimits(slot, limits)) === undefined
        ? []
        : [{ path: `${name}.locales.${locale}`, problem: 'has a smallest size above its largest' }],
    ),
  );
  return [...ranges, ...texts.flatMap(([name, slot]) => findGroupConflict(name, slot, texts))];
}

/** The shape in which a slot's smallest size is above its largest; undefined when there is none. */
export function findRangeProblem(slot: TextSlot): Shape | undefined {
  return shapes.find((shape) => rangeOf(slot, shape).smallest > rangeOf(slot, shape).largest);
}

function findGroupConflict(name: string, slot: TextSlot, all: readonly (readonly [string, TextSlot])[]): readonly SlotConflict[] {
  const others = all.filter(([other, { fitGroup }]) => other < name && fitGroup !== undefined && fitGroup === slot.fitGroup);
  return others.flatMap(([other, twin]) => {
    const shape = shapes.find(
      (each) => rangeOf(slot, each).smallest > rangeOf(twin, each).largest || rangeOf(twin, each).smallest > rangeOf(slot, each).largest,
    );
    return shape === undefined ? [] : [{ path: `${name}.fitGroup`, problem: `has no size in common with "${other}" on ${shape} cards` }];
  });
}
