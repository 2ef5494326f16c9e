import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { type StackOptions, stackOptions } from '../infra/stack-options.ts';

function optionsOf(context: Readonly<Record<string, unknown>>): StackOptions {
  return stackOptions((name) => context[name]);
}

describe('stackOptions', () => {
  it('asks for nothing special by itself', () => {
    assert.deepEqual(optionsOf({}), {
      createDomain: false,
      partitions: 4,
      stepTimeoutSeconds: 900,
      network: undefined,
      emulator: undefined,
    });
  });

  it('takes text from a command line as well as values from a test', () => {
    for (const context of [
      { createDomain: 'true', partitions: '8', stepTimeoutSeconds: '20' },
      { createDomain: true, partitions: 8, stepTimeoutSeconds: 20 },
    ]) {
      const { createDomain, partitions, stepTimeoutSeconds } = optionsOf(context);

      assert.deepEqual([createDomain, partitions, stepTimeoutSeconds], [true, 8, 20]);
    }
  });

  it('takes a network as a whole', () => {
    const { network } = optionsOf({
      vpcId: 'vpc-0123456789abcdef0',
      subnetIds: 'subnet-00000001,subnet-00000002',
      securityGroupIds: 'sg-00000001',
    });

    assert.deepEqual(network, {
      vpcId: 'vpc-0123456789abcdef0',
      subnetIds: ['subnet-00000001', 'subnet-00000002'],
      securityGroupIds: ['sg-00000001'],
    });
  });

  it('uses the emulator for S3 too, unless there is another server for it', () => {
    const standIn = 'http://127.0.0.1:4566';

    assert.deepEqual(optionsOf({ standIn }).emulator, { endpoint: standIn, s3Endpoint: standIn });
    assert.deepEqual(optionsOf({ standIn, standInS3: 'http://127.0.0.1:7071' }).emulator, {
      endpoint: standIn,
      s3Endpoint: 'http://127.0.0.1:7071',
    });
  });

  it('names what is wrong', () => {
    const table: readonly [context: Readonly<Record<string, unknown>>, message: RegExp][] = [
      [{ createDomain: 'yes' }, /"createDomain" must be true or false; got string/],
      [{ partitions: '41' }, /"partitions" must be a whole number from 1 to 40/],
      [{ partitions: '4.5' }, /"partitions" must be a whole number/],
      [{ stepTimeoutSeconds: 901 }, /"stepTimeoutSeconds" must be a whole number from 2 to 900/],
      [{ vpcId: 'mine' }, /"vpcId" must be 1 to 1 of vpc-…/],
      [{ vpcId: 'vpc-00000001' }, /"subnetIds" must be .* it is missing/],
      [{ subnetIds: 'subnet-00000001, subnet-00000002' }, /"subnetIds" must be 1 to 16 of subnet-…, with commas/],
      [{ standIn: 'http://127.0.0.1:4566/' }, /"standIn" must be an address such as http:\/\/127.0.0.1:4566/],
      [{ standIn: '127.0.0.1:4566' }, /"standIn" must be an address/],
    ];
    for (const [context, message] of table) {
      assert.throws(() => optionsOf(context), { code: 'EXPORT_OPTIONS_INVALID', message });
    }
  });
});
