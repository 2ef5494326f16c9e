import { CfnCondition, CfnParameter, Fn } from 'aws-cdk-lib';
import { type CfnPolicy, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Search } from '../search.ts';

/** A cluster that is there already: its address and the secret with its credentials are parameters. */
export function givenCluster(scope: Construct): Search {
  const url = new CfnParameter(scope, 'SearchUrl', {
    description: 'Address of the cluster: https://search.example.com:9200',
    allowedPattern: 'https?://[^/@\\s]+',
    constraintDescription: 'an address without credentials and without a path',
  });
  const flavour = new CfnParameter(scope, 'SearchFlavour', {
    description: 'What the cluster is.',
    allowedValues: ['elasticsearch', 'opensearch'],
    default: 'elasticsearch',
  });
  const index = new CfnParameter(scope, 'SearchIndex', {
    description: 'Index or alias of the posts.',
    allowedPattern: '[a-z0-9][a-z0-9._-]*',
    default: 'posts',
  });
  const secretArn = new CfnParameter(scope, 'SearchCredentialsArn', {
    description: 'ARN of a secret {"username", "password"}, or {"apiKey"} on Elasticsearch; empty for no credentials.',
    allowedPattern: '|arn:[^:\\s]+:secretsmanager:[^\\s]+',
    default: '',
  });
  return {
    environment: {
      SEARCH_URL: url.valueAsString,
      SEARCH_FLAVOUR: flavour.valueAsString,
      SEARCH_INDEX: index.valueAsString,
    },
    secretArn: secretArn.valueAsString,
    grantCredentials: grantOptional(scope, secretArn.valueAsString),
  };
}

/** One policy for all, which is only there when there is a secret. */
function grantOptional(scope: Construct, secretArn: string): Search['grantCredentials'] {
  const hasSecret = new CfnCondition(scope, 'HasSearchSecret', {
    expression: Fn.conditionNot(Fn.conditionEquals(secretArn, '')),
  });
  const policy = new Policy(scope, 'ReadSearchSecret', {
    statements: [new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secretArn] })],
  });
  (policy.node.defaultChild as CfnPolicy).cfnOptions.condition = hasSecret;
  return (role) => policy.attachToRole(role);
}
