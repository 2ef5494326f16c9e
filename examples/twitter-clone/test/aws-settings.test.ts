import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import type { Environment } from '../src/aws/settings/environment.ts';
import { engineSettings, httpSettings, tellingSettings } from '../src/aws/settings/settings.ts';

const arn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:exports-AbCdEf';
const stateMachineArn = 'arn:aws:states:eu-central-1:123456789012:stateMachine:exports';
const environment: Environment = {
  EXPORT_BUCKET: 'my-exports',
  EXPORT_FILE_PREFIX: 'files/',
  EXPORT_STORE_PREFIX: 'store/',
  EXPORT_SECRET_ARN: arn,
  EXPORT_STATE_MACHINE_ARN: stateMachineArn,
  EXPORT_PARTITIONS: '8',
  SEARCH_URL: 'https://search.example:9200',
  SEARCH_FLAVOUR: 'opensearch',
  SEARCH_INDEX: 'posts-2',
  SEARCH_SECRET_ARN: '',
  APPLICATION_URL: 'https://murmur.example',
  PUSH_ENDPOINT: 'https://abc.execute-api.eu-central-1.amazonaws.com/push',
  MAIL_SENDER: 'exports@murmur.example',
};

describe('the settings of a function', () => {
  it('are read from its environment', () => {
    assert.deepEqual(httpSettings(environment), {
      storage: { bucket: 'my-exports', filePrefix: 'files/', storePrefix: 'store/', hasBucketInPath: false },
      search: { url: 'https://search.example:9200', flavour: 'opensearch', index: 'posts-2', secretArn: null },
      secretArn: arn,
      applicationUrl: 'https://murmur.example',
      pushEndpoint: 'https://abc.execute-api.eu-central-1.amazonaws.com/push',
      mailSender: 'exports@murmur.example',
      stateMachineArn,
      partitions: 8,
    });
  });

  it('have defaults for what may be absent', () => {
    const { EXPORT_PARTITIONS, SEARCH_INDEX, SEARCH_SECRET_ARN, ...rest } = environment;
    const { partitions, search, storage } = httpSettings(rest);

    assert.deepEqual([partitions, search.index, search.secretArn, storage.hasBucketInPath], [4, 'posts', null, false]);
  });

  it('know an emulator by its way of naming buckets, and the secret of the search', () => {
    const { storage, search } = engineSettings({ ...environment, S3_FORCE_PATH_STYLE: 'true', SEARCH_SECRET_ARN: arn });

    assert.deepEqual([storage.hasBucketInPath, search.secretArn], [true, arn]);
  });

  it.each<[name: string, wrong: string | undefined, what: RegExp]>([
    ['EXPORT_BUCKET', undefined, /the name of a bucket; it is missing/],
    ['EXPORT_BUCKET', 'Not A Bucket', /the name of a bucket; it has 12 other characters/],
    ['EXPORT_FILE_PREFIX', 'files', /a prefix that ends in a slash/],
    ['EXPORT_STORE_PREFIX', '../', /a prefix that ends in a slash/],
    ['EXPORT_SECRET_ARN', '', /an ARN: .*; it is missing/],
    ['EXPORT_SECRET_ARN', 'hunter2', /an ARN/],
    ['EXPORT_STATE_MACHINE_ARN', 'exports', /an ARN/],
    ['EXPORT_PARTITIONS', '0', /a whole number from 1 to 40/],
    ['EXPORT_PARTITIONS', '41', /a whole number from 1 to 40/],
    ['EXPORT_PARTITIONS', '4.5', /a whole number from 1 to 40/],
    ['SEARCH_URL', 'https://search.example/path', /an http or https address without a path/],
    ['SEARCH_URL', 'https://name:hunter2@search.example', /an http or https address without a path/],
    ['SEARCH_URL', 'search.example', /an http or https address without a path/],
    ['SEARCH_FLAVOUR', 'solr', /one of "elasticsearch", "opensearch"/],
    ['SEARCH_INDEX', 'posts/_delete_by_query', /the name of an index/],
    ['SEARCH_SECRET_ARN', 'hunter2', /an ARN/],
    ['APPLICATION_URL', 'https://murmur.example/', /without a query and without a slash at its end/],
    ['APPLICATION_URL', 'https://murmur.example?access=hunter2', /without a query/],
    ['PUSH_ENDPOINT', 'wss://abc.example/push', /an http or https address/],
    ['MAIL_SENDER', 'exports', /an e-mail address/],
    ['S3_FORCE_PATH_STYLE', 'yes', /one of "true", "false"/],
  ])('name %s when it is %j, and never show its value', (name, wrong, what) => {
    assert.throws(
      () => httpSettings({ ...environment, [name]: wrong }),
      ({ message }: Error) => {
        assert.ok(message.startsWith(`The environment variable ${name} must be `), message);
        assert.match(message, what);
        assert.doesNotMatch(message, /hunter2/);
        return true;
      },
    );
  });

  it('are only those that the function needs', () => {
    const { EXPORT_STATE_MACHINE_ARN, EXPORT_PARTITIONS, ...ofStep } = environment;
    const { MAIL_SENDER, ...ofWebSocket } = ofStep;

    assert.doesNotThrow(() => tellingSettings(ofStep));
    assert.doesNotThrow(() => engineSettings(ofWebSocket));
    assert.throws(() => tellingSettings(ofWebSocket), /MAIL_SENDER/);
  });
});
