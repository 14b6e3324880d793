import type { Host } from '../../host/host.ts'
import type { Danger, Setting, WithoutEffect } from '../../model/machine.ts'
import { placeIn, textAt } from './place.ts'
import { foldersFromHere } from './project-folder.ts'
import { javaWords } from './quoted-words.ts'
import { isAtLeast } from './release-order.ts'

/** A property of the command line that bears on trust. */
export interface JavaProperty {
  /** `javax.net.ssl.trustStore`. */
  readonly name: string
  readonly value: string
  /** The variable that it stands in, with this option alone: passwords beside it are left out. */
  readonly setting: Setting
}

/** What the variables of a Java say about trust. */
export interface JavaOptions {
  /** What counts first stands first. */
  readonly properties: readonly JavaProperty[]
  /** The variable whose password for the trust store counts; empty: none is given. The password is not kept. */
  readonly passwordIn: string
  readonly withoutEffect: readonly WithoutEffect[]
  readonly dangers: readonly Danger[]
  /** Why it does not start; empty: it does. */
  readonly refuses: string
}

const trustStore = 'javax.net.ssl.trustStore'
const known = [trustStore, `${trustStore}Type`, `${trustStore}Provider`]

/**
 * Variables from the one that counts first: what stands last on the command line wins, _JAVA_OPTIONS behind it and JAVA_TOOL_OPTIONS
 * before it. JDK_JAVA_OPTIONS is read by the program `java` of 9 and later. Observed: OpenJDK 17.0.15.
 */
const variables = ['_JAVA_OPTIONS', 'JDK_JAVA_OPTIONS', 'JAVA_TOOL_OPTIONS'] as const

/** Variables that no Java reads; scripts of single programs pass some of them on. */
const readByNone = [
  'JAVA_OPTS',
  'JAVA_OPTIONS',
  'JAVA_ARGS',
  'JVM_OPTS',
  'JAVA_TRUSTSTORE',
  'JAVA_TOOL_OPTION',
  'JAVA_OPTIONS_TOOL',
  'TRUSTSTORE',
]

/** Variables of one program each. */
const ofPrograms: Readonly<Record<string, string>> = {
  MAVEN_OPTS: 'Maven',
  MAVEN_ARGS: 'Maven',
  GRADLE_OPTS: 'Gradle',
  SBT_OPTS: 'sbt',
  ANT_OPTS: 'Ant',
  CATALINA_OPTS: 'Tomcat',
  KAFKA_OPTS: 'Kafka',
  ES_JAVA_OPTS: 'Elasticsearch',
  IBM_JAVA_OPTIONS: 'the JVM of IBM',
  OPENJ9_JAVA_OPTIONS: 'OpenJ9',
}

/** What the environment and the files of Maven and Gradle tell a Java of a release. */
export function javaOptions(host: Host, version: string | null): JavaOptions {
  const isOld = version?.startsWith('1.') === true || !isAtLeast(version, '9')
  const read = variables.map((name) => ({
    name,
    words: javaWords(host.env[name] ?? ''),
    counts: !(isOld && name === 'JDK_JAVA_OPTIONS'),
  }))
  const counting = read.filter(({ counts }) => counts)
  const properties = counting.flatMap(({ name, words }) => (words ?? []).toReversed().flatMap((word) => propertiesOf(name, word)))
  const all = counting.flatMap(({ name, words }) => (words ?? []).map((word) => ({ name, word })))
  const unclosed = counting.find(({ words }) => words === null)
  return {
    properties,
    passwordIn:
      counting.find(({ words }) => (words ?? []).some((word) => word.startsWith(`-D${trustStore}Password=`)))?.name ?? '',
    refuses: unclosed === undefined ? '' : `it does not start: a quote in ${unclosed.name} is not closed`,
    withoutEffect: [
      ...read.flatMap(({ name, words, counts }) =>
        counts ? [] : mentions(name, words ?? [], 'too-old', { since: '9', instead: 'JAVA_TOOL_OPTIONS' }),
      ),
      ...all.flatMap(({ name, word }) => misspelt(name, word)),
      ...elsewhere(host),
    ],
    dangers: [
      ...all.flatMap(({ name, word }) => danger(name, word, '')),
      ...['MAVEN_OPTS', 'MAVEN_ARGS'].flatMap((name) => words(host, name).flatMap((word) => danger(name, word, 'Maven'))),
    ],
  }
}

const words = (host: Host, name: string): readonly string[] => javaWords(host.env[name] ?? '') ?? []

const inVariable = (name: string, word: string): Setting => ({ kind: 'variable', name, value: word, where: '' })

function propertiesOf(variable: string, word: string): readonly JavaProperty[] {
  const match = /^-D([\w.]+)=(.*)$/s.exec(word)
  const [name, value] = [match?.[1], match?.[2]]
  return name === undefined || value === undefined || !known.includes(name)
    ? []
    : [{ name, value, setting: inVariable(variable, word) }]
}

/** Spelt otherwise, so that nobody reads it: in the wrong case, or with a part missing. */
function misspelt(variable: string, word: string): readonly WithoutEffect[] {
  const name = /^-D([\w.]+)=/.exec(word)?.[1] ?? ''
  const isWrong = !known.includes(name) && /^(javax?\.net\.)?(ssl\.)?trust-?store(file|path|type)?$/i.test(name)
  if (!isWrong) return []
  const instead = /type$/i.test(name) ? `${trustStore}Type` : trustStore
  return [{ setting: inVariable(variable, word), reason: 'wrong-name', params: { instead: `-D${instead}` } }]
}

/** The options of a variable that name a trust store, with why they do not count. */
function mentions(
  name: string,
  all: readonly string[],
  reason: WithoutEffect['reason'],
  params: Readonly<Record<string, string>>,
): readonly WithoutEffect[] {
  return all
    .filter((word) => /trust-?store/i.test(word) && !/password/i.test(word))
    .map((word) => ({ setting: inVariable(name, word), reason, params }))
}

function elsewhere(host: Host): readonly WithoutEffect[] {
  return [
    ...readByNone.flatMap((name) => {
      const value = host.env[name] ?? ''
      const isPath = name.endsWith('TRUSTSTORE') && value !== ''
      const setting = inVariable(name, value)
      return isPath
        ? [{ setting, reason: 'wrong-name', params: { instead: `JAVA_TOOL_OPTIONS=-D${trustStore}` } } as const]
        : mentions(name, words(host, name), 'wrong-name', { instead: 'JAVA_TOOL_OPTIONS' })
    }),
    ...Object.entries(ofPrograms).flatMap(([name, reach]) => mentions(name, words(host, name), 'some-requests', { reach })),
    ...files(host).flatMap(({ path, reach }) => inFileOf(host, path, reach)),
  ]
}

/** Files in which Maven and Gradle find options for the Java that they start. */
function files(host: Host): readonly { readonly path: string; readonly reach: string }[] {
  const gradleHome = host.env['GRADLE_USER_HOME'] ?? placeIn(host, host.home, '.gradle')
  const here = foldersFromHere(host)
  return [
    { path: placeIn(host, gradleHome, 'gradle.properties'), reach: 'Gradle' },
    ...here.map((folder) => ({ path: placeIn(host, folder, 'gradle.properties'), reach: 'Gradle' })),
    { path: placeIn(host, host.home, '.mavenrc'), reach: 'Maven' },
    ...here.flatMap((folder) =>
      ['jvm.config', 'maven.config'].map((name) => ({ path: placeIn(host, folder, '.mvn', name), reach: 'Maven' })),
    ),
  ]
}

/** `systemProp.javax.net.ssl.trustStore=...` of Gradle, `-Djavax.net.ssl.trustStore=...` anywhere in a line of the others. */
function inFileOf(host: Host, path: string, reach: string): readonly WithoutEffect[] {
  return (textAt(host, path) ?? '').split('\n').flatMap((line, i) => {
    if (/^\s*[#!]/.test(line)) return []
    const match = /(?:-D|systemProp\.)(javax\.net\.ssl\.trustStore(?:Type)?)\s*[=:]\s*["']?([^\s"']+)/.exec(line)
    const [name, value] = [match?.[1], match?.[2]]
    if (name === undefined || value === undefined) return []
    return [
      { setting: { kind: 'file', name, value, where: `${path}:${i + 1}` }, reason: 'some-requests', params: { reach } } as const,
    ]
  })
}

/** Switches of the JDK's HTTP client and of Maven's transport (maven.apache.org/wagon: wagon-http, ssl). */
function danger(name: string, word: string, reach: string): readonly Danger[] {
  const setting = inVariable(name, word)
  if (/^-Djdk\.internal\.httpclient\.disableHostnameVerification(=true|=)?$/.test(word))
    return [{ setting, reason: 'names-not-checked', reach: 'java.net.http' }]
  if (/^-D(maven\.wagon\.http\.ssl\.(insecure|allowall)|aether\.connector\.https\.securityMode)=(true|insecure)$/.test(word))
    return [{ setting, reason: 'verification-off', reach: reach === '' ? 'Maven' : reach }]
  return []
}
