import { expect, test } from 'vitest';
import { findNearest } from '../../src/diagnostics/did-you-mean.ts';

test.each([
  ['headlin', ['headline', 'sub'], 'headline'],
  ['Headline', ['headline'], 'headline'],
  ['social-crad', ['og-default', 'social-card'], 'social-card'],
  ['color.art.glwo', ['color.art.glow', 'color.art.base'], 'color.art.glow'],
  ['colour.accent', ['color.accent'], 'color.accent'],
  ['welcome.headlin', ['welcome.alt', 'welcome.headline'], 'welcome.headline'],
])('%s may be meant as one of %j', (written, candidates, nearest) => expect(findNearest(written, candidates)).toBe(nearest));

test.each([
  ['welcome.sub', ['welcome.alt', 'welcome.action', 'welcome']],
  ['springLaunch.cta', ['springLaunch.sub']],
  ['headline', ['figure']],
])('%s is none of %j', (written, candidates) => expect(findNearest(written, candidates)).toBeUndefined());
