import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { describeWithServer } from '../../src/testing.ts';
import { ofAws } from '../aws/ask-aws.ts';
import { createFunction, logOf } from '../aws/functions.ts';

describeWithServer('aws', (aws) => {
  let functionName: string;
  let url: (stage: string, path: string) => string;

  beforeAll(async () => {
    const { name, arn } = await createFunction(
      aws,
      `import { setTimeout as sleep } from 'node:timers/promises';
       export const handler = async (event) => {
         if (event.rawPath.endsWith('/throws')) throw new Error('a secret detail');
         if (event.rawPath.endsWith('/late')) { await sleep(1500); console.log('done all the same'); }
         return { statusCode: 200, body: JSON.stringify(event) };
       };`,
    );
    functionName = name;
    const api = (path: string, body: object) => ofAws(aws, { service: 'apigateway', path: `/v2/apis${path}`, body });
    const { apiId } = await api('', { name: 'http', protocolType: 'HTTP' });
    const { integrationId } = await api(`/${apiId}/integrations`, {
      integrationType: 'AWS_PROXY',
      integrationUri: arn,
      payloadFormatVersion: '2.0',
      timeoutInMillis: 1000,
    });
    await api(`/${apiId}/routes`, { routeKey: 'GET /{proxy+}', target: `integrations/${integrationId}` });
    await api(`/${apiId}/stages`, { stageName: '$default', autoDeploy: true });
    await api(`/${apiId}/stages`, { stageName: 'beta', autoDeploy: true });
    url = (stage, path) => `${aws.endpoint}/_aws/execute-api/${apiId}/${stage}${path}`;
  });

  it.each([
    ['$default', '/exports/1'],
    ['beta', '/beta/exports/1'],
  ])('gives a function behind the stage %s the path %s', async (stage, path) => {
    const event = await (await fetch(url(stage, '/exports/1?a=b'))).json();

    expect(event).toMatchObject({
      version: '2.0',
      rawPath: path,
      rawQueryString: 'a=b',
      requestContext: { stage, http: { path } },
      pathParameters: { proxy: 'exports/1' },
    });
  });

  it('gives cookies in an array of their own', async () => {
    const event = await (await fetch(url('$default', '/x'), { headers: { cookie: 'a=1; b=2' } })).json();

    expect(event).toMatchObject({ cookies: ['a=1', 'b=2'] });
    expect(event).not.toHaveProperty('headers.cookie');
  });

  it('answers 500 without a detail when the function throws', async () => {
    const answer = await fetch(url('$default', '/throws'));

    expect([answer.status, await answer.text()]).toEqual([500, '{"message":"Internal Server Error"}']);
  });

  it('answers 503 when the function takes longer than the integration allows, and lets it go on', async () => {
    const answer = await fetch(url('$default', '/late'));

    expect([answer.status, await answer.json()]).toEqual([503, { message: 'Service Unavailable' }]);
    await sleep(1000);
    expect(await logOf(aws, functionName)).toContain('done all the same');
  });
});
