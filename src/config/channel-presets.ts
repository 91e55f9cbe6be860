import type { Insets, Size } from '../model/geometry.ts';

/** The picture that a channel asks for: its size in px, where nothing important may stand, and who says so. */
export interface ChannelPreset extends Size {
  /** Insets in px. */
  readonly safeArea: Insets;
  /** Month in which the figures were written down. Channels change them without notice. */
  readonly date: string;
  /** Domain of the page that gives the size. Safe areas are the channel's where it names them, else the crop or overlay that its clients show. */
  readonly source: string;
}

const none: Insets = { top: 0, right: 0, bottom: 0, left: 0 };
const date = '2026-11';

/** Known channels by name. */
export const channelPresets = {
  /** Link previews; some clients cut it to 2:1. */
  og: { width: 1200, height: 630, safeArea: around(24, 24), date, source: 'ogp.me' },
  'instagram-square': { width: 1080, height: 1080, safeArea: around(64, 64), date, source: 'facebook.com/business/ads-guide' },
  /** 4:5; the grid of a profile cuts it to 3:4, which the sides allow for. */
  'instagram-portrait': { width: 1080, height: 1350, safeArea: around(64, 64), date, source: 'facebook.com/business/ads-guide' },
  /** Profile row above, reply or call-to-action row below. */
  story: { width: 1080, height: 1920, safeArea: { top: 250, right: 64, bottom: 340, left: 64 }, date, source: 'facebook.com/business/ads-guide' },
  linkedin: { width: 1200, height: 627, safeArea: around(24, 24), date, source: 'linkedin.com/help' },
  x: { width: 1600, height: 900, safeArea: around(32, 32), date, source: 'business.x.com' },
  /** Up to 60 px are cut above and below. */
  'x-header': { width: 1500, height: 500, safeArea: { top: 60, right: 0, bottom: 60, left: 0 }, date, source: 'help.x.com' },
  /** The length of the film stands in the lower right corner. */
  'youtube-thumbnail': { width: 1280, height: 720, safeArea: { top: 24, right: 24, bottom: 80, left: 24 }, date, source: 'support.google.com' },
  pinterest: { width: 1000, height: 1500, safeArea: around(40, 40), date, source: 'help.pinterest.com' },
  'app-store-6-9': { width: 1320, height: 2868, safeArea: none, date, source: 'developer.apple.com' },
  /** Key elements stay away from the edges, which some layouts cut. */
  'play-feature': { width: 1024, height: 500, safeArea: around(50, 100), date, source: 'support.google.com' },
  /** Title-safe: 5 % of each side. */
  'slide-16x9': { width: 1920, height: 1080, safeArea: around(54, 96), date, source: 'smpte.org' },
  /** Twice 600 × 200, the width that mail clients keep. */
  'email-header': { width: 1200, height: 400, safeArea: none, date, source: 'mailchimp.com/help' },
  /** 210 × 297 mm at 300 dpi, with the 5 mm that desk printers leave white. */
  'a4-poster': { width: 2480, height: 3508, safeArea: around(59, 59), date, source: 'iso.org' },
  /** A web banner of 3:1. */
  banner: { width: 1500, height: 500, safeArea: none, date, source: 'iab.com' },
  /** Twice 728 × 90. */
  leaderboard: { width: 1456, height: 180, safeArea: none, date, source: 'iab.com' },
  /** The preview of a repository; its frame rounds the edges. */
  'github-social': { width: 1280, height: 640, safeArea: around(40, 40), date, source: 'docs.github.com' },
} as const satisfies { readonly [name: string]: ChannelPreset };

/** Name of a known channel. */
export type ChannelPresetName = keyof typeof channelPresets;

/** Narrows a string to the name of a known channel. */
export function isChannelPresetName(name: string): name is ChannelPresetName {
  return Object.hasOwn(channelPresets, name);
}

function around(vertical: number, horizontal: number): Insets {
  return { top: vertical, right: horizontal, bottom: vertical, left: horizontal };
}
