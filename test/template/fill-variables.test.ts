import { describe, expect, test } from 'vitest';
import { fillVariables, guessValues } from '../../src/template/fill-variables.ts';

const known = new Map<string, readonly string[]>([
  ['--a', ['1px', '2px']],
  ['--b', ['calc(var(--a) * 2)']],
  ['--c', ['red', 'blue', 'green']],
  ['--loop', ['var(--pool)']],
  ['--pool', ['var(--loop) 1px']],
  ['--self', ['var(--self)']],
]);

describe('variables', () => {
  test.each([
    ['3px', ['3px']],
    ['var(--a)', ['1px', '2px']],
    ['var(--b)', ['calc(1px * 2)', 'calc(2px * 2)']],
    ['var(--a) solid var(--c)', ['1px solid red', '2px solid blue', '2px solid green']],
    ['var(--a,9px)', ['1px', '2px']],
    ['var(--token)', ['var(--token)']],
    ['var(--token, var(--a))', ['var(--token, 1px)', 'var(--token, 2px)']],
    ['var(--loop)', []],
    ['var(--self)', ['var(--self)']],
  ])('%s', (value, filled) => expect(fillVariables(value, known)).toEqual(filled));

  test('that grow without end are given up', () => {
    const doubling = new Map(Array.from({ length: 40 }, (_, index) => [`--x${index}`, [`var(--x${index + 1}) var(--x${index + 1})`]] as const));
    expect(fillVariables('var(--x0)', doubling)).toEqual([]);
  });
});

describe('guesses', () => {
  test('begin with the likeliest kind', () => {
    expect(guessValues('color', 'var(--x)')[0]).toBe('red');
    expect(guessValues('font-family', 'var(--x)')[0]).toBe('serif');
    expect(guessValues('padding', 'calc(6px * var(--x))')[0]).toBe('calc(6px * 1)');
  });

  test('give each variable one value, and all kinds a turn', () => {
    const guesses = guessValues('padding', 'var(--x) var(--y) var(--x)');
    expect(guesses).toContain('1px 50% 1px');
    expect(guesses).not.toContain('1px 50% 50%');
  });

  test('are none where there are too many unknowns', () => expect(guessValues('margin', 'var(--a) var(--b) var(--c)')).toEqual([]));
  test('are the value itself where nothing is unknown', () => expect(guessValues('margin', '1px')).toEqual(['1px']));
});
