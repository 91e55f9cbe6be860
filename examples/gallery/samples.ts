import adBanner from '../../templates/ad-banner/sample.ts';
import landingMockup from '../../templates/landing-mockup/sample.ts';
import poster from '../../templates/poster/sample.ts';
import productExplainer from '../../templates/product-explainer/sample.ts';
import slide from '../../templates/slide/sample.ts';
import type { Sample } from '../../templates/shared/sample.ts';

/** Template → what to show it with. */
export const samples: { readonly [template: string]: Sample } = {
  'ad-banner': adBanner,
  'landing-mockup': landingMockup,
  poster,
  'product-explainer': productExplainer,
  slide,
};
