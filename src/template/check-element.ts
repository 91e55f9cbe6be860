import { formatNearest } from '../diagnostics/did-you-mean.ts';
import { templateMarkup, templateSlot, templateTooComplex } from '../diagnostics/template.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import type { TemplateContract } from '../model/template.ts';
import { holeMark, isScrim, type OpenElement, type ScannedAttribute } from './scan-html.ts';

const headings = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
const tags = ['div', 'span', 'p', ...headings, 'img', 'strong', 'em', 'b', 'i', 'br', 'ul', 'li'];
const blockTags = ['div', 'p', ...headings, 'ul', 'li'];
/** A parser ends a `p` before a block, and a heading before a heading. */
const textTags = ['p', ...headings, 'span', 'strong', 'em', 'b', 'i'];
const attributeNames = ['class', 'id', 'style', 'dir', 'lang', 'data-slot', 'data-scrim', 'alt', 'src', 'width', 'height'];
const imageAttributes = ['alt', 'src', 'width', 'height'];

/** Most elements inside each other. */
export const mostDepth = 64;

/** A start tag as found in the markup. */
export interface FoundElement {
  readonly tag: string;
  readonly attributes: readonly ScannedAttribute[];
  readonly place: Place;
  readonly open: readonly OpenElement[];
}

/** Holds one element against the subset of HTML that cards are written in, and against the contract. */
export function checkElement(element: FoundElement, contract: TemplateContract): readonly Diagnostic[] {
  return [
    ...checkTag(element),
    ...element.attributes.flatMap((attribute) => checkAttribute(attribute, element)),
    ...checkDuplicates(element),
    ...checkSlot(element, contract),
    ...checkScrim(element),
  ];
}

/** The value of `data-slot`, when it is written out. */
export function findSlotName(attributes: readonly ScannedAttribute[]): string | undefined {
  return attributes.find(({ name }) => name === 'data-slot')?.value;
}

function checkTag({ tag, attributes, place, open }: FoundElement): readonly Diagnostic[] {
  if (!tags.includes(tag)) {
    const instead = tag === 'svg' ? 'Put the drawing in a file and show it with <img> through an image slot.' : `Use one of ${tags.join(', ')}.`;
    return [templateMarkup({ problem: `<${tag}> is not drawn${formatNearest(tag, tags)}`, instead }, { place })];
  }
  const parent = open.findLast((each) => textTags.includes(each.tag));
  const problems: Diagnostic[] = [];
  if (parent && blockTags.includes(tag)) {
    problems.push(
      templateMarkup({ problem: `<${tag}> can't stand inside <${parent.tag}>`, instead: `Make the outer one a <div>, or the inner one a <span>.` }, { place }),
    );
  }
  if (open.length >= mostDepth) problems.push(templateTooComplex({ what: `its elements nest ${open.length + 1} deep`, limit: `${mostDepth}` }, { place }));
  if (tag === 'img' && !attributes.some(({ name }) => name === 'src')) {
    problems.push(templateMarkup({ problem: '<img> has no src', instead: 'Write <img src="{{art.slot}}"> with a declared image slot.' }, { place }));
  }
  return problems;
}

function checkAttribute({ name, value, place }: ScannedAttribute, { tag }: FoundElement): readonly Diagnostic[] {
  const isKnown = (attributeNames.includes(name) && (tag === 'img' || !imageAttributes.includes(name))) || /^(?:data|aria)-[\w-]+$/.test(name);
  if (!isKnown) {
    return [
      templateMarkup(
        {
          problem: `The attribute "${name}" means nothing on <${tag}>${formatNearest(name, attributeNames)}`,
          instead: 'Remove it; looks go into class and style.',
        },
        { place },
      ),
    ];
  }
  if (name === 'src' && value !== holeMark) {
    return [
      templateMarkup(
        { problem: `src="${value.replaceAll(holeMark, '…')}" is no picture of the asset`, instead: 'Write src="{{art.slot}}" with a declared image slot.' },
        { place },
      ),
    ];
  }
  if (name === 'dir' && value !== 'ltr' && value !== 'rtl' && value !== holeMark)
    return [templateMarkup({ problem: `dir="${value}" is neither ltr nor rtl`, instead: 'Write ltr, rtl or {{dir}}.' }, { place })];
  return [];
}

function checkDuplicates({ attributes }: FoundElement): readonly Diagnostic[] {
  const twice = attributes.filter(({ name }, index) => attributes.findIndex((each) => each.name === name) < index);
  return twice.map(({ name, place }) => templateMarkup({ problem: `The attribute "${name}" is there twice`, instead: 'Merge the two.' }, { place }));
}

function checkSlot({ tag, attributes, open }: FoundElement, { slots }: TemplateContract): readonly Diagnostic[] {
  const attribute = attributes.find(({ name }) => name === 'data-slot');
  if (attribute === undefined) return [];
  const { value: slot, place } = attribute;
  const report = (problem: string, instead: string): readonly Diagnostic[] => [templateSlot({ problem, instead }, { place })];
  const outer = open.findLast((each) => each.slot !== undefined);
  if (slot.includes(holeMark)) return report('A data-slot is put together from values', "Write the slot's name.");
  if (slots[slot]?.type === 'image') return report(`data-slot="${slot}" names an image slot`, `Write <img src="{{art.${slot}}}">.`);
  const known = Object.keys(slots).filter((name) => slots[name]?.type === 'text');
  if (!Object.hasOwn(slots, slot))
    return report(
      `data-slot="${slot}" names no slot${formatNearest(slot, known)}; there are ${known.join(', ') || 'none'}`,
      'Declare the slot in template.ts, or correct the name.',
    );
  if (outer) return report(`The slot "${slot}" stands inside the slot "${outer.slot}"`, 'Put them beside each other.');
  if (tag === 'img' || tag === 'br') return report(`<${tag}> can't show the text slot "${slot}"`, 'Use an element that holds text.');
  return [];
}

/** What comes and goes with the contrast of words can't hold anything that is to be seen. */
function checkScrim({ tag, attributes, place, open }: FoundElement): readonly Diagnostic[] {
  const outer = open.find((each) => each.isScrim);
  if (outer) return [templateMarkup({ problem: `<${tag}> stands inside a scrim, which is not always drawn`, instead: 'Put it beside the scrim.' }, { place })];
  if (!isScrim(attributes) || (tag === 'div' && findSlotName(attributes) === undefined)) return [];
  return [templateMarkup({ problem: `<${tag}> can't be a scrim`, instead: 'Write an empty <div data-scrim></div> over the picture.' }, { place })];
}
