import assert from 'node:assert/strict';
import { Duration } from 'aws-cdk-lib';
import { describe, it } from 'vitest';
import { checkProps } from './check-props.ts';
import type { ExportEngineProps } from './export-engine-props.ts';

const good: ExportEngineProps = { step: { entry: '/step.ts' }, sweep: { entry: '/sweep.ts' } };

function refusal(props: object): string {
  try {
    checkProps({ ...good, ...props });
  } catch (error) {
    assert.equal((error as { readonly code?: string }).code, 'EXPORT_OPTIONS_INVALID');
    return (error as Error).message;
  }
  return assert.fail('It was accepted.');
}

describe('checkProps', () => {
  it('fills in what is not given', () => {
    const { partitions, durations } = checkProps(good);

    assert.deepEqual(partitions, { mode: 'inline', maxConcurrency: 10 });
    assert.deepEqual(
      Object.fromEntries(Object.entries(durations).map(([name, duration]) => [name, duration.toHumanString()])),
      {
        jobTimeout: '1 day',
        clientWaitTimeout: '5 minutes',
        clientWaitHeartbeat: '1 minute',
        sweepInterval: '1 hour',
        fileExpiration: '1 day',
        recordExpiration: '30 days',
      },
    );
  });

  it('names a prop that is missing, unknown or of a wrong type', () => {
    const table: readonly [props: object, message: RegExp][] = [
      [{ step: undefined }, /"step" must be \{ entry \} of a file .* it is missing/],
      [{ step: 'src/step.ts' }, /"step" must be .* got string/],
      [{ sweep: { entry: '' } }, /"sweep" must be .* got object/],
      [{ bucket: 'mine' }, /unknown option "bucket"/],
      [{ partitions: 4 }, /"partitions" must be an object; got number/],
      [{ partitions: { count: 4 } }, /partitions: unknown option "count"/],
      [{ partitions: { mode: 'serial' } }, /"mode" must be one of "inline", "distributed"/],
      [{ fileExpiration: 1 }, /"fileExpiration" must be a Duration, no token; got number/],
      [{ encryptionKey: 'alias/mine' }, /"encryptionKey" must be a KMS key; got string/],
      [{ alarmTopic: 'topic' }, /"alarmTopic" must be an SNS topic; got string/],
      [{ enforceSsl: 'yes' }, /"enforceSsl" must be true or false; got string/],
      [{ logRetention: '30' }, /"logRetention" must be one of RetentionDays; got string/],
    ];
    for (const [props, message] of table) assert.match(refusal(props), message);
  });

  it('holds partitions to what Step Functions can run side by side', () => {
    assert.match(refusal({ partitions: { maxConcurrency: 41 } }), /"maxConcurrency" must be an integer from 1 to 40/);
    assert.match(refusal({ partitions: { mode: 'distributed', maxConcurrency: 1025 } }), /from 1 to 1024/);

    const { partitions } = checkProps({ ...good, partitions: { mode: 'distributed', maxConcurrency: 41 } });

    assert.deepEqual(partitions, { mode: 'distributed', maxConcurrency: 41 });
  });

  it('refuses times that S3, EventBridge or Step Functions can not keep', () => {
    const table: readonly [props: object, message: RegExp][] = [
      [{ jobTimeout: Duration.millis(90_500) }, /"jobTimeout" must be a Duration of whole seconds/],
      [{ jobTimeout: Duration.seconds(59) }, /"jobTimeout" must be .* from 1 minute to 365 days; .* of 59 seconds/],
      [{ sweepInterval: Duration.seconds(90) }, /"sweepInterval" must be a Duration of whole minutes/],
      [{ sweepInterval: Duration.days(2) }, /"sweepInterval" must be .* from 1 minute to 1 day/],
      [{ fileExpiration: Duration.hours(36) }, /"fileExpiration" must be a Duration of whole days/],
    ];
    for (const [props, message] of table) assert.match(refusal(props), message);
  });

  it('refuses files that would go before the longest export has ended, and records that would go before their files', () => {
    assert.match(
      refusal({ jobTimeout: Duration.hours(25) }),
      /"fileExpiration" must be a Duration of whole days from jobTimeout \(1 day 1 hour\)/,
    );
    assert.match(
      refusal({ fileExpiration: Duration.days(30) }),
      /"recordExpiration" must be .* from a day more than fileExpiration \(31 days\)/,
    );

    checkProps({ ...good, jobTimeout: Duration.hours(25), fileExpiration: Duration.days(2) });
  });

  it('refuses a wait that is as long as the export, and a heart-beat that is as long as the wait', () => {
    const hour = Duration.hours(1);
    assert.match(
      refusal({ jobTimeout: hour, clientWaitTimeout: hour }),
      /"clientWaitTimeout" must be .* a second less than jobTimeout \(59 minutes 59 seconds\)/,
    );
    assert.match(
      refusal({ clientWaitHeartbeat: Duration.minutes(5) }),
      /"clientWaitHeartbeat" must be .* a second less than clientWaitTimeout \(4 minutes 59 seconds\)/,
    );
  });

  it('waits less by itself when exports are short', () => {
    const { clientWaitTimeout, clientWaitHeartbeat } = checkProps({
      ...good,
      jobTimeout: Duration.minutes(1),
    }).durations;

    assert.deepEqual([clientWaitTimeout.toSeconds(), clientWaitHeartbeat.toSeconds()], [59, 58]);
  });
});
