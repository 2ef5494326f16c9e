import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findProgram } from './command.ts';

/** Which Java releases a server runs on. */
export interface JavaRange {
  readonly atLeast: number;
  readonly atMost?: number | undefined;
}

interface Jdk {
  readonly home: string;
  readonly release: number;
}

/** Where Debian, Fedora and macOS install JDKs. */
const JDK_PARENTS = ['/usr/lib/jvm', '/Library/Java/JavaVirtualMachines'];

/**
 * The home of a JDK whose release lies in `range`, or undefined.
 *
 * ES_JAVA_HOME and JAVA_HOME win when they fit; else the oldest fitting JDK, the one closest to what the server was made for.
 */
export function findJavaHome(range: JavaRange): string | undefined {
  const { ES_JAVA_HOME, JAVA_HOME } = process.env;
  const fits = ({ release }: Jdk): boolean => release >= range.atLeast && release <= (range.atMost ?? Infinity);
  const chosen = [ES_JAVA_HOME, JAVA_HOME].flatMap(jdkAt).find(fits);
  const installed = [...installedHomes(), homeOnPath()].flatMap(jdkAt).filter(fits);
  return (chosen ?? installed.sort((a, b) => a.release - b.release)[0])?.home;
}

/** "Java 17", "Java 21 or newer" or "Java 11 to 17", for people. */
export function describeRange({ atLeast, atMost }: JavaRange): string {
  if (atMost === undefined) return `Java ${atLeast} or newer`;
  return atMost === atLeast ? `Java ${atLeast}` : `Java ${atLeast} to ${atMost}`;
}

function installedHomes(): string[] {
  return JDK_PARENTS.filter((parent) => existsSync(parent)).flatMap((parent) =>
    readdirSync(parent).flatMap((name) => [join(parent, name), join(parent, name, 'Contents', 'Home')]),
  );
}

function homeOnPath(): string | undefined {
  const java = findProgram('java');
  return java === undefined ? undefined : dirname(dirname(java));
}

/** Reads the release from the JDK's own `release` file, which costs no process. A runtime without compiler is no JDK. */
function jdkAt(home: string | undefined): Jdk[] {
  if (!home || !existsSync(join(home, 'bin', 'javac')) || !existsSync(join(home, 'release'))) return [];
  const version = /^JAVA_VERSION="(\d+)/m.exec(readFileSync(join(home, 'release'), 'utf8'))?.[1];
  return version === undefined ? [] : [{ home: realpathSync(home), release: Number(version) }];
}
