import { describe, expect, it } from 'vitest';
import { readFlags } from '../../src/cli/flags.ts';
import { parsePlainBuild } from '../../src/cli/parse-plain-build.ts';
import { VisualsError } from '../../src/model/diagnostic.ts';

describe('readFlags', () => {
  it('splits lists at commas, but not inside of braces', () => {
    expect(readFlags({ only: ['hero,{a,b}-*', 'og'], locale: ['de, ja'] }).selection).toEqual({ only: ['hero', '{a,b}-*', 'og'], locales: ['de', 'ja'] });
  });

  it('leaves out what was not given, so that the library uses its defaults', () => {
    const flags = readFlags({});
    expect(flags.selection).toEqual({});
    expect('jobs' in flags).toBe(false);
    expect('config' in flags).toBe(false);
  });

  it('takes whole numbers only, and tells every wrong one', () => {
    expect(readFlags({ jobs: '2', wait: '0' })).toMatchObject({ jobs: 2, wait: 0 });
    const attempt = (): unknown => readFlags({ jobs: '0', wait: '1.5' });
    expect(attempt).toThrow(VisualsError);
    expect(attempt).toThrow(/--jobs got "0"\n.*--wait got "1\.5"/);
    for (const jobs of ['', '-1', '2x', '1e3', '99999999', ' 2']) expect(() => readFlags({ jobs })).toThrow(/FLAG_INVALID/);
  });
});

describe('--spend', () => {
  it.each([
    ['1', 1],
    ['2.50', 2.5],
    ['0.000001', 0.000_001],
    ['10000', 10_000],
  ])('takes %s', (spend, value) => {
    expect(readFlags({ spend }).spend).toBe(value);
  });

  it.each(['', '0', '0.0', '-1', '+1', '10000.01', '1e3', '$2', '2,50', '.5', '1.', 'Infinity', '0.0000001'])('refuses %j', (spend) => {
    expect(() => readFlags({ spend })).toThrow(/FLAG_INVALID: --spend/);
  });
});

describe('parsePlainBuild', () => {
  it('reads build with flags', () => {
    expect(parsePlainBuild(['build'])).toEqual({});
    expect(parsePlainBuild(['build', '--frozen', '--size', 'og', '--size=story', '--no-color', '--jobs', '2'])).toMatchObject({
      frozen: true,
      size: ['og', 'story'],
      'no-color': true,
      jobs: '2',
    });
  });

  it.each([
    [['plan']],
    [[]],
    [['--json', 'build']],
    [['build', '--help']],
    [['build', '--frozn']],
    [['build', 'extra']],
    [['build', '--jobs']],
    [['build', '--markdown']],
  ])('leaves %j to the full parser', (words) => {
    expect(parsePlainBuild(words)).toBeUndefined();
  });
});
