import { Fn } from 'aws-cdk-lib';
import { SecurityGroup, Subnet, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { FunctionOptions } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { NetworkOptions } from './stack-options.ts';

/** Puts functions where they reach a cluster that is not reached from everywhere. */
export type Network = Pick<FunctionOptions, 'vpc' | 'vpcSubnets' | 'securityGroups'>;

export function networkOf(scope: Construct, options: NetworkOptions | undefined): Network {
  if (options === undefined) return {};
  const { vpcId, subnetIds, securityGroupIds } = options;
  return {
    vpc: Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId, availabilityZones: Fn.getAzs() }),
    vpcSubnets: { subnets: subnetIds.map((id) => Subnet.fromSubnetId(scope, id, id)) },
    // What may talk to whom is for whoever owns the network to say.
    securityGroups: securityGroupIds.map((id) => SecurityGroup.fromSecurityGroupId(scope, id, id, { mutable: false })),
  };
}
