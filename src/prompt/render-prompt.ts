import type { TokenReader } from '../brand/token-reader.ts';
import { promptEmpty, promptForbidden, promptVarMissing } from '../diagnostics/prompt.ts';
import { isMessageReference } from '../model/config.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Aspect } from '../model/geometry.ts';
import { isObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { formatValue } from './format-data.ts';
import type { CompiledPrompt, PromptCondition, PromptNode, PromptOperand, PromptPath } from './prompt-tree.ts';

/** All that a prompt can read. */
export interface PromptContext {
  /** The data of the asset, message references as they are: a prompt that reads one is refused. */
  readonly data: JsonObject;
  readonly aspect: Aspect;
  /** What `describeQuietRegion` gives; absent when nothing must be calm. */
  readonly quiet?: string | undefined;
  /** Remembers which tokens were read. */
  readonly tokens: TokenReader;
}

/**
 * Fills in a prompt.
 * @throws VisualsError with all that is wrong: `PROMPT_VAR_MISSING`, `PROMPT_FORBIDDEN` (copy), `TOKEN_UNKNOWN`, `PROMPT_EMPTY`
 */
export function renderPrompt(prompt: CompiledPrompt, { data, aspect, quiet, tokens }: PromptContext): string {
  const rendering: Rendering = { problems: [], tokens };
  const values: JsonObject = { data, aspect, ...(quiet !== undefined && { quiet }) };
  const written = renderNodes(rendering, prompt.nodes, { value: values, names: new Map() });
  if (rendering.problems.length > 0) throw new VisualsError(rendering.problems);
  const text = written
    .replaceAll(/[ \t]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
  if (text === '') throw new VisualsError(promptEmpty({ what: 'the prompt' }, { place: { file: prompt.file } }));
  return text;
}

interface Rendering {
  readonly problems: Diagnostic[];
  readonly tokens: TokenReader;
}

/** What names mean at one point. */
interface Scope {
  readonly value: Json;
  readonly names: ReadonlyMap<string, Json>;
  readonly parent?: Scope;
  readonly loop?: { readonly [name: string]: Json };
}

function renderNodes(rendering: Rendering, nodes: readonly PromptNode[], scope: Scope): string {
  return nodes.map((node) => renderNode(rendering, node, scope)).join('');
}

function renderNode(rendering: Rendering, node: PromptNode, scope: Scope): string {
  switch (node.type) {
    case 'text':
      return node.text;
    case 'value':
      return renderValue(rendering, node, scope);
    case 'token':
      return renderToken(rendering, node);
    case 'if':
      return renderNodes(rendering, holds(rendering, node.condition, scope) === node.isNegated ? node.otherwise : node.body, scope);
    case 'each':
      return renderEach(rendering, node, scope);
  }
}

function renderValue(rendering: Rendering, { value: path, isOptional }: Extract<PromptNode, { type: 'value' }>, scope: Scope): string {
  const value = readValue(rendering, path, { scope, isOptional });
  if (value === undefined) return '';
  if (typeof value === 'string' || typeof value === 'number') return formatValue(String(value));
  const kind = Array.isArray(value) ? 'a list' : typeof value === 'boolean' ? 'true or false' : 'a group of values';
  miss(rendering, path, `is ${kind}, not a text`, []);
  return '';
}

function renderToken(rendering: Rendering, { path, place }: Extract<PromptNode, { type: 'token' }>): string {
  try {
    return formatValue(rendering.tokens.read(path, place));
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    rendering.problems.push(...error.diagnostics);
    return '';
  }
}

function renderEach(rendering: Rendering, { list: path, isOptional, names, body, otherwise }: Extract<PromptNode, { type: 'each' }>, scope: Scope): string {
  const list = readValue(rendering, path, { scope, isOptional });
  if (list !== undefined && !Array.isArray(list)) miss(rendering, path, 'is not a list', []);
  if (!Array.isArray(list)) return list === undefined ? renderNodes(rendering, otherwise ?? [], scope) : '';
  if (list.length === 0 && otherwise === undefined && !isOptional) miss(rendering, path, 'is an empty list, and the block has no {{else}}', []);
  if (list.length === 0) return renderNodes(rendering, otherwise ?? [], scope);
  const enter = (item: Json, index: number): Scope => ({
    value: item,
    names: new Map([...scope.names, ...names.slice(0, 2).map((name, at): [string, Json] => [name, at === 0 ? item : index])]),
    parent: scope,
    loop: { index, first: index === 0, last: index === list.length - 1 },
  });
  return list.map((item: Json, index) => renderNodes(rendering, body, enter(item, index))).join('');
}

function holds(rendering: Rendering, condition: PromptCondition, scope: Scope): boolean {
  if (condition.type === 'equal') {
    const [a, b] = condition.operands.map((operand) => readOperand(rendering, operand, scope));
    return a === b;
  }
  const value = readValue(rendering, condition.value, { scope, isOptional: condition.isOptional });
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function readOperand(rendering: Rendering, operand: PromptOperand, scope: Scope): Json | undefined {
  return operand.type === 'literal' ? operand.value : readValue(rendering, operand, { scope, isOptional: false });
}

interface Reading {
  readonly scope: Scope;
  readonly isOptional: boolean;
}

/** The value, or undefined when it is absent: then that is allowed, or noted as a problem. */
function readValue(rendering: Rendering, path: PromptPath, { scope, isOptional }: Reading): Json | undefined {
  const start = findStart(path, scope);
  let [value, reached]: [Json | undefined, string] = [start.value, start.path];
  let available: readonly string[] = [];
  for (const part of start.parts) {
    if (isCopy(value)) break;
    available = listNames(value, reached);
    value = readOwn(value, part);
    reached = reached === '' ? part : `${reached}.${part}`;
  }
  if (isCopy(value)) {
    const instead = 'Let the template draw the words; inside a picture, change them with translate(…).';
    rendering.problems.push(promptForbidden({ construct: `"${path.written}", which is a message of the copy,`, instead }, { place: path.place }));
    return undefined;
  }
  const problem = value === undefined ? 'is not given' : value === null ? 'is null' : typeof value === 'string' && value.trim() === '' ? 'is empty' : undefined;
  if (problem === undefined) return value;
  return isOptional ? undefined : miss(rendering, path, problem, available);
}

function findStart(
  { type, parts, depth }: PromptPath,
  scope: Scope,
): { readonly value: Json | undefined; readonly path: string; readonly parts: readonly string[] } {
  const [first = '', ...rest] = parts;
  if (type === 'loop') return { value: scope.loop?.[first], path: `@${first}`, parts: rest };
  if (type === 'name') return { value: scope.names.get(first), path: first, parts: rest };
  let found: Scope | undefined = scope;
  for (let step = 0; step < depth; step += 1) found = found?.parent;
  return { value: found?.value, path: '', parts };
}

function isCopy(value: Json | undefined): boolean {
  return value !== undefined && isMessageReference(value);
}

function listNames(value: Json | undefined, reached: string): readonly string[] {
  if (!isObject(value)) return [];
  return Object.keys(value).map((name) => (reached === '' ? name : `${reached}.${name}`));
}

/** Nothing that objects inherit can be read. */
function readOwn(value: Json | undefined, part: string): Json | undefined {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, part) ? (value as JsonObject)[part] : undefined;
}

function miss({ problems }: Rendering, path: PromptPath, problem: string, available: readonly string[]): undefined {
  problems.push(promptVarMissing({ name: path.written, problem, available }, { place: path.place }));
}
