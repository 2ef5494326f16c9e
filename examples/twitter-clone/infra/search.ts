import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { createdDomain } from './search/created-domain.ts';
import { givenCluster } from './search/given-cluster.ts';

/** The cluster that holds the posts. */
export interface Search {
  /** For functions that read it, without the credentials. */
  readonly environment: Readonly<Record<'SEARCH_URL' | 'SEARCH_FLAVOUR' | 'SEARCH_INDEX', string>>;
  /** ARN of the credentials' secret; empty when the cluster asks for none. */
  readonly secretArn: string;
  grantCredentials(role: IRole): void;
}

export function createSearch(scope: Construct, { createDomain }: { readonly createDomain: boolean }): Search {
  return createDomain ? createdDomain(scope) : givenCluster(scope);
}
