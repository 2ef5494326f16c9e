import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { App } from 'aws-cdk-lib';
import { buildWebPage } from '../src/web/build-web-page.ts';
import { addTwitterClone } from './add-twitter-clone.ts';

/** Git ignores it. */
const dataFolder = fileURLToPath(new URL('../../../.data/twitter-clone', import.meta.url));

const app = new App();
const pageFolder = `${dataFolder}/page`;
await mkdir(dataFolder, { recursive: true });
// Standard output is for the CLI.
await buildWebPage({ outFolder: pageFolder, report: console.error });
// The CLI says whose credentials it has, and for which region.
const { CDK_DEFAULT_ACCOUNT: account, CDK_DEFAULT_REGION: region } = process.env;
addTwitterClone(app, { pageFolder, env: account && region ? { account, region } : undefined });
app.synth();
