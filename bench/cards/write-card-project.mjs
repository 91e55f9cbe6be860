import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { root } from '../support/environment.mjs';
import { colours, languages, layout, sizes } from './design.mjs';
import { paintPhotograph } from './paint-photograph.mjs';

/**
 * Writes a project of ours with the card of `design.mjs`: assets × 2 sizes × 6 languages.
 * @param {string} folder
 * @param {{ assets: number, formats: readonly string[] }} options
 */
export async function writeCardProject(folder, { assets, formats }) {
  const files = {
    'visuals.config.ts': createConfig(assets, formats),
    ...template,
    'art/photograph.jpg': await paintPhotograph(1600, 1200),
    'art/logo.svg': logo,
    ...Object.fromEntries(languages.map((language) => [`copy/${language.locale}.json`, JSON.stringify(createCopy(language, assets))])),
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
}

/**
 * @param {(typeof languages)[number]} language
 * @param {number} assets
 */
function createCopy({ headlines, sub, action }, assets) {
  const card = (/** @type {number} */ number) => ({ headline: `${headlines[number % headlines.length]} ${number + 1}`, sub, action, alt: headlines[0] });
  return Object.fromEntries(Array.from({ length: assets }, (_, number) => [`card${number}`, card(number)]));
}

/**
 * @param {number} assets
 * @param {readonly string[]} formats
 */
function createConfig(assets, formats) {
  const own = Object.fromEntries(languages.filter(({ family }) => family !== 'Inter').map(({ locale, family }) => [locale, [family]]));
  const asset = `({ template: 'bench-card', sizes: ${JSON.stringify(sizes)}, copy: \`card\${number}\`, alt: \`card\${number}.alt\`, art: { photograph: file('art/photograph.jpg'), picture: file('art/photograph.jpg', { focus: { x: 0.2, y: 0.8 } }), logo: file('art/logo.svg') } })`;
  const color = Object.fromEntries(
    Object.entries({ paper: colours.paper, night: colours.night, from: colours.from, to: colours.to }).map(([name, $value]) => [name, { $value }]),
  );
  return `import { defineBrand, defineConfig, file } from 'visuals';

const card = (number) => ${asset};

export default defineConfig({
  brand: defineBrand({ tokens: { color: { $type: 'color', ...${JSON.stringify(color)} }, font: { sans: { $type: 'fontFamily', $value: 'Inter' } } } }),
  fonts: ${JSON.stringify(languages.flatMap(({ files }) => files))},
  locales: { source: 'en', targets: ${JSON.stringify(languages.slice(1).map(({ locale }) => locale))}, fonts: ${JSON.stringify(own)} },
  output: { formats: ${JSON.stringify(formats)} },
  assets: Object.fromEntries(Array.from({ length: ${assets} }, (_, number) => [\`card-\${number}\`, card(number)])),
});
`;
}

const { edge, gap, headline, sub, pill, picture } = layout;
const u = (/** @type {number} */ units) => `calc(var(--u) * ${units})`;

const shadow = (/** @type {{ down: number, blur: number, colour: string }} */ { down, blur, colour }) => `0 ${u(down)} ${u(blur)} ${colour}`;

const template = {
  'templates/bench-card/template.hbs': `<img class="photograph" src="{{art.photograph}}" alt="">
<div class="veil"></div>
<div class="frame">
  <div class="top">
    <img class="logo" src="{{art.logo}}" alt="">
    <img class="picture" src="{{art.picture}}" alt="">
  </div>
  <div class="words">
    <h1 class="headline" data-slot="headline">{{headline}}</h1>
    <p class="sub" data-slot="sub">{{sub}}</p>
    <p class="pill" data-slot="action">{{action}}</p>
  </div>
</div>
`,
  'templates/bench-card/template.css': `.card {
  position: relative;
  display: flex;
  width: 100%;
  height: 100%;
  background-color: var(--color-night);
  color: var(--color-paper);
}

.photograph,
.veil {
  position: absolute;
  top: 0;
  left: 0;
  width: 100%;
  height: 100%;
}

.veil {
  background-image: linear-gradient(to top, ${colours.veil} 0%, ${colours.clear} 85%);
}

.frame {
  position: relative;
  display: flex;
  flex: 1 1 0;
  flex-direction: column;
  align-items: flex-start;
  justify-content: space-between;
  min-width: 0;
  padding: ${u(edge)};
}

.top {
  display: flex;
  align-items: flex-start;
  justify-content: space-between;
  width: 100%;
}

.picture {
  width: ${u(picture.width)};
  height: ${u(picture.height)};
  border-radius: ${u(picture.radius)};
  box-shadow: ${shadow(picture.shadow)};
}

.logo {
  width: ${u(layout.logo.width)};
  height: ${u(layout.logo.height)};
}

.words {
  display: flex;
  flex-direction: column;
  align-items: flex-start;
  width: 100%;
  gap: ${u(gap)};
}

.headline {
  font-weight: ${headline.weight};
  line-height: ${headline.leading};
  text-shadow: ${shadow(headline.shadow)};
}

.sub {
  font-weight: ${sub.weight};
  line-height: ${sub.leading};
}

.pill {
  padding: ${u(pill.down)} ${u(pill.across)};
  border-radius: ${u(10)};
  background-image: linear-gradient(to right, var(--color-from), var(--color-to));
  color: var(--color-night);
  font-weight: ${pill.weight};
  line-height: ${pill.leading};
}
`,
  'templates/bench-card/template.ts': `import { defineTemplate, image, text } from 'visuals';

const logo = (short) => ({ width: short * ${layout.logo.width / 100}, height: ${layout.logo.height / 100} });
const picture = (short) => ({ width: short * ${picture.width / 100}, height: ${picture.height / 100} });

export default defineTemplate({
  description: 'A photograph with words.',
  slots: {
    headline: text({ role: 'headline', size: { smallest: ${headline.smallest}, largest: ${headline.largest} }, lines: ${headline.lines} }),
    sub: text({ role: 'body', size: { smallest: ${sub.smallest}, largest: ${sub.largest} }, lines: ${sub.lines} }),
    action: text({ role: 'action', size: { smallest: ${pill.smallest}, largest: ${pill.largest} } }),
    photograph: image(),
    picture: image({ area: { tall: picture(1), square: picture(1), wide: picture(${sizes[0].height / sizes[0].width}), banner: picture(0.4) } }),
    logo: image({ fit: 'contain', area: { tall: logo(1), square: logo(1), wide: logo(${sizes[0].height / sizes[0].width}), banner: logo(0.4) } }),
  },
});
`,
  'templates/bench-card/sample.ts': `export default { copy: { headline: 'A morning', sub: 'Small groups.', action: 'See all dates' } };\n`,
};

/** Also what the other tools are given. */
export const logo = `<svg xmlns="http://www.w3.org/2000/svg" width="260" height="80" viewBox="0 0 260 80">
  <defs><linearGradient id="sun" x1="0" x2="1" y1="0" y2="1"><stop stop-color="${colours.from}"/><stop offset="1" stop-color="${colours.to}"/></linearGradient></defs>
  <circle cx="40" cy="40" r="30" fill="url(#sun)"/>
  <path d="M10 62 40 26l16 20 8-9 22 25Z" fill="${colours.night}" fill-opacity=".85"/>
  <path d="M106 26h18v28h-18zm30 0h8v28h-8zm18 0h30v8h-30zm0 10h22v8h-22zm0 10h30v8h-30zm40-20h8l14 18V26h8v28h-8l-14-18v18h-8z" fill="${colours.paper}"/>
</svg>
`;
