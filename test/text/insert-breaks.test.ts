import fc from '../support/properties.ts';
import { describe, expect, it } from 'vitest';
import { insertBreaks } from '../../src/text/insert-breaks.ts';

const show = (text: string): string => text.replaceAll('\u200B', '|');

describe('insertBreaks', () => {
  it('marks the words of Thai', async () => {
    expect(show(await insertBreaks('วันนี้อากาศดีมาก', 'th'))).toBe('วัน|นี้|อากาศ|ดี|มาก');
    expect(show(await insertBreaks('ราคา 49 บาท เท่านั้น', 'th-TH'))).not.toMatch(/\| |\d\|\d| \|/);
  });

  it('leaves Latin words, numbers and URLs alone', async () => {
    const url = 'https://example.com/some/path?query=1';
    expect(await insertBreaks(`ดูที่ ${url} และ OpenStreetMap 1,234.50`, 'th')).toContain(`${url} `);
    const phrases = await insertBreaks(`詳しくは${url}とOpenStreetMapをご覧ください`, 'ja', { phrases: true });
    expect(phrases).toContain(url);
    expect(phrases).toContain('OpenStreetMap');
    expect(phrases).toContain('\u200B');
  });

  it('marks the phrases of Japanese on demand only, and starts no line with a closing mark', async () => {
    const text = '今日は天気です。「新しい」カメラを、もっと身近に。';
    expect(await insertBreaks(text, 'ja')).toBe(text);
    const marked = show(await insertBreaks(text, 'ja', { phrases: true }));
    expect(marked).toMatch(/^今日は\|天気です。/);
    expect(marked).not.toMatch(/\|[、。」ー]/);
    expect(marked).not.toMatch(/「\|/);
  });

  it('marks the phrases of Chinese on demand only, in both of its scripts', async () => {
    expect(await insertBreaks('今天的天气很好', 'zh')).toBe('今天的天气很好');
    const simplified = show(await insertBreaks('只需声明一次图片，就能得到每一种尺寸的“成品”。', 'zh-Hans', { phrases: true }));
    expect(simplified).toMatch(/\|图片，\|/);
    expect(simplified).toMatch(/“成品”。$/);
    const traditional = show(await insertBreaks('只需宣告一次圖片，就能得到每一種尺寸的「成品」。', 'zh-TW', { phrases: true }));
    expect(traditional).toMatch(/\|圖片，\|/);
    expect(traditional).toMatch(/「成品」。$/);
  });

  it.each([
    ['lo', 'ສະບາຍດີຊາວໂລກ'],
    ['km', 'សួស្តីពិភពលោក'],
    ['my', 'မင်္ဂလာပါကမ္ဘာလောက'],
  ])('marks words of %s', async (locale, text) => {
    const marked = await insertBreaks(text, locale);
    expect(marked).toContain('\u200B');
    expect(marked.replaceAll('\u200B', '')).toBe(text);
  });

  it.each([
    ['en', 'Hello world'],
    ['en', 'ภาษาไทยในภาษาอังกฤษ'],
    ['ko', '오늘 날씨가 좋습니다'],
    ['ar', 'مرحبا بالعالم'],
    ['th', 'a\u200Bสวัสดีครับ'],
  ])('leaves %s %s unchanged', async (locale, text) => {
    expect(await insertBreaks(text, locale, { phrases: true })).toBe(text);
  });

  it.each([
    ['th', 'ค่ำคืนดี ๆ ได้ทุกที่', 'ดี\u00A0ๆ '],
    ['th', 'กรุงเทพ ฯ', 'กรุงเทพ\u00A0ฯ'],
    ['km', 'ធំ ៗ', 'ធំ\u00A0ៗ'],
  ])('lets no line begin with a sign that repeats or cuts short: %s %s', async (locale, text, kept) => {
    expect((await insertBreaks(text, locale)).replaceAll('\u200B', '')).toContain(kept);
  });

  it('only ever adds marks, never within a grapheme, and adds none twice', async () => {
    const unit = fc.constantFrom(...Array.from('กขคงาิีึุู่้๊ำะเแโไใๆฯ今日は天気です新しいカメラーっ、。「」abc 1,.-/:'), '👩\u200D🚀', 'e\u0301');
    const graphemes = (text: string): readonly string[] =>
      [...new Intl.Segmenter('en').segment(text)].map(({ segment }) => segment).filter((segment) => segment !== '\u200B');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit, maxLength: 40 }), fc.constantFrom('th', 'ja', 'zh-Hans', 'zh-Hant', 'lo', 'en'), async (text, locale) => {
        const marked = await insertBreaks(text, locale, { phrases: true });
        const spaced = marked.replaceAll('\u00A0', ' ');
        expect(spaced.replaceAll('\u200B', '')).toBe(text);
        expect(graphemes(spaced)).toEqual(graphemes(text));
        expect(await insertBreaks(marked, locale, { phrases: true })).toBe(marked);
        expect(marked).not.toMatch(/^\u200B|\u200B$|\u200B\u200B|\u200B\s|\s\u200B|[!-~]\u200B[!-~]/);
      }),
    );
  });
});
