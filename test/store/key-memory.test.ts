import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CellChange } from '../../src/model/report.ts';
import { findNewerSchema, openKeyMemory } from '../../src/store/key-memory.ts';
import type { KeyMemory } from '../../src/store/key-memory.ts';
import { createTemporaryFolder } from '../support/temporary-folder.ts';

const cell = 'hero/og.en';
const record = { template: 'quote', 'text.headline': 'two words\nand a line' };
const change: CellChange = { cell, asset: 'hero', reason: 'changed', causes: [{ field: 'text.headline', before: 'a b', after: 'two words' }] };

function memoryPath(): string {
  return join(createTemporaryFolder(), 'keys');
}

function writeMemory(path: string): void {
  const memory = openKeyMemory(path);
  memory.remember(cell, 'key1', () => record);
  memory.noteChange(change);
  memory.save(new Set([cell]));
}

describe('key memory', () => {
  test('tells at once, and in a later process, what was remembered', () => {
    const path = memoryPath();
    const memory = openKeyMemory(path);
    memory.remember(cell, 'key1', () => record);
    memory.noteChange(change);
    const tells = (each: KeyMemory): unknown => [each.cells(), each.keyOf(cell), each.find(cell), each.changeOf(cell)];
    const told = [[cell], 'key1', { key: 'key1', record }, change];
    expect(tells(memory)).toEqual(told);
    memory.save(new Set([cell]));
    expect(tells(openKeyMemory(path))).toEqual(told);
  });

  test('holds no record before somebody asks', () => {
    const memory = openKeyMemory(memoryPath());
    let asked = 0;
    memory.remember(cell, 'key1', () => ({ asked: String((asked += 1)) }));
    expect(memory.keyOf(cell)).toBe('key1');
    expect(asked).toBe(0);
    memory.save(new Set([cell]));
    expect(asked).toBe(1);
  });

  test('keeps what others remembered, forgets cells that are gone', () => {
    const path = memoryPath();
    writeMemory(path);
    const second = openKeyMemory(path);
    second.remember('hero/og.de', 'key2', () => record);
    second.save(new Set([cell, 'hero/og.de']));
    expect(openKeyMemory(path).find(cell)).toEqual({ key: 'key1', record });
    openKeyMemory(path).save(new Set(['hero/og.de']));
    const last = openKeyMemory(path);
    expect([last.cells(), last.changeOf(cell)]).toEqual([['hero/og.de'], undefined]);
  });

  test('a damaged line is nothing, and the others stay', () => {
    const path = memoryPath();
    writeMemory(path);
    writeFileSync(path, `${readFileSync(path, 'utf8')}hero/og.de key2 {"torn\nrubbish\n`);
    const memory = openKeyMemory(path);
    expect(memory.find('hero/og.de')).toBeUndefined();
    expect(memory.find(cell)?.record).toEqual(record);
  });

  test('what a newer version wrote is neither read nor written over', () => {
    const path = memoryPath();
    writeMemory(path);
    const newer = readFileSync(path, 'utf8').replace('visuals keys 1', 'visuals keys 2');
    writeFileSync(path, newer);
    expect(findNewerSchema(path)).toBe('2');
    writeMemory(path);
    expect(readFileSync(path, 'utf8')).toBe(newer);
  });
});
