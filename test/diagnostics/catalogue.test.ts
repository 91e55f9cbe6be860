import { describe, expect, it } from 'vitest';
import { listDiagnosticKinds } from '../../src/diagnostics/catalogue.ts';
import { exitCode } from '../../src/diagnostics/define.ts';

const kinds = listDiagnosticKinds();

describe('the catalogue', () => {
  it('has every code once', () => {
    const codes = kinds.map(({ code }) => code);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
    expect(codes).toContain('INTERNAL');
    expect(codes).toContain('USAGE_INVALID');
  });

  it('is sorted by code', () => {
    const codes = kinds.map(({ code }) => code);
    expect(codes).toEqual(codes.toSorted());
  });

  it.each(kinds.map((kind) => [kind.code, kind] as const))('%s is named, explained and has a known exit code', (code, kind) => {
    expect(code).toMatch(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/);
    expect(Object.values(exitCode)).toContain(kind.exit);
    expect(kind.explain.length).toBeGreaterThan(40);
    expect(kind.explain).toMatch(/[.!]$/);
  });
});
