import adBanner from '../../templates/ad-banner/sample.ts';
import appScreenshot from '../../templates/app-screenshot/sample.ts';
import comicStrip from '../../templates/comic-strip/sample.ts';
import educationalDiagram from '../../templates/educational-diagram/sample.ts';
import emailHeader from '../../templates/email-header/sample.ts';
import event from '../../templates/event/sample.ts';
import infographic from '../../templates/infographic/sample.ts';
import landingMockup from '../../templates/landing-mockup/sample.ts';
import logoLockup from '../../templates/logo-lockup/sample.ts';
import ogDefault from '../../templates/og-default/sample.ts';
import poster from '../../templates/poster/sample.ts';
import productCard from '../../templates/product-card/sample.ts';
import productExplainer from '../../templates/product-explainer/sample.ts';
import quote from '../../templates/quote/sample.ts';
import type { Sample } from '../../templates/shared/sample.ts';
import slide from '../../templates/slide/sample.ts';
import socialCard from '../../templates/social-card/sample.ts';

/** Template → what to show it with, in the order of the page. */
export const samples: { readonly [template: string]: Sample } = {
  'social-card': socialCard,
  'ad-banner': adBanner,
  'product-card': productCard,
  'product-explainer': productExplainer,
  'landing-mockup': landingMockup,
  infographic,
  slide,
  poster,
  'comic-strip': comicStrip,
  'logo-lockup': logoLockup,
  'app-screenshot': appScreenshot,
  'educational-diagram': educationalDiagram,
  quote,
  event,
  'email-header': emailHeader,
  'og-default': ogDefault,
};
