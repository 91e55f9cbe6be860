import { describe, expect, test } from 'vitest';
import { isolateMessage, isolateValue } from '../../src/text/isolate-direction.ts';

const show = (text: string): string =>
  text.replace(/[\u2066-\u2069]/g, (character) => ({ '\u2066': '<ltr ', '\u2067': '<rtl ', '\u2068': '<', '\u2069': '>' })[character]!);

describe('isolateValue', () => {
  test.each([
    ['Berlin', 'ltr', 'Berlin'],
    ['12', 'ltr', '12'],
    ['-5', 'ltr', '-5'],
    ['שלום 2.0', 'ltr', '<שלום 2.0>'],
    ['Berlin', 'rtl', '<Berlin>'],
    ['C++', 'rtl', '<C++>'],
    ['+49 30 123', 'rtl', '<+49 30 123>'],
    ['12', 'rtl', '12'],
    ['-5', 'rtl', '<-5>'],
    ['برلين', 'rtl', 'برلين'],
    ['برلين 2', 'rtl', 'برلين 2'],
    ['東京', 'rtl', '<東京>'],
    ['𞤀𞤣', 'ltr', '<𞤀𞤣>'],
    ['', 'rtl', ''],
  ] as const)('%j in %s', (value, direction, expected) => {
    expect(show(isolateValue(value, direction))).toBe(expected);
  });
});

test('a message of the other direction is isolated as a whole', () => {
  expect(show(isolateMessage('Ship it.', 'ltr', 'rtl'))).toBe('<ltr Ship it.>');
  expect(show(isolateMessage('שלום!', 'rtl', 'ltr'))).toBe('<rtl שלום!>');
  expect(show(isolateMessage('Ship it.', 'ltr', 'ltr'))).toBe('Ship it.');
});
