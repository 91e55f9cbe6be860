/** What every plugin takes. */
export interface SiteOptions {
  /** Folder of the `visuals` project; default that of the site. */
  readonly root?: string;
  /** Config file relative to that folder; default `visuals.config.ts`. */
  readonly config?: string;
  /** Address under which the output folder is served, such as `/visuals/` or `https://cdn.example.com/visuals/`; default what lies below `public/`, under the site's base. */
  readonly url?: string;
  /** Globs of the assets that the site uses; the others stay out of its bundle. Default all. */
  readonly only?: readonly string[];
  /**
   * `development` builds what changed, shows stand-ins for what is not bought, and goes on watching; `production` publishes nothing new and refuses what is not as the
   * project asks. Default what the bundler says.
   */
  readonly mode?: 'development' | 'production';
}

/** How a bundler's plugin opens a site. */
export interface OpenSiteOptions extends Omit<SiteOptions, 'mode'> {
  /** Absolute folder of the project. */
  readonly root: string;
  readonly mode: 'development' | 'production';
  /** Whether changes are followed until the site is closed. */
  readonly watch: boolean;
  /** Names the generated module, so that two bundlers of one project don't write the same. */
  readonly name: string;
  /** Where the site's public folder is served, with a slash at its end; default `/`. */
  readonly base?: string;
  /** The site's public folder, absolute; default `public` or `static`. */
  readonly publicFolder?: string;
  /** Takes what is wrong while it is watched, in lines for a terminal. */
  readonly warn: (message: string) => unknown;
}
