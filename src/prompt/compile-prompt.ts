import { formatNearest } from '../diagnostics/did-you-mean.ts';
import { promptForbidden, promptSection, promptSyntax, promptVarMissing } from '../diagnostics/prompt.ts';
import { compareCodeUnits } from '../keys/canonical.ts';
import { VisualsError } from '../model/diagnostic.ts';
import type { Diagnostic, Place } from '../model/diagnostic.ts';
import { MarkupSyntaxError, parseHandlebars } from '../template/parse-handlebars.ts';
import type {
  BlockStatement,
  Call,
  ContentStatement,
  Expression,
  MustacheStatement,
  PathExpression,
  Program,
  Statement,
} from '../template/parse-handlebars.ts';
import type { PromptText } from './load-prompt.ts';
import type { CompiledPrompt, PromptCondition, PromptNode, PromptOperand, PromptPath } from './prompt-tree.ts';
import { findSection, headings, readHeading } from './sections.ts';

/**
 * Holds a prompt against what prompts may do, and makes a tree of it that is plain data; nothing of it ever becomes code. Synchronous: a prompt is small.
 * @throws VisualsError with all that is wrong: `PROMPT_SYNTAX`, `PROMPT_FORBIDDEN`, `PROMPT_SECTION`, `PROMPT_VAR_MISSING`
 */
export function compilePrompt(prompt: PromptText): CompiledPrompt {
  const compiler: Compiler = { prompt, problems: [], data: new Set(), tokens: new Set() };
  checkHeadings(compiler);
  const nodes = convertProgram(compiler, parse(compiler), root);
  if (compiler.problems.length > 0) throw new VisualsError(compiler.problems);
  const reads = { data: [...compiler.data].toSorted(compareCodeUnits), tokens: [...compiler.tokens].toSorted(compareCodeUnits) };
  return { file: prompt.file, nodes, reads };
}

/** What a prompt may read at its root. */
const rootNames = ['data', 'aspect', 'quiet'];
/** Names under which somebody would look for copy. */
const copyNames = ['copy', 'message', 'messages', 'msg', 't', 'text', 'texts', 'slot', 'slots'];
const blockHelpers = ['if', 'unless', 'each'];
const valueHelpers = ['token', 'optional', 'eq'];
const loopNames = ['index', 'first', 'last'];
/** How deep blocks and parentheses may nest: the parser's time grows with the square of it. */
const mostDepth = 32;
const tooDeep = `it nests more than ${mostDepth} deep`;

interface Compiler {
  readonly prompt: PromptText;
  readonly problems: Diagnostic[];
  readonly data: Set<string>;
  readonly tokens: Set<string>;
}

/** What names mean at one point: how many `each` stand round it, and the names that these gave to their items. */
interface Scope {
  readonly loops: number;
  readonly names: readonly string[];
}

const root: Scope = { loops: 0, names: [] };

/** Lines are told only where they are lines of a file that can be opened. */
function placeAt({ prompt }: Compiler, line: number, column: number): Place {
  return prompt.isFile ? { file: prompt.file, line, column } : { file: prompt.file };
}

function placeOf(compiler: Compiler, { loc }: Pick<Statement | Expression, 'loc'>): Place {
  return placeAt(compiler, loc.start.line, loc.start.column + 1);
}

function forbid({ problems }: Compiler, construct: string, instead: string, place: Place): undefined {
  problems.push(promptForbidden({ construct, instead }, { place }));
}

/** A heading must be known before any value is: it stands in a line of its own, without braces. */
function checkHeadings(compiler: Compiler): void {
  const withoutComments = compiler.prompt.text.replaceAll(/\{\{~?!(?:--[\s\S]*?--|[\s\S]*?)~?\}\}/g, (comment) => comment.replaceAll(/[^\n]/g, ' '));
  for (const [index, line] of withoutComments.split('\n').entries()) {
    const heading = readHeading(line);
    if (heading === undefined || findSection(heading) !== undefined) continue;
    compiler.problems.push(promptSection({ heading, known: headings }, { place: placeAt(compiler, index + 1, 1) }));
  }
}

function parse(compiler: Compiler): Program {
  const fail = (problem: string, line: number | undefined): VisualsError =>
    new VisualsError([
      ...compiler.problems,
      promptSyntax({ problem }, { place: line === undefined ? { file: compiler.prompt.file } : placeAt(compiler, line, 1) }),
    ]);
  const { text } = compiler.prompt;
  const deep = findDeepest(text);
  if (deep !== undefined) throw fail(tooDeep, text.slice(0, deep).split('\n').length);
  try {
    return parseHandlebars(text);
  } catch (error) {
    if (error instanceof MarkupSyntaxError) throw fail(error.message, error.line);
    throw error instanceof RangeError ? fail(tooDeep, undefined) : error;
  }
}

/** Where blocks, or parentheses between two braces, nest too deep: the parser would take seconds for them. Each `else if` nests one deeper. */
function findDeepest(text: string): number | undefined {
  const blocks: number[] = [];
  let parentheses = 0;
  for (const { 0: sign, index } of text.matchAll(/\{\{~?(?:[#/]|else\b|\^(?!~?\}\}))?|\}\}|[()]/g)) {
    if (/[#^]$/.test(sign)) blocks.push(1);
    else if (sign.endsWith('/')) blocks.pop();
    else if (sign.endsWith('else')) blocks.push((blocks.pop() ?? 0) + 1);
    parentheses = sign === '(' ? parentheses + 1 : sign === ')' ? parentheses - 1 : 0;
    if (parentheses > mostDepth || blocks.reduce((sum, each) => sum + each, 0) > mostDepth) return index;
  }
  return undefined;
}

function convertProgram(compiler: Compiler, program: Program | undefined, scope: Scope): readonly PromptNode[] {
  return (program?.body ?? []).flatMap((statement) => convertStatement(compiler, statement, scope) ?? []);
}

function convertStatement(compiler: Compiler, statement: Statement, scope: Scope): PromptNode | undefined {
  switch (statement.type) {
    case 'ContentStatement':
      return { type: 'text', text: readContent(statement) };
    case 'CommentStatement':
      return undefined;
    case 'MustacheStatement':
      return convertMustache(compiler, statement, scope);
    case 'BlockStatement':
      return convertBlock(compiler, statement, scope);
    case 'PartialStatement':
    case 'PartialBlockStatement':
      return forbid(compiler, 'A partial', 'Write the words into the prompt itself.', placeOf(compiler, statement));
    default:
      return forbid(compiler, 'A decorator', 'Remove it.', placeOf(compiler, statement));
  }
}

/** The parser takes away the line of a block that stands alone; what it leaves is not in its declared type. */
function readContent(statement: ContentStatement): string {
  return (statement as ContentStatement & { readonly value: string }).value;
}

function convertMustache(compiler: Compiler, statement: MustacheStatement, scope: Scope): PromptNode | undefined {
  const place = placeOf(compiler, statement);
  const { path } = statement;
  if (!statement.escaped) return forbid(compiler, 'Output in three braces', 'Write {{name}}: what is no plain phrase is quoted as data.', place);
  if (path.type !== 'PathExpression') return forbid(compiler, 'A literal in braces', 'Write the words without braces.', place);
  if (!isCall(statement)) {
    const value = convertPath(compiler, path, scope);
    return value && { type: 'value', value, isOptional: false };
  }
  if (path.original === 'token') return convertToken(compiler, statement, place);
  if (path.original !== 'optional') return refuseHelper(compiler, path.original, place);
  const value = convertOptional(compiler, statement, scope);
  return value && { type: 'value', value, isOptional: true };
}

function isCall({ path, params, hash }: Call): boolean {
  return params.length > 0 || (hash?.pairs.length ?? 0) > 0 || (path.type === 'PathExpression' && [...blockHelpers, ...valueHelpers].includes(path.original));
}

function refuseHelper(compiler: Compiler, name: string, place: Place): undefined {
  if (copyNames.includes(name)) return forbidCopy(compiler, `{{${name} …}}`, place);
  if (name === 'eq') return forbid(compiler, 'eq as a text', 'Write {{#if (eq a b)}} … {{/if}}.', place);
  if (blockHelpers.includes(name)) return forbid(compiler, `"${name}" as a value`, `Write {{#${name} …}} … {{/${name}}}.`, place);
  const known = [...blockHelpers, ...valueHelpers];
  return forbid(compiler, `The helper "${name}"${formatNearest(name, known)}`, `The helpers of prompts are ${known.join(', ')}.`, place);
}

function forbidCopy(compiler: Compiler, construct: string, place: Place): undefined {
  return forbid(
    compiler,
    `${construct}, which would make an instruction of copy,`,
    'Let the template draw the words; inside a picture, change them with translate(…).',
    place,
  );
}

/** The only parameter of a helper that takes just one and no settings. */
function readParameter(compiler: Compiler, { path, params, hash }: Call, form: string): Expression | undefined {
  const [param] = params;
  if (param !== undefined && params.length === 1 && (hash?.pairs.length ?? 0) === 0) return param;
  return forbid(compiler, `A call with ${params.length} values`, `Write ${form}.`, placeOf(compiler, path));
}

function convertToken(compiler: Compiler, call: Call, place: Place): PromptNode | undefined {
  const param = readParameter(compiler, call, '{{token "color.accent"}}');
  if (param === undefined) return undefined;
  if (param.type !== 'StringLiteral') return forbid(compiler, 'A token by a computed name', 'Write the path in quotes: {{token "color.accent"}}.', place);
  const path = String(param.value);
  compiler.tokens.add(path);
  return { type: 'token', path, place };
}

function convertOptional(compiler: Compiler, call: Call, scope: Scope): PromptPath | undefined {
  const param = readParameter(compiler, call, '(optional name)');
  if (param === undefined) return undefined;
  if (param.type === 'PathExpression') return convertPath(compiler, param, scope);
  return forbid(compiler, 'optional round anything but a name', 'Write (optional name).', placeOf(compiler, param));
}

function convertBlock(compiler: Compiler, block: BlockStatement, scope: Scope): PromptNode | undefined {
  const place = placeOf(compiler, block);
  const name = block.path.type === 'PathExpression' ? block.path.original : '';
  if (!blockHelpers.includes(name)) return refuseHelper(compiler, name, place);
  const param = readParameter(compiler, block, `{{#${name} value}}`);
  if (param === undefined) return undefined;
  if (name === 'each') return convertEach(compiler, block, param, scope);
  const condition = convertCondition(compiler, param, scope);
  const [body, otherwise] = [block.program, block.inverse].map((program) => convertProgram(compiler, program, scope));
  return condition && { type: 'if', condition, isNegated: name === 'unless', body: body ?? [], otherwise: otherwise ?? [] };
}

function convertEach(compiler: Compiler, block: BlockStatement, param: Expression, scope: Scope): PromptNode | undefined {
  const isOptional = param.type === 'SubExpression' && param.path.type === 'PathExpression' && param.path.original === 'optional';
  const names = block.program?.blockParams ?? [];
  const list = isOptional ? convertOptional(compiler, param, scope) : convertListPath(compiler, param, scope);
  const body = convertProgram(compiler, block.program, { loops: scope.loops + 1, names: [...scope.names, ...names] });
  const otherwise = block.inverse && { otherwise: convertProgram(compiler, block.inverse, scope) };
  return list && { type: 'each', list, isOptional, names, body, ...otherwise };
}

function convertListPath(compiler: Compiler, param: Expression, scope: Scope): PromptPath | undefined {
  if (param.type === 'PathExpression') return convertPath(compiler, param, scope);
  return forbid(compiler, '{{#each}} over anything but a list', 'Write {{#each data.list}}.', placeOf(compiler, param));
}

function convertCondition(compiler: Compiler, param: Expression, scope: Scope): PromptCondition | undefined {
  if (param.type === 'PathExpression') {
    const value = convertPath(compiler, param, scope);
    return value && { type: 'path', value, isOptional: false };
  }
  const place = placeOf(compiler, param);
  if (param.type !== 'SubExpression') return forbid(compiler, 'A literal as a condition', 'Ask for a value: {{#if data.name}}.', place);
  const name = param.path.type === 'PathExpression' ? param.path.original : '';
  if (name === 'eq') return convertEqual(compiler, param, scope);
  if (name !== 'optional') return refuseHelper(compiler, name, place);
  const value = convertOptional(compiler, param, scope);
  return value && { type: 'path', value, isOptional: true };
}

function convertEqual(compiler: Compiler, call: Call, scope: Scope): PromptCondition | undefined {
  if (call.params.length !== 2 || (call.hash?.pairs.length ?? 0) > 0)
    return forbid(compiler, `A call with ${call.params.length} values`, 'Write (eq a b).', placeOf(compiler, call.path));
  const operands = call.params.flatMap((param) => convertOperand(compiler, param, scope) ?? []);
  return operands.length === 2 ? { type: 'equal', operands } : undefined;
}

function convertOperand(compiler: Compiler, param: Expression, scope: Scope): PromptOperand | undefined {
  if (param.type === 'PathExpression') return convertPath(compiler, param, scope);
  const isPlain = param.type === 'StringLiteral' || param.type === 'NumberLiteral' || param.type === 'BooleanLiteral';
  if (isPlain && param.value !== undefined) return { type: 'literal', value: param.value };
  return forbid(compiler, 'This comparison', 'Compare names, texts and numbers.', placeOf(compiler, param));
}

function convertPath(compiler: Compiler, path: PathExpression, scope: Scope): PromptPath | undefined {
  const place = placeOf(compiler, path);
  const { original: written, parts, depth } = path;
  const [first = ''] = parts;
  const miss = (problem: string, available: readonly string[]): undefined =>
    void compiler.problems.push(promptVarMissing({ name: written, problem, available }, { place }));
  if (path.data) {
    const isLoop = depth === 0 && parts.length === 1 && loopNames.includes(first);
    if (isLoop && scope.loops > 0) return { type: 'loop', written, parts, depth: 0, place };
    return isLoop
      ? miss('has a value inside {{#each}} only', rootNames)
      : forbid(compiler, `"${written}"`, 'Only @index, @first and @last may be read, inside {{#each}}.', place);
  }
  if (depth > scope.loops) return miss('leads above the root', rootNames);
  const isScoped = depth > 0 || /^(?:\.|this(?:[./]|$))/.test(written);
  if (!isScoped && scope.names.includes(first)) return { type: 'name', written, parts, depth: 0, place };
  if (depth < scope.loops) return { type: 'scope', written, parts, depth, place };
  if (copyNames.includes(first)) return forbidCopy(compiler, `"${written}"`, place);
  if (!rootNames.includes(first)) return miss('is nothing that a prompt can read', rootNames);
  if (first === 'data' && parts[1] !== undefined) compiler.data.add(parts[1]);
  return { type: 'scope', written, parts, depth, place };
}
