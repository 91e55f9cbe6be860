import { isObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { ComposeTask } from '../model/plan.ts';
import type { DataField, DataFields, TemplateContract, TextSlot } from '../model/template.ts';
import type { RenderElement, RenderNode } from '../spec/renderer.ts';
import { hasCharacter } from '../text/check-coverage.ts';
import type { FontCatalog } from '../text/load-fonts.ts';
import { scriptOf, type ScriptName } from '../text/locale-facts.ts';
import { prepareText } from '../text/prepare-text.ts';

/** What a template is filled with. */
export interface PreparedTexts {
  readonly texts: { readonly [slot: string]: string };
  readonly data: JsonObject;
}

/** The words of a card, those in its data among them, with the spaces and break marks of their language. Data that is no text stays as it is. */
export async function prepareTexts(task: ComposeTask, contract: TemplateContract, fonts: FontCatalog): Promise<PreparedTexts> {
  const known = new Map<string, boolean>();
  const hasGlyph = (character: string): boolean => {
    const has = known.get(character) ?? hasCharacter(character, task.families, fonts);
    known.set(character, has);
    return has;
  };
  const prepare = (text: string, role: TextSlot['role']): Promise<string> =>
    prepareText(text, { locale: task.cell.locale, ...(task.breaking === undefined ? {} : { breaking: task.breaking }), role, hasGlyph });
  const entries = Object.entries(task.texts).map(async ([name, words]) => [name, await prepare(words, roleOf(contract, name))] as const);
  return {
    texts: Object.fromEntries(await Promise.all(entries)),
    data: await prepareFields(contract.data, task.data, (text, name) => prepare(text, roleOf(contract, name))),
  };
}

/** Comes before a template's own sheet, so that whatever a template says of its figures and line ends holds. */
export const wordsSheet = '.tabular-figures { font-variant-numeric: tabular-nums; }\n.whole-words { word-break: keep-all; }\n';

/**
 * Marks slots for {@link wordsSheet}. Where numbers are shown, figures of the same width stand in columns and don't jump from card to card. Lines end between words in Korean, and
 * in headlines between the phrases of Chinese and Japanese.
 * @param breaking the language whose rules tell where lines may end
 */
export function markSlots(root: RenderElement, contract: TemplateContract, breaking: string): RenderElement {
  const script = scriptOf(breaking);
  return { ...root, children: root.children.map((child) => markNode(child, (slot) => listMarks(roleOf(contract, slot), script))) };
}

function listMarks(role: TextSlot['role'], script: ScriptName): readonly string[] {
  const isWhole = script === 'korean' || (script === 'cjk' && role === 'headline');
  return [...(role === 'number' ? ['tabular-figures'] : []), ...(isWhole ? ['whole-words'] : [])];
}

function roleOf({ slots }: TemplateContract, name: string): TextSlot['role'] {
  const slot = Object.hasOwn(slots, name) ? slots[name] : undefined;
  return slot?.type === 'text' ? slot.role : 'label';
}

type PrepareField = (text: string, name: string) => Promise<string>;

async function prepareFields(fields: DataFields, values: JsonObject, prepare: PrepareField): Promise<JsonObject> {
  const entries = Object.entries(values).map(async ([name, value]) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return [name, field === undefined ? value : await prepareField(field, value, (text) => prepare(text, name))] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

async function prepareField(field: DataField, value: Json, prepare: (text: string) => Promise<string>): Promise<Json> {
  if (field.type === 'text' && typeof value === 'string') return prepare(value);
  if (field.type !== 'list' || !Array.isArray(value)) return value;
  return Promise.all(value.map(async (row: Json) => (isObject(row) ? prepareFields(field.of, row, prepare) : row)));
}

function markNode(node: RenderNode, listOf: (slot: string) => readonly string[]): RenderNode {
  const slot = node.attributes['data-slot'];
  if (slot !== undefined) return { ...node, classes: [...node.classes, ...listOf(slot)] };
  return node.type === 'element' ? { ...node, children: node.children.map((child) => markNode(child, listOf)) } : node;
}
