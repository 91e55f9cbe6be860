/**
 * Writes what the example builds from: `products.csv`, and a drawing of each form in each glaze. `node examples/product-cards/make-products.mjs [count]`; 5,000 products
 * unless told otherwise, the same each time.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = import.meta.dirname;

/** Outline of the right half, from the middle of the foot up to the rim, in a box of 100 × 100; the left half mirrors it. Then its rim: half width and height of the opening. */
const forms = {
  bowl: { outline: 'H64 C66 84 90 74 94 46', rim: [44, 46], price: 28 },
  vase: { outline: 'H66 C84 78 88 56 72 38 C64 29 60 22 62 12', rim: [12, 12], price: 46 },
  jug: { outline: 'H70 C86 80 84 60 72 46 C66 38 66 28 70 16', rim: [20, 16], price: 52, handle: 'M72 28 C96 22 98 58 79 62' },
  cup: { outline: 'H60 C74 88 78 70 78 40', rim: [28, 40], price: 18, handle: 'M78 50 C98 46 96 74 75 74' },
  bottle: { outline: 'H68 C76 88 76 60 70 48 C62 38 58 32 58 8', rim: [8, 8], price: 39 },
  plate: { outline: 'H66 C76 88 94 80 97 72', rim: [47, 72], price: 24 },
};

const glazes = {
  chalk: ['#f6f1e7', '#d9cfbd', '#a89c86'],
  oat: ['#e3d3b5', '#c7b08a', '#8f7850'],
  sand: ['#dcb88d', '#b98e5f', '#7f5c37'],
  rust: ['#d3784f', '#a9502c', '#6b2e16'],
  plum: ['#9b6a80', '#704357', '#432435'],
  slate: ['#7d8b93', '#56646d', '#303b42'],
  sea: ['#7fa9ad', '#4f7f86', '#284e55'],
  moss: ['#97a572', '#6c7b48', '#3e4926'],
  sage: ['#b3c4a9', '#86a07b', '#536b4a'],
  ink: ['#56606e', '#2f3844', '#141b24'],
  amber: ['#e2a94b', '#b67d22', '#734a0c'],
  rose: ['#e0b1a7', '#bf8378', '#83504a'],
};

const names = ['Aare', 'Birch', 'Cove', 'Dune', 'Elm', 'Fjord', 'Gale', 'Heath', 'Isle', 'Juniper', 'Kelp', 'Loam'];
const heights = [8, 10, 12, 14, 16, 18];

writeProducts(Number(process.argv[2] ?? 5000));
writeDrawings();

function writeProducts(count) {
  const all = names.flatMap((name) =>
    Object.keys(forms).flatMap((form) => Object.keys(glazes).flatMap((glaze) => heights.map((height) => ({ name, form, glaze, height })))),
  );
  const rows = all.slice(0, count).map(({ name, form, glaze, height }, at) => {
    const price = forms[form].price + Math.round((height - 8) * 1.5) + (names.indexOf(name) % 4) * 2;
    return [String(at + 1).padStart(5, '0'), name, form, glaze, height, price, (at * 7919) % 23].join(',');
  });
  writeFileSync(join(folder, 'products.csv'), `sku,name,form,glaze,height,price,stock\n${rows.join('\n')}\n`);
}

function writeDrawings() {
  mkdirSync(join(folder, 'art'), { recursive: true });
  for (const [form, shape] of Object.entries(forms))
    for (const [glaze, colours] of Object.entries(glazes)) writeFileSync(join(folder, 'art', `${form}-${glaze}.svg`), draw(shape, colours));
}

function draw({ outline, rim: [half, top], handle }, [light, middle, dark]) {
  const body = `M50 92 ${outline} H50 Z`;
  const tilt = Math.max(1.2, half * 0.16);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="600" viewBox="0 0 100 100">
<defs><linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="100" y2="0"><stop offset="0.08" stop-color="${middle}"/><stop offset="0.34" stop-color="${light}"/><stop offset="0.66" stop-color="${middle}"/><stop offset="0.96" stop-color="${dark}"/></linearGradient>
<clipPath id="c"><path d="${body}"/><path d="${body}" transform="matrix(-1 0 0 1 100 0)"/></clipPath>
<radialGradient id="s"><stop offset="0" stop-color="#000" stop-opacity="0.3"/><stop offset="1" stop-color="#000" stop-opacity="0"/></radialGradient></defs>
<ellipse cx="54" cy="93" rx="42" ry="4.5" fill="url(#s)"/>
${handle === undefined ? '' : `<path d="${handle}" fill="none" stroke="${middle}" stroke-width="4.6" stroke-linecap="round"/>`}
<rect width="100" height="100" fill="url(#g)" clip-path="url(#c)"/>
<ellipse cx="50" cy="${top}" rx="${half}" ry="${tilt}" fill="${dark}"/><ellipse cx="50" cy="${top - 0.7}" rx="${half}" ry="${tilt}" fill="none" stroke="${light}" stroke-width="0.8" stroke-opacity="0.7"/>
</svg>
`;
}
