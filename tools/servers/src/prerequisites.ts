import { isCached } from './cache.ts';
import { findProgram } from './command.ts';
import { ELASTICSEARCH_JAVA } from './elasticsearch.ts';
import { describeRange, findJavaHome, type JavaRange } from './java.ts';
import { MINISTACK_VERSION } from './ministack.ts';
import { OPENSEARCH_JAVA } from './opensearch.ts';
import { missingPython } from './python-venv.ts';
import type { ServerName } from './server-descriptions.ts';
import { VERSITYGW_VERSION } from './versitygw.ts';

/**
 * What this machine lacks for a server, in one sentence that says how to get it; undefined when nothing is missing.
 * Starts, downloads and builds nothing.
 */
export async function missingPrerequisite(name: ServerName | 'elasticsearch717'): Promise<string | undefined> {
  if (process.platform === 'win32') return 'Servers are started on Linux and macOS only: use WSL.';
  switch (name) {
    case 'elasticsearch92':
      return missingForJava('Elasticsearch 9.2.0', 'elasticsearch-9.2.0', ELASTICSEARCH_JAVA['9.2.0']);
    case 'elasticsearch819':
      return missingForJava('Elasticsearch 8.19.2', 'elasticsearch-8.19.2', ELASTICSEARCH_JAVA['8.19.2']);
    case 'elasticsearch717':
      return missingForJava('Elasticsearch 7.17.0', 'elasticsearch-7.17.0', ELASTICSEARCH_JAVA['7.17.0']);
    case 'opensearch38':
      return missingForJava('OpenSearch 3.8.0', 'opensearch-3.8.0', OPENSEARCH_JAVA['3.8.0']);
    case 'opensearch219':
      return missingForJava('OpenSearch 2.19.1', 'opensearch-2.19.1', OPENSEARCH_JAVA['2.19.1']);
    case 's3':
      return missingForGo();
    case 'aws':
      return missingPython(`ministack ${MINISTACK_VERSION}`);
  }
}

async function missingForJava(server: string, cacheKey: string, range: JavaRange): Promise<string | undefined> {
  if (findJavaHome(range) === undefined) {
    return `${server} needs a JDK with ${describeRange(range)}: install one and set JAVA_HOME, or put it under /usr/lib/jvm.`;
  }
  if (findProgram('mvn') === undefined && !(await isCached(cacheKey))) {
    return `${server} is downloaded by Maven: install it ("apt-get install maven" or "brew install maven").`;
  }
  return undefined;
}

async function missingForGo(): Promise<string | undefined> {
  if (findProgram('go') !== undefined || (await isCached(`versitygw-${VERSITYGW_VERSION}`))) return undefined;
  return `versitygw ${VERSITYGW_VERSION} is built from source: install Go (https://go.dev/dl, or "brew install go").`;
}
