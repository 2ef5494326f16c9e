import { fileURLToPath } from 'node:url';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ExportEngine } from '../../src/export-engine.ts';
import type { ExportEngineProps } from '../../src/export-engine-props.ts';

export const stepEntry: string = fileURLToPath(new URL('../fixtures/step.ts', import.meta.url));
const sweepEntry: string = fileURLToPath(new URL('../fixtures/sweep.ts', import.meta.url));

/** A stack that bundles nothing: what is in the functions is another test's. */
export function testStack(): Stack {
  return new Stack(new App({ context: { 'aws:cdk:bundling-stacks': [] } }), 'Test');
}

export function testEngine(props: Partial<ExportEngineProps> = {}, stack: Stack = testStack()): ExportEngine {
  return new ExportEngine(stack, 'Exports', { step: { entry: stepEntry }, sweep: { entry: sweepEntry }, ...props });
}

/** The template with an engine of these props, and nothing else. */
export function testTemplate(props: Partial<ExportEngineProps> = {}): Template {
  const stack = testStack();
  testEngine(props, stack);
  return Template.fromStack(stack);
}

/** The only resource of a type whose logical id begins like this. */
export function resourceOf(template: Template, type: string, idStart = ''): Resource {
  const found = Object.entries(template.findResources(type)).filter(([id]) => id.startsWith(idStart));
  const [entry] = found;
  if (entry === undefined || found.length !== 1) throw new Error(`${found.length} of ${type} begin with ${idStart}.`);
  const [id, { Properties: properties, ...rest }] = entry;
  return { id, properties, ...rest };
}

interface Resource {
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever CloudFormation takes.
  readonly properties: any;
  readonly DeletionPolicy?: string;
  readonly DependsOn?: readonly string[];
}

/** Actions and resources that a role was given, each resource as text: `{Bucket.Arn}/files/*`. */
export function rightsOf(template: Template, roleIdStart: string): Readonly<Record<string, readonly string[]>> {
  const rights: Record<string, string[]> = {};
  for (const { Properties } of Object.values(template.findResources('AWS::IAM::Policy'))) {
    if (!Properties.Roles.some(({ Ref }: { Ref: string }) => Ref.startsWith(roleIdStart))) continue;
    for (const { Action, Resource, Effect } of Properties.PolicyDocument.Statement) {
      if (Effect !== 'Allow') throw new Error('A statement that does not allow.');
      for (const resource of [Resource].flat().map(textOf)) {
        rights[resource] = [...(rights[resource] ?? []), ...[Action].flat()].sort();
      }
    }
  }
  return rights;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': join } = value as Record<string, unknown>;
  if (typeof Ref === 'string') return `{${withoutHash(Ref)}}`;
  if (Array.isArray(attribute)) return `{${withoutHash(String(attribute[0]))}.${attribute[1]}}`;
  if (Array.isArray(join)) return (join[1] as unknown[]).map(textOf).join(String(join[0]));
  return JSON.stringify(value);
}

/** Logical ids end in eight characters of a hash. */
function withoutHash(id: string): string {
  return id.startsWith('AWS::') ? id : id.replace(/[0-9A-F]{8}$/, '');
}
