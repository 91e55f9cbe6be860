import { describe, expect, test } from 'vitest';
import { prepareText } from '../../src/text/prepare-text.ts';

const all = (): boolean => true;
const show = (text: string): string =>
  text.replace(/[\u00A0\u202F\u200B\u2060\u2007\u2009]/g, (character) => ({ '\u00A0': '~', '\u202F': '_', '\u200B': '|', '\u2060': '^' })[character] ?? '?');

async function prepare(text: string, locale: string, options: Partial<Parameters<typeof prepareText>[1]> = {}): Promise<string> {
  return show(await prepareText(text, { locale, role: 'label', hasGlyph: all, ...options }));
}

describe('French spaces', () => {
  test.each([
    ['Prêt ?', 'Prêt_?'],
    ['Prêt? Partez!', 'Prêt_? Partez_!'],
    ['Attention\u00A0: partez ; vite', 'Attention_: partez_; vite'],
    ['« Déjà vu »', '«_Déjà vu_»'],
    ['«Déjà vu»', '«_Déjà vu_»'],
    ['« Quoi ?! »', '«_Quoi_?!_»'],
    ['À 12:30, sur https://exemple.fr/?q=1;x', 'À 12:30, sur https://exemple.fr/?q=1;x'],
    ['(vraiment ?)', '(vraiment_?)'],
    ['50 % !', '50~%_!'],
    ['Total\u202F: 12\u202F345', 'Total_: 12_345'],
    ['Un sourire :-) et voilà', 'Un sourire :-) et voilà'],
  ])('%j', async (text, expected) => {
    expect(await prepare(text, 'fr')).toBe(expected);
  });

  test('differ in Canada, and are no other language’s', async () => {
    expect(await prepare('Prêt ? Oui : « déjà »', 'fr-CA')).toBe('Prêt ? Oui~: «~déjà~»');
    expect(await prepare('Prêt ? Oui : « déjà »', 'fr-CH')).toBe('Prêt_? Oui_: «_déjà_»');
    expect(await prepare('Ready ? Yes : « no »', 'en')).toBe('Ready ? Yes : « no »');
  });
});

describe('numbers', () => {
  test.each([
    ['de', 'Nur 1.234,56 € im Mai', 'Nur 1.234,56~€ im Mai'],
    ['de', 'bis 50 % auf 10 km und 5 Karten', 'bis 50~% auf 10~km und 5 Karten'],
    ['en', 'Only $ 49 or £49, 10 mice', 'Only $~49 or £49, 10 mice'],
    ['ru', 'Всего 1 234 567 ₽ в 2026 году', 'Всего 1~234~567~₽ в 2026 году'],
    ['en', 'Room 12 345 and 1 234', 'Room 12 345 and 1 234'],
    ['fr', 'En 2026 100 personnes, 12 345 km', 'En 2026 100 personnes, 12~345~km'],
  ])('%s: %j stay with what belongs to them', async (locale, text, expected) => {
    expect(await prepare(text, locale)).toBe(expected);
  });
});

describe('what the fonts lack', () => {
  const without =
    (...lacking: readonly string[]) =>
    (character: string): boolean =>
      !lacking.includes(character);

  test('is replaced by the nearest that they have', async () => {
    expect(await prepare('Prêt ?', 'fr', { hasGlyph: without('\u202F') })).toBe('Prêt~?');
    expect(await prepare('Prêt ?', 'fr', { hasGlyph: without('\u202F', '\u00A0') })).toBe('Prêt^ ^?');
    expect(await prepare('Jean\u2011Luc \u2010', 'en', { hasGlyph: without('\u2011', '\u2010') })).toBe('Jean^-^Luc -');
    expect(await prepare('1\u2009000', 'en', { hasGlyph: without('\u2009') })).toBe('1 000');
  });

  test('stays when they have it', async () => {
    expect(await prepare('Jean\u2011Luc', 'en')).toBe('Jean\u2011Luc');
  });
});

describe('headlines', () => {
  const headline = { role: 'headline' } as const;
  test.each([
    ['Every size and every language at once', 'Every size and every language at~once'],
    ['Ship it now', 'Ship it now'],
    ['Ein Satz mit einem ungewöhnlichlangen Wort', 'Ein Satz mit einem ungewöhnlichlangen Wort'],
    ['One idea for every international audience', 'One idea for every international audience'],
    ['무엇이든 한 번에 만드는 도구', '무엇이든 한 번에 만드는~도구'],
    ['We will be back soon 🚀', 'We will be back soon~🚀'],
    ['ends with a space ', 'ends with a~space'],
    ['Объявите картинку один раз — «ёжик», съёмка', 'Объявите картинку один раз~— «ёжик»,~съёмка'],
    ['a -- b – c–d — e', 'a -- b~– c–d~—~e'],
  ])('%j', async (text, expected) => {
    expect(await prepare(text, 'en', headline)).toBe(expected);
  });

  test('stay as they are where a space without a break has no glyph, and in other roles', async () => {
    expect(await prepare('Every size and every language at once', 'en', { ...headline, hasGlyph: (each) => each !== '\u00A0' })).not.toContain('~');
    expect(await prepare('Every size and every language at once', 'en', { role: 'body' })).not.toContain('~');
  });
});

describe('line ends', () => {
  test('follow the language, or the one that the project names', async () => {
    expect(await prepare('สร้างภาพเพียงครั้งเดียว', 'th')).toContain('|');
    expect(await prepare('สร้างภาพเพียงครั้งเดียว', 'en')).not.toContain('|');
    expect(await prepare('สร้างภาพเพียงครั้งเดียว', 'en', { breaking: 'th' })).toContain('|');
    expect(await prepare('ສ້າງຮູບພາບຄັ້ງດຽວ', 'lo')).toContain('|');
    expect(await prepare('បង្កើតរូបភាពតែម្តង', 'km')).toContain('|');
    expect(await prepare('一度だけ宣言すれば、すべてのサイズができあがります。', 'ja', { role: 'headline' })).toContain('|');
    expect(await prepare('一度だけ宣言すれば', 'ja')).not.toContain('|');
  });

  test('are not between an isolate and its words', async () => {
    const text = await prepare('今日は\u2068明日のことを考えています\u2069から', 'ja', { role: 'body' });
    expect(text).not.toMatch(/\u2068\||\|\u2069/);
  });
});
