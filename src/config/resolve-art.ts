import type { Art, AssetArt, EditArt, GenerateArt, PaidSettings, Rights, TranslateArt } from '../model/config.ts';
import type { FocalPoint } from '../model/geometry.ts';
import type { ParsedArt, ParsedEdit, ParsedGenerate, ParsedTranslate } from './art-schema.ts';
import { normalisePath } from './check-names.ts';
import { defaultGenerator, defaultSettings } from './generator-defaults.ts';
import type { ParsedConfig } from './schema.ts';

/** Fills in the defaults of one art. */
export type ResolveArt = (art: ParsedArt) => Art;

/**
 * Makes a function that fills in the defaults of art. What is made from another picture is framed as that one is, unless it says otherwise.
 * The config must be free of circles.
 */
export function createArtResolver(config: Pick<ParsedConfig, 'assets' | 'generators'>): ResolveArt {
  const resolve: ResolveArt = (art) => {
    switch (art.kind) {
      case 'file':
        return { kind: 'file', path: normalisePath(art.path), ...frame(art, { mirror: false }) };
      case 'procedural':
        return resolveProcedural(art);
      case 'asset':
        return resolveReference(art, config.assets, resolve);
      case 'generate':
        return resolveGenerate(art, { config, resolve });
      case 'edit':
        return resolveEdit(art, { config, resolve });
      case 'translate':
        return resolveTranslate(art, { config, resolve });
    }
  };
  return resolve;
}

interface Resolving {
  readonly config: Pick<ParsedConfig, 'generators'>;
  readonly resolve: ResolveArt;
}

const centre: FocalPoint = { x: 0.5, y: 0.5 };

interface Framing {
  readonly focus: FocalPoint;
  readonly mirror: boolean;
}

type Written = { readonly [Key in keyof (Framing & Rights)]?: (Framing & Rights)[Key] | undefined };

function frame(art: Written, defaults: Partial<Framing> & Pick<Framing, 'mirror'>): Framing & Rights {
  return { focus: art.focus ?? defaults.focus ?? centre, mirror: art.mirror ?? defaults.mirror, ...resolveRights(art) };
}

/** How long and where something may be shown, as far as that is limited. */
export function resolveRights({ expires, territories }: Pick<Written, keyof Rights>): Rights {
  return { ...(expires !== undefined && { expires }), ...(territories && { territories }) };
}

/** A photo or a logo keeps its sides; drawn art belongs to the composition and turns with it. So do generated plates, which are free of words. */
function resolveProcedural(art: Extract<ParsedArt, { kind: 'procedural' }>): Art {
  const { procedure, seed, palette, settings = {} } = art;
  return { kind: 'procedural', procedure, seed, palette, settings, ...frame(art, { mirror: true }) };
}

function resolveReference(art: Extract<ParsedArt, { kind: 'asset' }>, assets: ParsedConfig['assets'], resolve: ResolveArt): AssetArt {
  const { asset, slot } = art;
  const arts = [assets[asset]?.art, ...(assets[asset]?.overrides ?? []).map((each) => each.art)];
  const found = arts.map((each) => each?.[slot]).find((each) => each !== undefined);
  return { kind: 'asset', asset, slot, ...frame(art, found === undefined ? { mirror: false } : resolve(found)) };
}

function resolveGenerate(art: ParsedGenerate, { config, resolve }: Resolving): GenerateArt {
  const { prompt, references = [], candidates = 1 } = art;
  return { kind: 'generate', prompt, references: references.map(resolve), candidates, settings: resolveSettings(art, config), ...frame(art, { mirror: true }) };
}

function resolveEdit(art: ParsedEdit, { config, resolve }: Resolving): EditArt {
  const { prompt, references = [], candidates = 1, mask, keepOutsideMask = false, feather = 8 } = art;
  const from = resolve(art.from);
  return {
    kind: 'edit',
    from,
    prompt,
    ...(mask !== undefined && { mask: normalisePath(mask) }),
    references: references.map(resolve),
    keepOutsideMask,
    feather,
    candidates,
    settings: resolveSettings(art, config),
    ...frame(art, from),
  };
}

/** Words are never mirrored. */
function resolveTranslate(art: ParsedTranslate, { config, resolve }: Resolving): TranslateArt {
  const { words, candidates = 1, focus } = art;
  const from = resolve(art.from);
  return {
    kind: 'translate',
    from,
    words,
    candidates,
    settings: resolveSettings(art, config),
    focus: focus ?? from.focus,
    mirror: false,
    ...resolveRights(art),
  };
}

/** What the art says, else what `generators` says, else the tool's own defaults. A default for compression is for formats that have it. */
function resolveSettings(art: ParsedGenerate | ParsedEdit | ParsedTranslate, { generators }: Resolving['config']): PaidSettings {
  const generator = art.generator ?? defaultGenerator;
  const [own, base] = [generators?.[generator], defaultSettings[generator]];
  const format = art.format ?? own?.format ?? base.format;
  const compression = art.compression ?? (format === 'png' ? undefined : own?.compression);
  const complexity = art.complexity ?? own?.complexity;
  return {
    generator,
    api: art.api ?? own?.api ?? base.api,
    model: art.model ?? own?.model ?? base.model,
    quality: art.quality ?? own?.quality ?? base.quality,
    format,
    ...(compression !== undefined && { compression }),
    background: art.background ?? own?.background ?? base.background,
    moderation: art.moderation ?? own?.moderation ?? base.moderation,
    ...(complexity !== undefined && { complexity }),
  };
}
