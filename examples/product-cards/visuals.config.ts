import { defineConfig, file, fromData } from 'visuals';

const folder = 'examples/product-cards';

/**
 * A card for each of 5,000 products. From the repository's root: `node examples/product-cards/make-products.mjs`, then
 * `npx visuals build --config examples/product-cards/visuals.config.ts --only "product-000*"` for the first 99 of them, or without `--only` for all.
 */
export default defineConfig({
  brand: 'brand/tokens.json',
  fonts: ['node_modules/@expo-google-fonts/schibsted-grotesk/{400Regular,600SemiBold}/*.ttf'],
  locales: { source: 'en' },
  copy: `${folder}/copy/{locale}.json`,
  output: { dir: 'public/product-cards', formats: ['webp'] },
  assets: fromData(
    `${folder}/products.csv`,
    (row) => [
      `product-${row.sku}`,
      {
        template: 'product-card',
        sizes: [{ name: 'feed', width: 600, height: 600 }],
        art: { product: file(`${folder}/art/${row.form}-${row.glaze}.svg`), logo: file('templates/shared/art/logo-light.svg') },
        copy: 'product', // one set of messages for all; they name what is in `data`
        alt: 'product.alt',
        data: { name: row.name, form: row.form, glaze: row.glaze, height: row.height, price: row.price },
      },
    ],
    { columns: { height: 'integer', price: 'number', stock: 'integer' } },
  ),
});
