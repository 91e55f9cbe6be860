import type { Place } from '../model/diagnostic.ts';

/** Where in the markup the scanner stands. `tag` is everywhere inside `<…>` but in a quoted value. */
type Mode =
  | 'text'
  | 'tag-open'
  | 'tag-name'
  | 'end-name'
  | 'tag'
  | 'attribute'
  | 'after-attribute'
  | 'before-value'
  | 'quoted'
  | 'unquoted'
  | 'comment'
  | 'declaration'
  | 'raw';

/** An attribute as written; {@link holeMark} stands for each interpolation. */
export interface ScannedAttribute {
  readonly name: string;
  readonly value: string;
  readonly place: Place;
}

/** An element whose end is still to come. */
export interface OpenElement {
  readonly tag: string;
  readonly place: Place;
  /** The text slot that it shows. */
  readonly slot?: string;
  /** Whether it is drawn only where words need it. */
  readonly isScrim?: true;
}

/** What the scanner found. */
export interface ScanListener {
  /** A start tag is complete; tells which slot it shows. */
  readonly startElement: (tag: string, attributes: readonly ScannedAttribute[], place: Place, open: readonly OpenElement[]) => string | undefined;
  readonly problem: (problem: string, instead: string, place: Place) => void;
}

/** Whether an element is drawn only where words would be too hard to read without it. */
export function isScrim(attributes: readonly ScannedAttribute[]): boolean {
  return attributes.some(({ name }) => name === 'data-scrim');
}

/** Stands in attribute values where a value is interpolated. */
export const holeMark = '\uFFFC';

/** A place in markup, as far as interpolation is concerned. */
export type Spot =
  | { readonly kind: 'text'; readonly slot: string | undefined }
  | { readonly kind: 'attribute'; readonly name: string; readonly before: string }
  | { readonly kind: 'structure'; readonly where: string };

interface State {
  mode: Mode;
  quote: string;
  name: string;
  value: string;
  tag: string;
  isSelfClosing: boolean;
  attributes: readonly ScannedAttribute[];
  open: readonly OpenElement[];
  place: Place;
  attributePlace: Place;
}

/** Follows HTML piece by piece, with interpolations and blocks between the pieces. */
export interface HtmlScanner {
  readonly feed: (text: string, locate: (index: number) => Place) => void;
  /** Where an interpolation here would stand. */
  readonly spot: () => Spot;
  /** Marks an interpolation in the value that is being read. */
  readonly mark: () => void;
  /** Remembers where it stands, for the branches of a block. */
  readonly save: () => () => void;
  /** Text that is equal in two places of the same structure. */
  readonly describe: () => string;
  readonly open: () => readonly OpenElement[];
}

const voidTags = ['br', 'img'];

/** Starts at the beginning of a document. */
export function createHtmlScanner(listener: ScanListener): HtmlScanner {
  const nowhere: Place = { file: '' };
  let state: State = {
    mode: 'text',
    quote: '',
    name: '',
    value: '',
    tag: '',
    isSelfClosing: false,
    attributes: [],
    open: [],
    place: nowhere,
    attributePlace: nowhere,
  };
  return {
    feed: (text, locate) => {
      for (let index = 0; index < text.length; index += 1) steps[state.mode](state, text[index]!, () => locate(index), listener);
    },
    spot: () => findSpot(state),
    mark: () => {
      if (state.mode === 'before-value') Object.assign(state, { mode: 'unquoted', value: '' });
      if (state.mode === 'quoted' || state.mode === 'unquoted') state.value += holeMark;
    },
    save: () => {
      const saved = { ...state };
      return () => {
        state = { ...saved };
      };
    },
    describe: () => [state.mode, state.mode === 'quoted' ? `${state.tag} ${state.name}` : '', ...state.open.map(({ tag }) => tag)].join('>'),
    open: () => state.open,
  };
}

type Step = (state: State, character: string, locate: () => Place, listener: ScanListener) => void;

const isSpace = (character: string): boolean => /\s/.test(character);

const steps: { readonly [mode in Mode]: Step } = {
  text: (state, character, locate) => {
    if (character !== '<') return;
    Object.assign(state, { mode: 'tag-open', place: locate(), tag: '', attributes: [], isSelfClosing: false });
  },
  'tag-open': (state, character, locate, listener) => {
    if (character === '/') state.mode = 'end-name';
    else if (character === '!') Object.assign(state, { mode: 'declaration', value: '' });
    else if (/[a-z]/i.test(character)) Object.assign(state, { mode: 'tag-name', tag: character.toLowerCase() });
    else {
      listener.problem('A bare "<" stands in the text', 'Write &lt; for the character.', state.place);
      state.mode = 'text';
      steps.text(state, character, locate, listener);
    }
  },
  'tag-name': (state, character, locate, listener) => {
    if (/[\w-]/.test(character)) state.tag += character.toLowerCase();
    else {
      state.mode = 'tag';
      steps.tag(state, character, locate, listener);
    }
  },
  'end-name': (state, character, _locate, listener) => {
    if (character === '>') closeElement(state, listener);
    else if (!isSpace(character)) state.tag += character.toLowerCase();
  },
  tag: (state, character, locate, listener) => {
    if (character === '>') openElement(state, listener);
    else if (character === '/') state.isSelfClosing = true;
    else if (!isSpace(character)) Object.assign(state, { mode: 'attribute', name: character.toLowerCase(), value: '', attributePlace: locate() });
  },
  attribute: (state, character, locate, listener) => {
    if (character === '=') state.mode = 'before-value';
    else if (isSpace(character)) state.mode = 'after-attribute';
    else if (character === '>' || character === '/') endAttribute(state, character, locate, listener);
    else state.name += character.toLowerCase();
  },
  'after-attribute': (state, character, locate, listener) => {
    if (character === '=') state.mode = 'before-value';
    else if (!isSpace(character)) endAttribute(state, character, locate, listener);
  },
  'before-value': (state, character, locate, listener) => {
    if (character === '"' || character === "'") Object.assign(state, { mode: 'quoted', quote: character, value: '' });
    else if (character === '>') endAttribute(state, character, locate, listener);
    else if (!isSpace(character)) Object.assign(state, { mode: 'unquoted', value: character });
  },
  quoted: (state, character, _locate, listener) => {
    if (character !== state.quote) state.value += character;
    else addAttribute(state, listener);
  },
  unquoted: (state, character, locate, listener) => {
    if (!isSpace(character) && character !== '>') state.value += character;
    else {
      const isReported = state.value.includes(holeMark);
      if (!isReported)
        listener.problem(`The attribute "${state.name}" has a value without quotes`, `Write ${state.name}="${state.value}".`, state.attributePlace);
      endAttribute(state, character, locate, listener);
    }
  },
  comment: (state, character) => {
    state.value = (state.value + character).slice(-3);
    if (state.value === '-->') state.mode = 'text';
  },
  declaration: (state, character, _locate, listener) => {
    state.value += character;
    if (state.value === '--') Object.assign(state, { mode: 'comment', value: '' });
    else if (character === '>') {
      listener.problem(`"<!${state.value}" is no part of a card`, 'Remove it: visuals writes the root itself.', state.place);
      state.mode = 'text';
    }
  },
  raw: (state, character) => {
    state.value = (state.value + character).slice(-(state.tag.length + 3));
    if (state.value.toLowerCase() === `</${state.tag}>`) state.mode = 'text';
  },
};

/** Ends an attribute at a character that belongs to the tag, or to the next attribute. */
const endAttribute: Step = (state, character, locate, listener) => {
  addAttribute(state, listener);
  steps.tag(state, character, locate, listener);
};

/** Attributes of one element: what is behind them is not looked at. */
const mostAttributes = 256;

function addAttribute(state: State, listener: ScanListener): void {
  const { attributes, name, value, attributePlace: place } = state;
  if (attributes.length === mostAttributes - 1)
    listener.problem(`<${state.tag}> has ${mostAttributes} attributes or more`, 'Remove those that mean nothing.', place);
  if (attributes.length < mostAttributes) state.attributes = [...attributes, { name, value, place }];
  state.mode = 'tag';
}

function openElement(state: State, listener: ScanListener): void {
  const { tag, attributes, place, open } = state;
  const slot = listener.startElement(tag, attributes, place, open);
  state.mode = tag === 'style' || tag === 'script' ? 'raw' : 'text';
  state.value = '';
  if (state.isSelfClosing && !voidTags.includes(tag)) listener.problem(`<${tag}/> does not close itself`, `Write <${tag}></${tag}>.`, place);
  else if (state.mode === 'text' && !voidTags.includes(tag))
    state.open = [...open, { tag, place, ...(slot !== undefined && { slot }), ...(isScrim(attributes) && { isScrim: true }) }];
}

function closeElement(state: State, listener: ScanListener): void {
  const last = state.open.at(-1);
  state.mode = 'text';
  if (last?.tag === state.tag) state.open = state.open.slice(0, -1);
  else if (last === undefined) listener.problem(`</${state.tag}> closes nothing`, 'Remove it, or open the element before.', state.place);
  else {
    listener.problem(`</${state.tag}> stands where </${last.tag}> is due`, `Close <${last.tag}> first, in the block in which it was opened.`, state.place);
    const match = state.open.findLastIndex(({ tag }) => tag === state.tag);
    if (match >= 0) state.open = state.open.slice(0, match);
  }
}

function findSpot(state: State): Spot {
  switch (state.mode) {
    case 'text':
      return { kind: 'text', slot: state.open.findLast(({ slot }) => slot !== undefined)?.slot };
    case 'quoted':
      return { kind: 'attribute', name: state.name, before: state.value };
    case 'before-value':
    case 'unquoted':
      return { kind: 'structure', where: `as the value of ${state.name}, without quotes` };
    case 'raw':
      return { kind: 'structure', where: `inside <${state.tag}>` };
    case 'comment':
      return { kind: 'structure', where: 'inside an HTML comment' };
    case 'tag-open':
    case 'tag-name':
    case 'end-name':
      return { kind: 'structure', where: 'in the name of a tag' };
    default:
      return { kind: 'structure', where: 'among the attributes of a tag' };
  }
}
