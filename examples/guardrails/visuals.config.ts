import { defineConfig, file, generate } from 'visuals';
import type { ArtDefinition } from 'visuals';

/** A card of one size, named like its copy. */
function card(name: string, picture: ArtDefinition) {
  return { template: 'card', sizes: [size], copy: name, alt: `${name}.alt`, art: { picture } };
}

const size = { name: 'post', width: 1000, height: 525 };

/** Ten cards of an invented maker of lamps. `demo.mjs` makes a repository of this folder and plants a fault in each of them. */
export default defineConfig({
  brand: 'brand/tokens.json',
  fonts: ['node_modules/@expo-google-fonts/schibsted-grotesk/{400Regular,600SemiBold}/*.ttf'],
  locales: { source: 'en' },
  output: { dir: 'public/visuals', formats: ['webp'] },
  assets: {
    launch: card('launch', file('art/morning.svg')),
    evening: { ...card('evening', file('art/evening.svg')), template: 'cover' },
    offer: { template: 'offer', sizes: [size], copy: 'offer', alt: 'offer.alt', checks: { colors: [{ token: 'color.accent', slot: 'action' }] } },
    portrait: card('portrait', file('art/portrait.svg', { expires: '2099-12-31' })),
    // Words in a picture are read back, letter by letter.
    sign: { ...card('sign', file('art/sign.png')), checks: { art: { picture: { text: ['sign.words'] } } } },
    window: { ...card('window', file('art/window.png')), checks: { art: { picture: { text: 'none' } } } },
    names: card('names', file('art/morning.svg')),
    workshop: card('workshop', generate({ prompt: 'A workbench with lamps that are being assembled', quality: 'low' })),
    spring: card('spring', generate({ prompt: 'A lamp on a window sill, spring outside', quality: 'low' })),
    press: { ...card('press', file('art/portrait.svg')), review: 'required' },
  },
});
