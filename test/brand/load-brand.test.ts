import { defineConfig, Logger, parse } from '@terrazzo/parser';
import { describe, expect, it } from 'vitest';
import { createBrand, type TokenSet } from '../../src/brand/create-brand.ts';
import { loadBrand, loadBrandData } from '../../src/brand/load-brand.ts';
import { createTokenReader } from '../../src/brand/token-reader.ts';
import type { BrandSource } from '../../src/model/config.ts';
import type { JsonObject } from '../../src/model/json.ts';
import { catchDiagnostics } from '../support/catch-diagnostics.ts';
import { createProject } from './create-project.ts';

const file: BrandSource = { kind: 'file', path: 'brand/tokens.json' };
const noFiles = () => createProject({});

describe('a token file', () => {
  it('gives every type as CSS, and the parts of composite tokens', async () => {
    const tokens = await loadTokens({
      color: {
        $type: 'color',
        ink: { $value: { colorSpace: 'srgb', components: [0, 0, 0], alpha: 0.5 } },
        accent: { $value: { colorSpace: 'oklch', components: [0.7, 0.1, 250] } },
      },
      space: { $type: 'dimension', s: { $value: { value: 12, unit: 'px' } }, m: { $value: { value: 1.25, unit: 'rem' } } },
      font: { $type: 'fontFamily', sans: { $value: ['Inter', 'Noto Sans "JP"', 'sans-serif'] }, one: { $value: 'Inter' } },
      weight: { $type: 'fontWeight', strong: { $value: 'semi-bold' }, loud: { $value: 850 } },
      ratio: { $type: 'number', $value: 1.25 },
      time: { $type: 'duration', $value: { value: 0.2, unit: 's' } },
      ease: { $type: 'cubicBezier', $value: [0.2, 0, 0, 1] },
      stroke: { $type: 'strokeStyle', $value: { dashArray: [{ value: 1, unit: 'px' }], lineCap: 'round' } },
      headline: {
        $type: 'typography',
        $value: {
          fontFamily: '{font.sans}',
          fontSize: { value: 2, unit: 'rem' },
          fontWeight: '{weight.strong}',
          letterSpacing: { value: -0.5, unit: 'px' },
          lineHeight: 1.1,
        },
      },
      edge: { $type: 'border', $value: { color: '{color.ink}', width: '{space.s}', style: 'solid' } },
      lift: {
        $type: 'shadow',
        $value: [
          {
            color: '{color.ink}',
            offsetX: { value: 0, unit: 'px' },
            offsetY: { value: 4, unit: 'px' },
            blur: { value: 8, unit: 'px' },
            spread: { value: 0, unit: 'px' },
            inset: true,
          },
        ],
      },
      move: { $type: 'transition', $value: { duration: { value: 200, unit: 'ms' }, delay: { value: 0, unit: 'ms' }, timingFunction: '{ease}' } },
      fade: {
        $type: 'gradient',
        $value: [
          { color: '{color.ink}', position: -1 },
          { color: '{color.accent}', position: 0.333 },
        ],
      },
    });
    expect(toRecord(tokens)).toEqual({
      'color.ink': '#00000080',
      'color.accent': '#6da3da',
      'space.s': '12px',
      'space.m': '20px',
      'font.sans': '"Inter", "Noto Sans \\"JP\\"", sans-serif',
      'font.one': '"Inter"',
      'weight.strong': '600',
      'weight.loud': '850',
      ratio: '1.25',
      time: '0.2s',
      ease: 'cubic-bezier(0.2, 0, 0, 1)',
      stroke: 'dashed',
      headline: '600 32px/1.1 "Inter", "Noto Sans \\"JP\\"", sans-serif',
      'headline.fontFamily': '"Inter", "Noto Sans \\"JP\\"", sans-serif',
      'headline.fontSize': '32px',
      'headline.fontWeight': '600',
      'headline.letterSpacing': '-0.5px',
      'headline.lineHeight': '1.1',
      edge: '12px solid #00000080',
      'edge.color': '#00000080',
      'edge.width': '12px',
      'edge.style': 'solid',
      lift: 'inset 0px 4px 8px 0px #00000080',
      move: '200ms cubic-bezier(0.2, 0, 0, 1) 0ms',
      'move.duration': '200ms',
      'move.delay': '0ms',
      'move.timingFunction': 'cubic-bezier(0.2, 0, 0, 1)',
      fade: '#00000080 0%, #6da3da 33.3%',
    });
  });

  it('follows aliases, parts, pointers, $root and $extends', async () => {
    const tokens = await loadTokens({
      base: { $type: 'color', $root: { $value: '#112233' }, deep: { $value: '{base}' } },
      alias: { $value: '{base.$root}' },
      chain: { $value: '{base.deep}' },
      pointer: { $type: 'color', $value: { $ref: '#/base/deep/$value' } },
      whole: { $ref: '#/chain' },
      text: { $type: 'typography', $value: { fontFamily: ['Inter'], fontSize: { value: 20, unit: 'px' } } },
      size: { $value: '{text.fontSize}' },
      red: { $type: 'number', $value: { $ref: '#/wide/$value/components/0' } },
      wide: { $type: 'color', $value: { colorSpace: 'srgb', components: [0.25, 0, 0] } },
      button: { $type: 'dimension', gap: { $value: { value: 4, unit: 'px' } }, edge: { width: { $value: { value: 1, unit: 'px' } } } },
      big: { $extends: '{button}', gap: { $value: { value: 8, unit: 'px' } }, edge: { more: { $value: '{big.gap}' } } },
    });
    expect(toRecord(tokens)).toMatchObject({
      base: '#112233',
      alias: '#112233',
      chain: '#112233',
      pointer: '#112233',
      whole: '#112233',
      size: '20px',
      red: '0.25',
      'big.gap': '8px',
      'big.edge.width': '1px',
      'big.edge.more': '8px',
    });
    expect(tokens.find('size')?.type).toBe('dimension');
    expect(tokens.paths()).toEqual(tokens.paths().toSorted());
  });

  it('tells every problem at once, each at its line', async () => {
    const text = [
      '{',
      '  "color": { "$type": "color",',
      '    "a": { "$value": "{color.accnt}" },',
      '    "accent": { "$value": "#12345" },',
      '    "x": { "$value": "{color.y}" },',
      '    "y": { "$value": "{color.x}" },',
      '    "space": { "$value": { "colorSpace": "nope", "components": [0, 0, 0] } },',
      '    "after": { "$value": "{color.x}" }',
      '  },',
      '  "untyped": { "$value": 4 },',
      '  "odd": { "$type": "sprocket", "$value": 4 },',
      '  "bare": 12,',
      '  "a.b": { "$type": "number", "$value": 4 },',
      '  "up": { "$extends": "{nowhere}" },',
      '  "twice": { "$type": "number", "$value": 4 }, "twice": { "$type": "number", "$value": 5 }',
      '}',
    ].join('\n');
    const found = (await catchDiagnostics(() => loadBrand(file, createProject({ 'brand/tokens.json': text })))).map(
      ({ code, place, exit, message }) => [place?.line, code, exit, message] as const,
    );
    expect(found.map(([line, code, exit]) => [line, code, exit]).toSorted()).toEqual(
      [
        [3, 'TOKEN_ALIAS_UNKNOWN', 2],
        [4, 'TOKEN_INVALID', 2],
        [5, 'TOKEN_ALIAS_CYCLE', 2],
        [7, 'TOKEN_INVALID', 2],
        [10, 'TOKEN_INVALID', 2],
        [11, 'TOKEN_INVALID', 2],
        [12, 'TOKEN_INVALID', 2],
        [13, 'TOKEN_INVALID', 2],
        [14, 'TOKEN_ALIAS_UNKNOWN', 2],
        [15, 'TOKEN_INVALID', 2],
      ].toSorted(),
    );
    expect(found.find(([line]) => line === 3)?.[3]).toContain('did you mean "color.accent"?');
    expect(found.find(([line]) => line === 5)?.[3]).toContain('color.x → color.y → color.x');
  });

  it('refuses groups that extend themselves, directly and by detours', async () => {
    for (const tokens of [
      { a: { $extends: '{a}' } },
      { a: { $extends: '{b}' }, b: { c: { $extends: '{a}' } } },
      { p: { x: { $extends: '{a}' } }, a: { k: { $extends: '{b}' } }, b: { m: { $extends: '{a}' } } },
    ]) {
      expect((await catchDiagnostics(() => loadTokens(tokens))).map(({ code }) => code)).toEqual(['TOKEN_ALIAS_CYCLE']);
    }
  });

  it('names the place of broken JSON, and a missing file', async () => {
    expect(await catchDiagnostics(() => loadBrand(file, createProject({ 'brand/tokens.json': '{\n  "a": 1,\n}' })))).toMatchObject([
      { code: 'TOKEN_INVALID', place: { file: 'brand/tokens.json', line: 2, column: 9 } },
    ]);
    expect(await catchDiagnostics(() => loadBrand(file, noFiles()))).toMatchObject([{ code: 'REF_MISSING' }]);
  });

  it('never takes a name for something of the prototype', async () => {
    const tokens = await loadTokens(
      JSON.parse('{ "__proto__": { "$type": "number", "$value": 1 }, "constructor": { "$type": "number", "$value": 2 } }') as JsonObject,
    );
    expect(tokens.paths()).toEqual(['__proto__', 'constructor']);
    expect(tokens.find('__proto__')?.css).toBe('1');
    expect(tokens.find('toString')).toBeUndefined();
    expect(Object.hasOwn(Object.prototype, '$value')).toBe(false);
  });

  it('reads what another implementation reads', async () => {
    const source = JSON.stringify({
      base: { $type: 'dimension', s: { $value: { value: 4, unit: 'px' } }, group: { m: { $value: '{base.s}' } } },
      more: { $extends: '{base}', s: { $value: { value: 6, unit: 'px' } }, l: { $value: '{more.group.m}' } },
      shade: { $type: 'color', a: { $value: { colorSpace: 'srgb', components: [0.2, 0.4, 0.6] } }, b: { $value: '{shade.a}' } },
    });
    const cwd = new URL('file:///project/');
    const logger = new Logger({ level: 'silent' });
    const theirs = await parse([{ filename: new URL('tokens.json', cwd), src: source }], { logger, config: defineConfig({}, { cwd, logger }), skipLint: true });
    const ours = await loadTokens(JSON.parse(source) as JsonObject);
    expect(ours.paths()).toEqual(Object.keys(theirs.tokens).toSorted());
    expect(ours.paths().map((path) => ours.find(path)?.type)).toEqual(ours.paths().map((path) => theirs.tokens[path]?.$type));
    expect(toRecord(ours)).toMatchObject({ 'more.group.m': '4px', 'more.l': '4px', 'shade.b': '#336699' });
  });
});

describe('a resolver document', () => {
  const contents = {
    'brand/brand.resolver.json': {
      version: '2025.10',
      sets: { base: { sources: [{ $ref: 'base.json' }, { extra: { $type: 'number', $value: 1 } }] } },
      modifiers: {
        theme: { contexts: { light: [], dark: [{ $ref: 'dark.json' }] }, default: 'light' },
        density: { contexts: { dense: [{ space: { $type: 'dimension', $value: { value: 2, unit: 'px' } } }], wide: [{ $ref: 'pieces.json#/wide' }] } },
      },
      resolutionOrder: [
        { $ref: '#/sets/base' },
        { $ref: '#/modifiers/theme' },
        { $ref: '#/modifiers/density' },
        { type: 'set', name: 'last', sources: [{ extra: { $type: 'number', $value: 2 } }] },
      ],
    },
    'brand/base.json': {
      color: { $type: 'color', ground: { $value: { colorSpace: 'srgb', components: [1, 1, 1], alpha: 0.5 } }, card: { $value: '{color.ground}' } },
    },
    'brand/dark.json': { color: { ground: { $value: { colorSpace: 'srgb', components: [0, 0, 0] } }, glow: { $value: '#ff0000' } } },
    'brand/pieces.json': { wide: { space: { $type: 'dimension', $value: { value: 9, unit: 'px' } } } },
  };
  const source: BrandSource = { kind: 'file', path: 'brand/brand.resolver.json' };

  it('merges in its order; a later token replaces an earlier one as a whole; aliases follow the mode', async () => {
    const brand = await loadBrand(source, createProject(contents));
    expect(brand.axes.map(({ name, contexts, fallback }) => [name, contexts, fallback])).toEqual([
      ['theme', ['light', 'dark'], 'light'],
      ['density', ['dense', 'wide'], 'dense'],
    ]);
    expect(toRecord(brand.tokensFor({}))).toEqual({ 'color.ground': '#ffffff80', 'color.card': '#ffffff80', extra: '2', space: '2px' });
    expect(toRecord(brand.tokensFor({ theme: 'dark', density: 'wide', layout: 'any' }))).toEqual({
      'color.ground': '#000000',
      'color.card': '#000000',
      'color.glow': '#ff0000',
      extra: '2',
      space: '9px',
    });
    expect(await catchDiagnostics(async () => brand.tokensFor({ theme: 'drk' }))).toMatchObject([
      { code: 'TOKEN_MODE_UNKNOWN', message: expect.stringContaining('did you mean "dark"') as string },
    ]);
  });

  it('is the same after a trip through JSON', async () => {
    const data = await loadBrandData(source, createProject(contents));
    const revived = JSON.parse(JSON.stringify(data)) as typeof data;
    expect(revived).toEqual(data);
    for (const variant of [{}, { theme: 'dark' }, { density: 'wide' }])
      expect(toRecord(createBrand(revived).tokensFor(variant))).toEqual(toRecord(createBrand(data).tokensFor(variant)));
  });

  it('points at faults in the file where they stand, once, though several modes show them', async () => {
    const broken = { ...contents, 'brand/base.json': '{\n  "color": { "$type": "color",\n    "ground": { "$value": "#1234567" } } }' };
    expect(await catchDiagnostics(() => loadBrand(source, createProject(broken)))).toMatchObject([
      { code: 'TOKEN_INVALID', place: { file: 'brand/base.json', line: 3, column: 5 } },
    ]);
  });

  it('refuses what is not a resolver', async () => {
    const path = 'brand/brand.resolver.json';
    const codes = async (document: object): Promise<readonly string[]> =>
      (await catchDiagnostics(() => loadBrand(source, createProject({ [path]: document })))).map(({ message }) => message);
    expect(await codes({ version: '2024', resolutionOrder: [] })).toEqual([expect.stringContaining('version'), expect.stringContaining('resolutionOrder')]);
    expect(await codes({ version: '2025.10', resolutionOrder: [{ $ref: '#/sets/none' }] })).toEqual([expect.stringContaining('"#/sets/none" does not exist')]);
    expect(await codes({ version: '2025.10', sets: { a: { sources: [{ $ref: '#/sets/a' }] } }, resolutionOrder: [{ $ref: '#/sets/a' }] })).toEqual([
      expect.stringContaining('includes itself'),
    ]);
    expect(await codes({ version: '2025.10', modifiers: { t: { contexts: { a: [] }, default: 'b' } }, resolutionOrder: [{ $ref: '#/modifiers/t' }] })).toEqual([
      expect.stringContaining('"b" is none of them'),
    ]);
    expect(await codes({ version: '2025.10', sets: { a: { sources: [{ $ref: '../../outside.json' }] } }, resolutionOrder: [{ $ref: '#/sets/a' }] })).toEqual([
      expect.stringContaining('outside.json'),
    ]);
  });
});

describe('an object in the config', () => {
  it('takes plain values, DTCG values, aliases and modes', async () => {
    const brand = await loadBrand(
      {
        kind: 'object',
        tokens: {
          color: { ink: '#111', paper: 'oklch(1 0 0)', accent: '{color.ink}', exact: { colorSpace: 'srgb', components: [1, 0, 0] } },
          space: { s: '12px', m: '1rem', l: { value: 3, unit: 'px' } },
          font: { sans: ['Inter', 'Noto Sans JP'], mono: 'JetBrains Mono', weight: 'bold' },
          ratio: 1.5,
          type: { headline: { $type: 'typography', $value: { fontFamily: '{font.sans}', fontSize: '40px', fontWeight: 800 } } },
        },
        modes: { theme: { dark: { color: { ink: '#eee' } } } },
      },
      noFiles(),
    );
    expect(toRecord(brand.tokensFor({ theme: 'light' }))).toEqual({
      'color.ink': '#111111',
      'color.paper': '#ffffff',
      'color.accent': '#111111',
      'color.exact': '#ff0000',
      'space.s': '12px',
      'space.m': '16px',
      'space.l': '3px',
      'font.sans': '"Inter", "Noto Sans JP"',
      'font.mono': '"JetBrains Mono"',
      'font.weight': '700',
      ratio: '1.5',
      'type.headline': '800 40px "Inter", "Noto Sans JP"',
      'type.headline.fontFamily': '"Inter", "Noto Sans JP"',
      'type.headline.fontSize': '40px',
      'type.headline.fontWeight': '800',
    });
    expect(brand.tokensFor({ theme: 'dark' }).find('color.accent')?.css).toBe('#eeeeee');
  });

  it('refuses what it can only guess at', async () => {
    for (const value of ['12em', '#12345', 'url(x)', '', true, null, [1, 2]]) {
      const problems = await catchDiagnostics(() => loadBrand({ kind: 'object', tokens: { a: value }, modes: {} }, noFiles()));
      expect([value, problems.map(({ code }) => code)]).toEqual([value, ['TOKEN_INVALID']]);
    }
  });
});

describe('createTokenReader', () => {
  it('remembers what was read, and refuses unknown paths', async () => {
    const brand = await loadBrand({ kind: 'object', tokens: { b: 1, a: 2, unread: 3 }, modes: {} }, noFiles());
    const reader = createTokenReader(brand.tokensFor({}));
    expect([reader.read('b'), reader.read('a'), reader.read('b')]).toEqual(['1', '2', '1']);
    expect(Object.entries(reader.reads())).toEqual([
      ['a', '2'],
      ['b', '1'],
    ]);
    expect(await catchDiagnostics(async () => reader.read('unraed', { file: 't.hbs', line: 3 }))).toMatchObject([
      { code: 'TOKEN_UNKNOWN', exit: 1, place: { file: 't.hbs', line: 3 }, message: expect.stringContaining('"unread"') as string },
    ]);
    expect(Object.keys(reader.reads())).toEqual(['a', 'b']);
  });
});

async function loadTokens(tokens: object): Promise<TokenSet> {
  return (await loadBrand(file, createProject({ 'brand/tokens.json': tokens }))).tokensFor({});
}

function toRecord(tokens: TokenSet): { readonly [path: string]: string | undefined } {
  return Object.fromEntries(tokens.paths().map((path) => [path, tokens.find(path)?.css]));
}
