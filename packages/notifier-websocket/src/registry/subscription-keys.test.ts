import assert from 'node:assert/strict';
import { checkStoreKey } from '@export-engine/core';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { connectionSegment, subscriptionKeys } from './subscription-keys.ts';

const visible = fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code));
const connectionId = fc.string({ unit: visible, minLength: 1, maxLength: 128 });

describe('subscriptionKeys', () => {
  it('makes keys that every store takes, of any connection id', () => {
    const keys = subscriptionKeys(`${'p'.repeat(39)}/`);
    fc.assert(
      fc.property(connectionId, (id) => {
        const { byExport, byConnection } = keys.of(id, 'e'.repeat(64));

        checkStoreKey('test', byExport);
        checkStoreKey('test', byConnection);
      }),
    );
    checkStoreKey('test', keys.of('='.repeat(128), 'e'.repeat(64)).byExport);
  });

  it('gives no two connection ids the same segment', () => {
    const few = fc.string({
      unit: fc.constantFrom('.', '/', '=', '2', 'e', 'f', '3', 'd', '_'),
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(few, few, (one, other) => {
        assert.equal(connectionSegment(one) === connectionSegment(other), one === other);
      }),
      { numRuns: 2000 },
    );
  });

  it("keeps an API Gateway's id readable", () => {
    assert.equal(connectionSegment('L0SM9cOFvHcCIhw='), 'L0SM9cOFvHcCIhw.3d');
    assert.equal(connectionSegment('a+b/c=..'), 'a.2bb.2fc.3d.2e.2e');
  });

  it('refuses ids that are none, without repeating them', () => {
    const keys = subscriptionKeys('');
    for (const [connection, exportId] of [
      ['', 'e'],
      ['sécret', 'e'],
      ['with secret space', 'e'],
      ['s'.repeat(129), 'e'],
      [7, 'e'],
      ['c', ''],
      ['c', 'secret/../other'],
      ['c', undefined],
    ]) {
      assert.throws(
        () => keys.of(connection as string, exportId as string),
        (error: Error & { code: string }) =>
          error.code === 'EXPORT_OPTIONS_INVALID' && !error.message.includes('secret'),
      );
    }
  });
});
