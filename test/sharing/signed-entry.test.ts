import { describe, expect, test } from 'vitest';
import { locateEntry, openEntry, sealEntry } from '../../src/sharing/signed-entry.ts';
import { createKeyPair, readPublicKey, readSigningKey } from '../../src/sharing/signing-key.ts';

const pair = createKeyPair();
const [signing, believed] = [readSigningKey(pair.secretText)!, readPublicKey(pair.publicText)!];
const place = { namespace: 'main', name: 'some' } as const;

describe('keys', () => {
  test('come back from their text, with one id', () => {
    expect(signing.publicText).toBe(pair.publicText);
    expect(signing.id).toBe(believed.id);
    expect(signing.id).toMatch(/^[0-9a-f]{16}$/);
  });

  // RFC 8032, section 7.1, test 2.
  test('are Ed25519', () => {
    const [seed, known, message] = [
      '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
    ].map((hex) => Buffer.from(hex, 'hex'));
    const key = readSigningKey(`visuals-secret-${seed!.toString('base64url')}`)!;
    expect(key.publicText).toBe(`visuals-public-${known!.toString('base64url')}`);
    expect(Buffer.from(key.sign(message!)).toString('hex')).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    );
  });

  test.each(['', 'visuals-public-', 'visuals-secret-short', `visuals-secret-${'='.repeat(43)}`, pair.publicText])('%s is no secret key', (text) =>
    expect(readSigningKey(text)).toBeUndefined(),
  );

  test('a secret one is no public one', () => expect(readPublicKey(pair.secretText)).toBeUndefined());
});

describe('entries', () => {
  test('open at their place, with their key', () => {
    expect(String(openEntry(sealEntry(Buffer.from('content'), place, signing), place, believed))).toBe('content');
    expect(openEntry(sealEntry(Buffer.alloc(0), place, signing), place, believed)?.byteLength).toBe(0);
    expect(locateEntry(place, signing.id)).toBe(`ac/main/${signing.id}/some`);
  });

  test('nowhere else: not where namespace and name only look alike', () => {
    const sealed = sealEntry(Buffer.from('content'), place, signing);
    for (const other of [
      { namespace: 'pr-1', name: 'some' },
      { namespace: 'main', name: 'other' },
      { namespace: 'mai', name: 'nsome' },
    ])
      expect(openEntry(sealed, other, believed)).toBeUndefined();
  });

  test('not when a byte of them is another, or missing, or more', () => {
    const sealed = sealEntry(Buffer.from('content'), place, signing);
    for (let at = 0; at < sealed.byteLength; at += 1) {
      expect(
        openEntry(
          Uint8Array.from(sealed, (byte, position) => (position === at ? byte ^ 1 : byte)),
          place,
          believed,
        ),
      ).toBeUndefined();
      expect(openEntry(sealed.subarray(0, at), place, believed)).toBeUndefined();
    }
    expect(openEntry(Buffer.concat([sealed, Buffer.from(' ')]), place, believed)).toBeUndefined();
  });
});
