import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { selfTimes } from './profile-table.ts';

describe('selfTimes', () => {
  it('adds the samples of a function, also where it was called from different places, and leaves idle time out', () => {
    const profile = {
      nodes: [node(1, '(idle)', ''), node(2, 'scan', 'a.mjs'), node(3, 'scan', 'a.mjs'), node(4, 'writev', '')],
      samples: [1, 2, 3, 4, 1],
      timeDeltas: [5000, 2000, 1000, 1000, 9000],
    };

    const times = selfTimes(profile, ({ url, lineNumber }) => `${url}:${lineNumber}`);

    assert.deepEqual(times, [
      { name: 'scan a.mjs:10', milliseconds: 3, share: 0.75 },
      { name: 'writev', milliseconds: 1, share: 0.25 },
    ]);
  });
});

function node(id: number, functionName: string, url: string) {
  return { id, callFrame: { functionName, url, lineNumber: 10 } };
}
