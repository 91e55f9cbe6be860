/** A part of a message: words, or a placeholder such as `{name}` or `{price, number}`. */
export interface MessagePart {
  readonly text: string;
  readonly isPlaceholder: boolean;
}

/** A placeholder that holds no words: what translators must leave as it is, and may move. */
export const simplePlaceholder = /^\{ *[^\s{},']+ *(?:, *(?:number|date|time) *(?:,[^{}'\n\r\t]*)?)?\}$/;

/**
 * The parts of a message, which joined are the message. Plurals and selects hold words and stay words, with what is in them; so does a message with quoted or lonely braces.
 * For files that other programs read: whoever formats the message asks the ICU parser.
 */
export function splitPlaceholders(message: string): readonly MessagePart[] {
  const whole = [{ text: message, isPlaceholder: false }];
  if (!message.includes('{') || /'[{}#|]/.test(message)) return whole;
  const parts: MessagePart[] = [];
  let depth = 0;
  for (const [text] of message.matchAll(/\{[^{}]*\}|[{}]|[^{}]+/g)) {
    const isPlaceholder = depth === 0 && simplePlaceholder.test(text);
    if (text === '{') depth += 1;
    if (text === '}') depth -= 1;
    if (depth < 0) return whole;
    const last = parts.at(-1);
    if (isPlaceholder || last === undefined || last.isPlaceholder) parts.push({ text, isPlaceholder });
    else parts[parts.length - 1] = { text: last.text + text, isPlaceholder };
  }
  return depth === 0 ? parts : whole;
}
