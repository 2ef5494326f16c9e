import { CfnParameter } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** What may change from deployment to deployment: CloudFormation parameters, `--parameters Name=value`. */
export interface StackParameters {
  readonly senderAddress: string;
  /** Empty: nobody. */
  readonly alarmAddress: string;
}

export function stackParameters(scope: Construct): StackParameters {
  return {
    senderAddress: new CfnParameter(scope, 'SenderAddress', {
      description: 'Mails come from this address. Amazon SES sends it a link to confirm.',
      allowedPattern: '[^@\\s]+@[^@\\s]+\\.[^@\\s]+',
    }).valueAsString,
    alarmAddress: new CfnParameter(scope, 'AlarmAddress', {
      description: 'Alarms are mailed to this address; empty for nobody.',
      default: '',
    }).valueAsString,
  };
}
