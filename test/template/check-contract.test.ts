import { describe, expect, test } from 'vitest';
import { checkContract } from '../../src/template/check-contract.ts';
import { text } from '../../src/template/define-template.ts';
import { catchDiagnostics } from '../support/catch-diagnostics.ts';
import { definition } from './support.ts';

const from = { name: 'card', file: 'templates/card/template.ts' };
const headline = text({ role: 'headline', size: { smallest: 4, largest: 8 } });
const withSlot = (changes: object) => ({ ...definition, slots: { headline: { ...headline, ...changes } } });

test('a definition becomes plain data with a name', () => {
  const contract = checkContract(definition, from);
  expect(contract).toMatchObject({
    name: 'card',
    description: 'A card for tests.',
    slots: { headline: { type: 'text', lines: 2, fit: 'shrink', from: 'copy', optional: false } },
  });
  expect(JSON.parse(JSON.stringify(contract))).toEqual(contract);
  expect(checkContract({ description: 'x', slots: {} }, from).data).toEqual({});
});

describe('TEMPLATE_CONTRACT_INVALID', () => {
  test.each([
    [undefined, ''],
    ['text', ''],
    [{}, 'description'],
    [{ description: ' ', slots: {} }, 'description'],
    [{ description: 'x' }, 'slots'],
    [{ description: 'x', slots: {}, date: {} }, 'date'],
    [{ description: 'x', slots: { headline: {} } }, 'slots.headline.type'],
    [{ description: 'x', slots: { headline: 1 } }, 'slots.headline'],
    [{ description: 'x', slots: { Headline: headline } }, 'slots.Headline'],
    [{ description: 'x', slots: { art: headline } }, 'slots.art'],
    [{ description: 'x', slots: { each: headline } }, 'slots.each'],
    [withSlot({ role: 'title' }), 'slots.headline.role'],
    [withSlot({ fit: 'squeeze' }), 'slots.headline.fit'],
    [withSlot({ balance: 'yes' }), 'slots.headline.balance'],
    [withSlot({ fitGroup: 'A row' }), 'slots.headline.fitGroup'],
    [withSlot({ locales: { German: {} } }), 'slots.headline.locales.German'],
    [withSlot({ locales: { de_AT: {} } }), 'slots.headline.locales.de_AT'],
    [withSlot({ locales: { de: { line: 3 } } }), 'slots.headline.locales.de.line'],
    [withSlot({ locales: { de: { lines: 0 } } }), 'slots.headline.locales.de.lines'],
    [withSlot({ locales: { de: { smallest: { tall: 1 } } } }), 'slots.headline.locales.de.smallest.square'],
    [withSlot({ locales: { de: { smallest: 9 } } }), 'slots.headline.locales.de'],
    [
      { description: 'x', slots: { a: { ...headline, fitGroup: 'row' }, b: { ...headline, fitGroup: 'row', size: { smallest: 9, largest: 10 } } } },
      'slots.b.fitGroup',
    ],
    [withSlot({ from: 'db' }), 'slots.headline.from'],
    [withSlot({ optional: 1 }), 'slots.headline.optional'],
    [withSlot({ lines: 0 }), 'slots.headline.lines'],
    [withSlot({ lines: 1.5 }), 'slots.headline.lines'],
    [withSlot({ lines: { tall: 1, square: 1, wide: 1 } }), 'slots.headline.lines.banner'],
    [withSlot({ size: { smallest: 9, largest: 8 } }), 'slots.headline.size'],
    [withSlot({ size: { smallest: 0, largest: 8 } }), 'slots.headline.size.smallest'],
    [withSlot({ size: { largest: 8 } }), 'slots.headline.size.smallest'],
    [withSlot({ size: { tall: { smallest: 1, largest: 2 } } }), 'slots.headline.size.square'],
    [withSlot({ wide: 1 }), 'slots.headline.wide'],
    [{ description: 'x', slots: { a: { type: 'image', fit: 'cover', optional: false, area: { tall: { width: 2, height: 1 } } } } }, 'slots.a.area.tall'],
    [{ description: 'x', slots: { a: { type: 'image', fit: 'cover', optional: false } } }, 'slots.a.area'],
    [{ description: 'x', slots: {}, data: { a: { type: 'date', optional: false } } }, 'data.a.type'],
    [{ description: 'x', slots: {}, data: { a: { type: 'list', optional: false, most: 0, of: {} } } }, 'data.a.most'],
    [{ description: 'x', slots: {}, data: { a: { type: 'list', optional: false, most: 1, of: { b: 1 } } } }, 'data.a.of.b'],
  ])('%j at "%s"', async (value, path) => {
    const found = await catchDiagnostics(() => checkContract(value, from));
    expect(found.map(({ code }) => code)).toContain('TEMPLATE_CONTRACT_INVALID');
    expect(found.some(({ message }) => message.startsWith(path === '' ? 'The contract' : `\`${path}\``))).toBe(true);
    expect(found[0]?.place).toEqual({ file: 'templates/card/template.ts' });
  });

  test('all at once, with what was meant', async () => {
    const found = await catchDiagnostics(() => checkContract(withSlot({ role: 'headlin', line: 2, optional: 'no' }), from));
    expect(found).toHaveLength(3);
    expect(found.map(({ message }) => message).join()).toMatch(/did you mean "lines".*did you mean "headline"/);
  });
});
