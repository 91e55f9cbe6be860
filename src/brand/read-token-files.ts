import { posix } from 'node:path';
import { tokenInvalid } from '../diagnostics/brand.ts';
import { VisualsError, type Diagnostic, type Place } from '../model/diagnostic.ts';
import type { InputFiles } from '../spec/input-files.ts';
import { JsonFault, locateOffset, readJson, type JsonNode, type JsonObjectNode } from './read-json.ts';
import { emptyGroup, mergeTokenGroups, readTokenGroup, toJson, type TokenGroup } from './read-token-group.ts';
import type { TokenLayer } from './token-layers.ts';

const mostBytes = 16 * 1024 * 1024;

/**
 * Reads a DTCG 2025.10 file: plain tokens, or a resolver document with the files that its sources name, relative to it. What is wrong is added to `problems`.
 * A modifier without a default falls back to its first context.
 */
export async function readTokenFiles(path: string, files: InputFiles, problems: Diagnostic[]): Promise<readonly TokenLayer[]> {
  const document = await openDocument(path, files, problems);
  if (document === undefined) return [];
  if (!isResolver(document)) return [{ kind: 'set', group: document.readGroup(document.node) }];
  return new ResolverReader(document, files, problems).readLayers();
}

/** A parsed file. */
interface TokenDocument {
  readonly path: string;
  readonly node: JsonNode;
  placeOf(node: { readonly offset: number }): Place;
  readGroup(node: JsonNode): TokenGroup;
}

async function openDocument(path: string, files: InputFiles, problems: Diagnostic[]): Promise<TokenDocument | undefined> {
  try {
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode((await files.read(path, { mostBytes })).bytes);
    const placeOf = ({ offset }: { readonly offset: number }): Place => ({ file: path, ...locateOffset(text, offset) });
    const node = parse(text, placeOf);
    return { path, node, placeOf, readGroup: (group) => readTokenGroup(group, '', { placeOf: (offset) => placeOf({ offset }), bareValues: false, problems }) };
  } catch (error) {
    if (!(error instanceof VisualsError)) throw error;
    problems.push(...error.diagnostics);
    return undefined;
  }
}

function parse(text: string, placeOf: (fault: JsonFault) => Place): JsonNode {
  try {
    return readJson(text);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const place = placeOf(error);
    throw new VisualsError(
      tokenInvalid({ problem: `${place.file} is not valid JSON: ${error.message}.`, fix: 'Correct the file at the place shown.' }, { place }),
    );
  }
}

/** What sets a resolver document apart: an order, or the version that only resolvers have. */
function isResolver({ path, node }: TokenDocument): boolean {
  if (path.endsWith('.resolver.json')) return true;
  return findMember(node, 'resolutionOrder')?.kind === 'array' || (findMember(node, 'version')?.kind === 'scalar' && findMember(node, 'sets') !== undefined);
}

class ResolverReader {
  readonly #document: TokenDocument;
  readonly #files: InputFiles;
  readonly #problems: Diagnostic[];
  /** Documents by path, so that a file that many contexts name is read once. */
  readonly #opened = new Map<string, Promise<TokenDocument | undefined>>();

  constructor(document: TokenDocument, files: InputFiles, problems: Diagnostic[]) {
    this.#document = document;
    this.#files = files;
    this.#problems = problems;
  }

  async readLayers(): Promise<readonly TokenLayer[]> {
    const { node } = this.#document;
    const version = findMember(node, 'version');
    if (version === undefined || toJson(version) !== '2025.10') this.#report(version ?? node, 'a resolver document has "version": "2025.10"');
    const order = findMember(node, 'resolutionOrder');
    if (order?.kind !== 'array' || order.items.length === 0) {
      this.#report(order ?? node, 'a resolver document has a resolutionOrder: a list of its sets and modifiers');
      return [];
    }
    const layers: TokenLayer[] = [];
    for (const item of order.items) layers.push(...(await this.#readItem(item)));
    this.#refuseTwice(layers, order);
    return layers;
  }

  #refuseTwice(layers: readonly TokenLayer[], order: JsonNode): void {
    const names = layers.flatMap((layer) => (layer.kind === 'modifier' ? [layer.axis.name] : []));
    const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
    for (const name of twice) this.#report(order, `the modifier "${name}" stands twice in resolutionOrder`);
  }

  /** `{ "$ref": "#/sets/base" }`, `{ "$ref": "#/modifiers/theme" }`, or one written in place. */
  async #readItem(item: JsonNode): Promise<readonly TokenLayer[]> {
    const reference = readText(item, '$ref');
    const target = reference === undefined ? item : this.#find(reference);
    const name = readText(item, 'name') ?? reference?.split('/').at(-1);
    if (target?.kind !== 'object' || name === undefined) {
      this.#report(
        item,
        reference === undefined ? 'an item of resolutionOrder is a $ref, or has a name' : `"${reference}" does not exist in the resolver document`,
      );
      return [];
    }
    const contexts = findMember(target, 'contexts');
    if (contexts !== undefined) return this.#readModifier(name, target, contexts);
    return [{ kind: 'set', group: await this.#readSources(findMember(target, 'sources') ?? target, [reference ?? '']) }];
  }

  async #readModifier(name: string, modifier: JsonObjectNode, contexts: JsonNode): Promise<readonly TokenLayer[]> {
    const members = contexts.kind === 'object' ? contexts.members : [];
    const names = members.map(({ key }) => key);
    const fallback = readText(modifier, 'default') ?? names[0];
    if (fallback === undefined || !names.includes(fallback)) {
      this.#report(modifier, `the modifier "${name}" needs contexts${fallback === undefined ? '' : `, and "${fallback}" is none of them`}`);
      return [];
    }
    const groups = new Map<string, TokenGroup>();
    for (const { key, value } of members) groups.set(key, await this.#readSources(value, []));
    return [{ kind: 'modifier', axis: { name, contexts: names, fallback, closed: true }, contexts: groups }];
  }

  /** Sources in their order, later ones over earlier ones. */
  async #readSources(node: JsonNode, chain: readonly string[]): Promise<TokenGroup> {
    if (node.kind !== 'array') {
      this.#report(node, 'sources must be a list of tokens or references');
      return emptyGroup;
    }
    let group = emptyGroup;
    for (const source of node.items) group = mergeTokenGroups(group, await this.#readSource(source, chain));
    return group;
  }

  async #readSource(source: JsonNode, chain: readonly string[]): Promise<TokenGroup> {
    const reference = readText(source, '$ref');
    const own = this.#document.readGroup(source);
    if (reference === undefined) return own;
    if (!reference.startsWith('#')) return mergeTokenGroups(await this.#readFile(reference, source), own);
    const target = chain.includes(reference) ? undefined : this.#find(reference);
    if (target === undefined) {
      this.#report(source, chain.includes(reference) ? `the set "${reference}" includes itself` : `"${reference}" does not exist in the resolver document`);
      return own;
    }
    const sources = findMember(target, 'sources');
    return mergeTokenGroups(sources === undefined ? this.#document.readGroup(target) : await this.#readSources(sources, [...chain, reference]), own);
  }

  async #readFile(reference: string, source: JsonNode): Promise<TokenGroup> {
    const [file = '', pointer = ''] = reference.split('#');
    const path = posix.join(posix.dirname(this.#document.path), file);
    if (/^[a-z]+:/i.test(file)) {
      this.#report(source, `"${reference}" is not a file of the project`);
      return emptyGroup;
    }
    if (!this.#opened.has(path)) this.#opened.set(path, openDocument(path, this.#files, this.#problems));
    const document = await this.#opened.get(path);
    const node = document === undefined ? undefined : followPointer(document.node, pointer);
    if (document !== undefined && node === undefined) this.#report(source, `${path} has nothing at "${pointer}"`);
    return document === undefined || node === undefined ? emptyGroup : document.readGroup(node);
  }

  #find(reference: string): JsonNode | undefined {
    return reference.startsWith('#/') ? followPointer(this.#document.node, reference.slice(1)) : undefined;
  }

  #report(node: { readonly offset: number }, problem: string): void {
    const place = this.#document.placeOf(node);
    this.#problems.push(tokenInvalid({ problem: `${place.file}: ${problem}.`, fix: 'Correct the resolver document as DTCG 2025.10 defines it.' }, { place }));
  }
}

/** A JSON pointer (RFC 6901). */
function followPointer(node: JsonNode, pointer: string): JsonNode | undefined {
  let found: JsonNode | undefined = node;
  for (const segment of pointer.split('/').slice(1)) {
    const name = segment.replaceAll('~1', '/').replaceAll('~0', '~');
    found = found?.kind === 'array' ? found.items[Number(name)] : found && findMember(found, name);
  }
  return found;
}

const findMember = (node: JsonNode, name: string): JsonNode | undefined =>
  node.kind === 'object' ? node.members.findLast(({ key }) => key === name)?.value : undefined;

function readText(node: JsonNode, name: string): string | undefined {
  const member = findMember(node, name);
  return member?.kind === 'scalar' && typeof member.value === 'string' ? member.value : undefined;
}
