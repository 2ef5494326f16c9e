import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { ExportEngine, nodeFunction } from '../src/index.ts';

/** What the README's example does, with functions that do nothing. */
describe('a stack with an export engine, as cdk synth makes it', () => {
  let folder: string;
  let assembly: string;
  let template: Template;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'export-engine-cdk-'));
    const app = new App({ outdir: folder });
    const stack = new Stack(app, 'Application');
    const exports = new ExportEngine(stack, 'Exports', {
      step: { entry: fixture('step') },
      sweep: { entry: fixture('sweep') },
    });
    const api = nodeFunction(stack, 'Api', { entry: fixture('api'), environment: exports.environment });
    exports.grantStart(api);
    template = Template.fromStack(stack);
    assembly = app.synth().directory;
  }, 60_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([
    ['ExportsStepFunction', 'stepped'],
    ['ExportsSweepFunction', 'swept'],
    ['Api', 'answered'],
  ])('%s is one small module whose handler runs', async (id, answer) => {
    const bundle = bundleOf(template, assembly, id);

    const { handler } = (await import(/* @vite-ignore */ pathToFileURL(bundle).href)) as Bundle;

    assert.equal(await handler(), answer);
    const lines = (await readFile(bundle, 'utf8')).trim().split('\n');
    assert.equal(lines.length, 2, 'after its banner it is one line, minified');
  });

  it('has no circle: each resource waits for others that are there before it', () => {
    const waits = new Map(
      Object.entries(template.toJSON()['Resources'] as object).map(([id, resource]) => [id, needsOf(resource)]),
    );

    for (const id of waits.keys()) assert.ok(!reaches(waits, id, id), `${id} waits for itself`);
  });
});

interface Bundle {
  readonly handler: () => Promise<string>;
}

function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}.ts`, import.meta.url));
}

function bundleOf(template: Template, assembly: string, idStart: string): string {
  const functions = Object.entries(template.findResources('AWS::Lambda::Function'));
  const [, found] = functions.find(([id]) => id.startsWith(idStart)) ?? [];
  return join(assembly, `asset.${String(found?.['Properties'].Code.S3Key).replace('.zip', '')}`, 'index.mjs');
}

/** What a resource has to know of others before it can be made. */
function needsOf(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'Ref') return [String(inner)];
    if (key === 'Fn::GetAtt') return [String(inner[0])];
    return key === 'DependsOn' ? [inner].flat().map(String) : needsOf(inner);
  });
}

function reaches(waits: ReadonlyMap<string, readonly string[]>, from: string, target: string): boolean {
  const seen = new Set<string>();
  const open = [...(waits.get(from) ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === target) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    open.push(...(waits.get(id) ?? []));
  }
  return false;
}
