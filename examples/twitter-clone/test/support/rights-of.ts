import type { Template } from 'aws-cdk-lib/assertions';

/** What the role of a function may do: actions for each resource, a resource as text such as `{ExportsBucket.Arn}/files/*`. */
export function rightsOf(template: Template, roleIdStart: string): Readonly<Record<string, readonly string[]>> {
  const rights: Record<string, string[]> = {};
  for (const { Properties } of Object.values(template.findResources('AWS::IAM::Policy'))) {
    if (!Properties.Roles.some(({ Ref }: { readonly Ref: string }) => Ref.startsWith(roleIdStart))) continue;
    for (const { Action, Resource } of Properties.PolicyDocument.Statement) {
      for (const resource of [Resource].flat().map(textOf)) {
        rights[resource] = [...(rights[resource] ?? []), ...[Action].flat()].sort();
      }
    }
  }
  return rights;
}

/** CloudFormation's functions in short, without the hashes at the ends of logical ids. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join, 'Fn::Select': select } = value as Record<string, unknown>;
  if (typeof Ref === 'string') return `{${withoutHash(Ref)}}`;
  if (Array.isArray(attribute)) return `{${withoutHash(String(attribute[0]))}.${attribute[1]}}`;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(textOf).join(String(join[0]));
  // One field of an ARN.
  if (Array.isArray(select)) return `{${textOf((select[1] as Split)['Fn::Split'][1]).slice(1, -1)}#${select[0]}}`;
  return JSON.stringify(value);
}

interface Split {
  readonly 'Fn::Split': readonly [separator: string, text: unknown];
}

function withoutHash(id: string): string {
  return id.startsWith('AWS::') ? id : id.replace(/[0-9A-F]{8}$/, '');
}
