import { CfnOutput, Fn, RemovalPolicy } from 'aws-cdk-lib';
import { Domain, EngineVersion, TLSSecurityPolicy } from 'aws-cdk-lib/aws-opensearchservice';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import type { Search } from '../search.ts';

const userName = 'twitter-clone';

/**
 * A small OpenSearch domain of the stack's own, to try things on: one node, which goes with the stack. It is empty; load the
 * posts into it with the credentials of its secret.
 */
export function createdDomain(scope: Construct): Search {
  const secret = new Secret(scope, 'SearchSecret', {
    description: 'Who may read and write the posts.',
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ username: userName }),
      generateStringKey: 'password',
      passwordLength: 40,
      // OpenSearch asks for one of each kind; these few special characters need no escaping anywhere.
      excludeCharacters: ' "\'\\`$@/:#?%&<>{}[]()|;,',
      requireEachIncludedType: true,
    },
  });
  const domain = new Domain(scope, 'SearchDomain', {
    version: EngineVersion.OPENSEARCH_2_19,
    capacity: { dataNodes: 1, dataNodeInstanceType: 't3.small.search', multiAzWithStandbyEnabled: false },
    ebs: { volumeSize: 20 },
    encryptionAtRest: { enabled: true },
    nodeToNodeEncryption: true,
    enforceHttps: true,
    tlsSecurityPolicy: TLSSecurityPolicy.TLS_1_2_PFS,
    // Passwords instead of signatures, as any cluster takes them; anonymous requests are refused.
    useUnsignedBasicAuth: true,
    fineGrainedAccessControl: {
      masterUserName: userName,
      masterUserPassword: secret.secretValueFromJson('password'),
    },
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const url = Fn.join('', ['https://', domain.domainEndpoint]);
  new CfnOutput(scope, 'SearchDomainUrl', { value: url });
  new CfnOutput(scope, 'SearchDomainSecretArn', { value: secret.secretArn });
  return {
    environment: { SEARCH_URL: url, SEARCH_FLAVOUR: 'opensearch', SEARCH_INDEX: 'posts' },
    secretArn: secret.secretArn,
    grantCredentials: (role) => void secret.grantRead(role),
  };
}
