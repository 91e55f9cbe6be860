import Handlebars from 'handlebars';

/** A position as Handlebars counts: lines from 1, columns from 0. */
export interface Location {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

interface Node {
  readonly loc: Location;
}

/** A name or a path of names. */
export interface PathExpression extends Node {
  readonly type: 'PathExpression';
  /** Whether it begins with `@`. */
  readonly data: boolean;
  /** How many `../` it begins with. */
  readonly depth: number;
  readonly parts: readonly string[];
  readonly original: string;
}

/** A helper call inside parentheses. */
export interface SubExpression extends Node, Call {
  readonly type: 'SubExpression';
}

interface Literal extends Node {
  readonly type: 'StringLiteral' | 'NumberLiteral' | 'BooleanLiteral' | 'UndefinedLiteral' | 'NullLiteral';
  readonly value?: string | number | boolean;
  readonly original?: string | number | boolean;
}

/** What stands for a value: a path, a helper with its parameters, or a literal. */
export type Expression = PathExpression | SubExpression | Literal;

/** A helper or value with what is written behind it. */
export interface Call {
  readonly path: Expression;
  readonly params: readonly Expression[];
  readonly hash?: { readonly pairs: readonly { readonly key: string; readonly value: Expression; readonly loc: Location }[] };
}

/** `{{…}}`. */
export interface MustacheStatement extends Node, Call {
  readonly type: 'MustacheStatement' | 'Decorator';
  readonly escaped: boolean;
}

/** `{{#…}}…{{else}}…{{/…}}`. */
export interface BlockStatement extends Node, Call {
  readonly type: 'BlockStatement' | 'DecoratorBlock';
  readonly program?: Program;
  readonly inverse?: Program;
}

/** `{{> name …}}`. */
export interface PartialStatement extends Node {
  readonly type: 'PartialStatement' | 'PartialBlockStatement';
  readonly name: Expression;
  readonly params: readonly Expression[];
  readonly hash?: Call['hash'];
}

/** Markup between braces, exactly as written. */
export interface ContentStatement extends Node {
  readonly type: 'ContentStatement';
  readonly original: string;
}

interface CommentStatement extends Node {
  readonly type: 'CommentStatement';
}

/** What a template is made of. */
export type Statement = MustacheStatement | BlockStatement | PartialStatement | ContentStatement | CommentStatement;

/** A sequence of statements. */
export interface Program extends Node {
  readonly body: readonly Statement[];
  readonly blockParams?: readonly string[];
}

/** Markup that can't be read. */
export class MarkupSyntaxError extends Error {
  readonly line: number | undefined;

  constructor(problem: string, line: number | undefined) {
    super(problem);
    this.line = line;
  }
}

/**
 * Reads a template's markup. Its tree is for looking at only: code is made from text.
 * @throws MarkupSyntaxError
 */
export function parseHandlebars(text: string): Program {
  try {
    return Handlebars.parse(text) as unknown as Program;
  } catch (error) {
    if (!(error instanceof Error) || error instanceof RangeError) throw error;
    const [, line] = /on line (\d+)/.exec(error.message) ?? / - (\d+):\d+$/.exec(error.message) ?? [];
    throw new MarkupSyntaxError(shorten(error.message), line === undefined ? undefined : Number(line));
  }
}

/** Of a message with a picture of the place, the sentence that tells what was expected. */
function shorten(message: string): string {
  const lines = message.split('\n');
  return (lines.length > 1 ? lines.at(-1)! : message).replace(/ - \d+:\d+$/, '');
}
