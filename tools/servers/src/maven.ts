import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './command.ts';

/** One exact plugin release, so that the goals mean the same with every Maven. */
const DEPENDENCY_PLUGIN = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

const QUIET = ['-q', '-B', '-ntp'];

/** Copies one artifact, `group:artifact:version:packaging`, into `directory`. */
export async function copyArtifact(artifact: string, directory: string): Promise<void> {
  await runCommand('mvn', [
    ...QUIET,
    `${DEPENDENCY_PLUGIN}:copy`,
    `-Dartifact=${artifact}`,
    `-DoutputDirectory=${directory}`,
  ]);
}

/** Copies an artifact, `group:artifact:version`, and everything it needs at run time into `directory`. */
export async function copyWithDependencies(artifact: string, directory: string): Promise<void> {
  const [groupId, artifactId, version] = artifact.split(':');
  const project = join(directory, 'pom.xml');
  await writeFile(
    project,
    `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>export-engine</groupId><artifactId>server</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId><version>${version}</version></dependency>
  </dependencies>
</project>
`,
  );
  await runCommand('mvn', [
    ...QUIET,
    '-f',
    project,
    `${DEPENDENCY_PLUGIN}:copy-dependencies`,
    `-DoutputDirectory=${directory}`,
    '-DincludeScope=runtime',
  ]);
}
