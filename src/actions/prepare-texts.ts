import type { Json, JsonObject } from '../model/json.ts';
import type { ComposeTask } from '../model/plan.ts';
import type { DataField, DataFields, TemplateContract } from '../model/template.ts';
import type { RenderElement, RenderNode } from '../spec/renderer.ts';
import { hasCharacter } from '../text/check-coverage.ts';
import type { FontCatalog } from '../text/load-fonts.ts';
import { prepareText, type TextSetting } from '../text/prepare-text.ts';

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
  const prepare = (text: string, role: TextSetting['role']): Promise<string> =>
    prepareText(text, { locale: task.cell.locale, ...(task.breaking === undefined ? {} : { breaking: task.breaking }), role, hasGlyph });
  const entries = Object.entries(task.texts).map(async ([name, words]) => [name, await prepare(words, roleOf(contract, name))] as const);
  return {
    texts: Object.fromEntries(await Promise.all(entries)),
    data: await prepareFields(contract.data, task.data, (text, name) => prepare(text, roleOf(contract, name))),
  };
}

/** Comes before a template's own sheet, so that whatever a template says of its figures holds. */
export const figuresSheet = '.tabular-figures { font-variant-numeric: tabular-nums; }\n';

/** Marks slots that show numbers for {@link figuresSheet}: figures of the same width stand in columns and don't jump from card to card. */
export function setTabularFigures(root: RenderElement, contract: TemplateContract): RenderElement {
  return { ...root, children: root.children.map((child) => setFigures(child, contract)) };
}

function roleOf({ slots }: TemplateContract, name: string): TextSetting['role'] {
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
  return Promise.all(value.map((row: Json) => prepareFields(field.of, row as JsonObject, prepare)));
}

function setFigures(node: RenderNode, contract: TemplateContract): RenderNode {
  const slot = node.attributes['data-slot'];
  if (slot !== undefined && roleOf(contract, slot) === 'number') return { ...node, classes: [...node.classes, 'tabular-figures'] };
  return node.type === 'element' ? { ...node, children: node.children.map((child) => setFigures(child, contract)) } : node;
}
