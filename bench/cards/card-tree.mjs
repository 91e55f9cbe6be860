import { colours, languages, layout } from './design.mjs';

/**
 * A card as the other tools are given it: words and font sizes as ours came to them, art as files at the size of its slot.
 * @typedef {{ locale: string, direction: 'ltr' | 'rtl', texts: Record<string, string>, fontSizes: Record<string, number> }} Card
 *
 * Pictures as data URLs. `plain` leaves the shadows out.
 * @typedef {{ photograph: string, picture: string, logo: string, plain?: boolean }} Art
 *
 * An element, with styles as React names them and numbers as pixels.
 * @typedef {{ type: string, props: { style: Record<string, string | number>, children?: string | readonly Tree[], src?: string, width?: number, height?: number, lang?: string, dir?: string, id?: string } }} Tree
 */

/**
 * The card of `design.mjs` in flexbox, which satori and a browser lay out alike.
 * @param {Card} card
 * @param {{ width: number, height: number }} size
 * @param {Art} art
 * @returns {Tree}
 */
export function createCardTree(card, { width, height }, art) {
  const u = Math.min(width, height) / 100;
  const language = languages.find(({ locale }) => locale === card.locale);
  const whole = /** @type {const} */ ({ position: 'absolute', top: 0, left: 0, width, height });
  const root = {
    position: 'relative',
    display: 'flex',
    width,
    height,
    backgroundColor: colours.night,
    color: colours.paper,
    fontFamily: listFamilies(card.locale),
  };
  const frame = { ...whole, boxSizing: 'border-box', display: 'flex', flexDirection: 'column', justifyContent: 'space-between', padding: layout.edge * u };
  return element('div', root, { lang: language?.satori ?? card.locale }, [
    element('img', whole, { src: art.photograph, width, height }),
    element('div', { ...whole, backgroundImage: `linear-gradient(to top, ${colours.veil} 0%, ${colours.clear} 85%)` }),
    element('div', frame, {}, [createTop(card, u, art), createWords(card, u, art.plain)]),
  ]);
}

/**
 * The families of a language, the project's own last.
 * @param {string} locale
 */
export function listFamilies(locale) {
  const family = languages.find((each) => each.locale === locale)?.family ?? 'Inter';
  return [...new Set([family, 'Inter'])].join(', ');
}

/**
 * Logo and second picture, at the two ends of a row.
 * @param {Card} card
 * @param {number} u
 * @param {Art} art
 */
export function createTop({ direction }, u, { logo, picture, plain = false }) {
  const sizeOf = (/** @type {{ width: number, height: number }} */ { width, height }) => ({ width: width * u, height: height * u });
  const shape = { borderRadius: layout.picture.radius * u, ...(!plain && { boxShadow: formatShadow(layout.picture.shadow, u) }) };
  return element(
    'div',
    { justifyContent: 'space-between', alignItems: 'flex-start', flexDirection: direction === 'rtl' ? 'row-reverse' : 'row' },
    { id: 'top' },
    [
      element('img', sizeOf(layout.logo), { src: logo, ...sizeOf(layout.logo) }),
      element('img', { ...sizeOf(layout.picture), ...shape }, { src: picture, ...sizeOf(layout.picture) }),
    ],
  );
}

/**
 * What differs from card to card.
 * @param {Card} card
 * @param {number} u
 * @param {boolean} plain
 */
export function createWords({ texts, fontSizes, direction }, u, plain = false) {
  const { headline, sub, pill, gap } = layout;
  const side = direction === 'rtl' ? { textAlign: 'right', alignSelf: 'flex-end' } : { textAlign: 'left', alignSelf: 'flex-start' };
  const styleOf = (/** @type {{ leading: number, weight: number }} */ { leading, weight }, /** @type {string} */ slot) => ({
    fontSize: fontSizes[slot],
    lineHeight: leading,
    fontWeight: weight,
    ...side,
  });
  const shape = {
    padding: `${pill.down * u}px ${pill.across * u}px`,
    borderRadius: 10 * u,
    backgroundImage: `linear-gradient(to right, ${colours.from}, ${colours.to})`,
    color: colours.night,
  };
  const shadow = plain ? {} : { textShadow: formatShadow(headline.shadow, u) };
  return element('div', { display: 'flex', flexDirection: 'column', gap: gap * u }, { id: 'words' }, [
    element('div', { ...styleOf(headline, 'headline'), ...shadow }, { dir: direction }, texts.headline),
    element('div', styleOf(sub, 'sub'), { dir: direction }, texts.sub),
    element('div', { ...styleOf(pill, 'action'), ...shape }, { dir: direction }, texts.action),
  ]);
}

/**
 * @param {{ down: number, blur: number, colour: string }} shadow
 * @param {number} u
 */
function formatShadow({ down, blur, colour }, u) {
  return `0 ${down * u}px ${blur * u}px ${colour}`;
}

/**
 * @param {string} type
 * @param {Record<string, string | number>} style
 * @param {object} attributes
 * @param {string | readonly Tree[]} [children]
 * @returns {Tree}
 */
function element(type, style, attributes = {}, children) {
  return { type, props: { ...attributes, style: { display: 'flex', ...style }, ...(children !== undefined && { children }) } };
}
