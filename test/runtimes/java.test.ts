import { describe, expect, it } from 'vitest'
import { java } from '../../src/runtimes/java.ts'
import { askingOf, lostIn, somePem, storesOf } from '../support/asking-of.ts'
import { type Machine, machine } from '../support/machine.ts'

const home = '/usr/lib/jvm/java-17'
const own = `${home}/lib/security/cacerts`
const property = '-Djavax.net.ssl.trustStore'
const ask = (env: Readonly<Record<string, string>>, files: Machine['files'] = {}, version = '17.0.15') =>
  askingOf(java, {
    env: { PATH: '/usr/bin', PWD: '/srv/app', ...env },
    files: {
      '/usr/bin/java': { link: `${home}/bin/java` },
      [`${home}/bin/java`]: 'x',
      [`${home}/release`]: `IMPLEMENTOR="Debian"\nJAVA_VERSION="${version}"\n`,
      [own]: 'store',
      '/ca/a.jks': Uint8Array.of(0xfe, 0xed, 0xfe, 0xed),
      '/ca/b.jks': Uint8Array.of(0xfe, 0xed, 0xfe, 0xed),
      // The beginning of a PKCS #12 whose content is encryptedData (RFC 2315 §13).
      '/ca/sealed.p12': Uint8Array.of(0x30, 0x20, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x06, 0xa0),
      '/ca/open.p12': Uint8Array.of(0x30, 0x20, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01, 0xa0),
      '/ca/dir/x': 'x',
      ...files,
    },
  })

describe('where Java lies', () => {
  it('JAVA_HOME first, then the search path, then the folders of systems and tools, each home once', async () => {
    const at = (folder: string, version: string) => ({
      [`${folder}/bin/java`]: 'x',
      [`${folder}/release`]: `JAVA_VERSION="${version}"`,
      [`${folder}/lib/security/cacerts`]: 'x',
    })
    const found = await java.find(
      machine({
        env: { JAVA_HOME: '/opt/jdk-21', PATH: '/usr/bin' },
        files: {
          ...at('/opt/jdk-21', '21.0.5'),
          ...at('/usr/lib/jvm/java-17', '17.0.15'),
          ...at('/home/u/.sdkman/candidates/java/11.0.2-open', '11.0.2'),
          ...at('/home/u/.gradle/jdks/temurin-25', '25'),
          ...at('/opt/idea/jbr', '21.0.6'),
          '/usr/lib/jvm/java-8/jre/bin/java': 'x',
          '/usr/lib/jvm/java-8/bin/java': 'x',
          '/usr/lib/jvm/java-8/release': 'JAVA_VERSION="1.8.0_412"',
          '/usr/lib/jvm/java-8/jre/lib/security/cacerts': 'x',
          '/usr/bin/java': { link: '/usr/lib/jvm/java-17/bin/java' },
        },
      }),
    )
    expect(found.map(({ path, version, client, note }) => `${path} ${version} ${client} ${note}`.trim())).toEqual([
      '/opt/jdk-21/bin/java 21.0.5 java-21.0.5',
      '/usr/bin/java 17.0.15 java-17.0.15',
      '/usr/lib/jvm/java-8/bin/java 1.8.0_412 java-8.0.412',
      '/opt/idea/jbr/bin/java 21.0.6 java-21.0.6 JetBrains',
      '/home/u/.sdkman/candidates/java/11.0.2-open/bin/java 11.0.2 java-11.0.2 SDKMAN',
      '/home/u/.gradle/jdks/temurin-25/bin/java 25 java-25 Gradle',
    ])
  })

  it("on macOS below Library, and not the start file in /usr/bin; on Windows in the vendors' folders", async () => {
    const mac = '/Library/Java/JavaVirtualMachines/temurin-21.jdk/Contents/Home'
    const found = await java.find(
      machine({
        platform: 'darwin',
        env: { PATH: '/usr/bin' },
        files: { '/usr/bin/java': 'x', [`${mac}/bin/java`]: 'x', [`${mac}/lib/security/cacerts`]: 'x' },
      }),
    )
    expect(found.map(({ path }) => path)).toEqual([`${mac}/bin/java`])
    const windows = 'C:\\Program Files\\Eclipse Adoptium\\jdk-21'
    const other = await java.find(
      machine({
        platform: 'win32',
        env: { Path: '', ProgramFiles: 'C:\\Program Files' },
        files: { [`${windows}\\bin\\java.exe`]: 'x', [`${windows}\\lib\\security\\cacerts`]: 'x' },
      }),
    )
    expect(other.map(({ path }) => path)).toEqual([`${windows}\\bin\\java.exe`])
  })
})

describe('what Java asks', () => {
  it('its own cacerts, and tells a link to the distribution; jssecacerts before it', async () => {
    expect(storesOf(await ask({}))).toEqual([own])
    const linked = await ask({}, { [own]: { link: '/etc/ssl/certs/java/cacerts' }, '/etc/ssl/certs/java/cacerts': 'x' })
    expect(storesOf(linked)).toEqual([own])
    expect(linked.why.value).toBe('/etc/ssl/certs/java/cacerts')
    expect(storesOf(await ask({}, { [`${home}/lib/security/jssecacerts`]: 'x' }))).toEqual([`${home}/lib/security/jssecacerts`])
  })

  it('a trustStore that is no file falls back to cacerts, past jssecacerts', async () => {
    for (const [value, reason] of [
      ['/ca/none.jks', 'no-such-file'],
      ['/ca/dir', 'wrong-kind'],
      ['~/ca.jks', 'not-expanded'],
      ['', 'no-such-file'],
    ] as const) {
      const asking = await ask({ JAVA_TOOL_OPTIONS: `${property}=${value}` }, { [`${home}/lib/security/jssecacerts`]: 'x' })
      expect(storesOf(asking)).toEqual([own])
      expect(lostIn(asking)).toEqual([`JAVA_TOOL_OPTIONS: ${reason}`])
    }
    expect(storesOf(await ask({ JAVA_TOOL_OPTIONS: `${property}=NONE` }))).toEqual([])
  })

  it('a certificate in the place of a key store ends every request', async () => {
    const asking = await ask({ JAVA_TOOL_OPTIONS: `${property}=/ca/root.pem` }, { '/ca/root.pem': somePem })
    expect(storesOf(asking)).toEqual([])
    expect(asking.unknown).toBe('every request fails: /ca/root.pem is no key store')
    expect(asking.withoutEffect).toMatchObject([
      { reason: 'no-certificate', params: { instead: expect.stringContaining('keytool -importcert') as string } },
    ])
  })

  it('_JAVA_OPTIONS before JDK_JAVA_OPTIONS before JAVA_TOOL_OPTIONS, the last of one variable, quotes gone', async () => {
    const env = { JAVA_TOOL_OPTIONS: `${property}=/ca/b.jks`, JDK_JAVA_OPTIONS: `${property}=/ca/b.jks '${property}=/ca/a.jks'` }
    const asking = await ask(env)
    expect(storesOf(asking)).toEqual(['/ca/a.jks'])
    expect(lostIn(asking)).toEqual(['JDK_JAVA_OPTIONS: beaten', 'JAVA_TOOL_OPTIONS: beaten'])
    expect(storesOf(await ask({ ...env, _JAVA_OPTIONS: `${property}=/ca/b.jks` }))).toEqual(['/ca/b.jks'])
    const old = await ask(env, {}, '1.8.0_412')
    expect(storesOf(old)).toEqual(['/ca/b.jks'])
    expect(old.withoutEffect).toMatchObject([{ reason: 'too-old', params: { since: '9' } }, { reason: 'too-old' }])
    expect((await ask({ JAVA_TOOL_OPTIONS: `"${property}=/ca/a.jks` })).unknown).toMatch(/does not start/)
  })

  it('an encrypted PKCS #12 without its password is an empty store', async () => {
    const asking = await ask({ JAVA_TOOL_OPTIONS: `${property}=/ca/sealed.p12` })
    expect([storesOf(asking), asking.unknown]).toEqual([[], ''])
    expect(lostIn(asking)).toEqual(['JAVA_TOOL_OPTIONS: no-certificate'])
    expect(storesOf(await ask({ JAVA_TOOL_OPTIONS: `${property}=/ca/open.p12` }))).toEqual(['/ca/open.p12'])
    const told = await ask({ JAVA_TOOL_OPTIONS: `${property}=/ca/sealed.p12 ${property}Password=hunter2` })
    expect(storesOf(told)).toEqual(['keyed:JAVA_TOOL_OPTIONS:/ca/sealed.p12'])
    expect(JSON.stringify(told)).not.toContain('hunter2')
  })

  it('wrong names: the property in lower case, JAVA_OPTS and JAVA_OPTIONS', async () => {
    const asking = await ask({
      JAVA_TOOL_OPTIONS: '-Djavax.net.ssl.truststore=/ca/a.jks',
      JAVA_OPTS: `${property}=/ca/a.jks -Xmx1g`,
      JAVA_OPTIONS: `${property}=/ca/a.jks`,
    })
    expect(storesOf(asking)).toEqual([own])
    expect(lostIn(asking)).toEqual(['JAVA_TOOL_OPTIONS: wrong-name', 'JAVA_OPTS: wrong-name', 'JAVA_OPTIONS: wrong-name'])
  })

  it('what reaches Maven or Gradle alone', async () => {
    const asking = await ask(
      { MAVEN_OPTS: `${property}=/ca/a.jks -Dmaven.wagon.http.ssl.insecure=true`, GRADLE_OPTS: `${property}=/ca/a.jks` },
      {
        '/home/u/.gradle/gradle.properties': `# systemProp.javax.net.ssl.trustStore=/no\nsystemProp.javax.net.ssl.trustStore=/ca/a.jks\nsystemProp.javax.net.ssl.trustStorePassword=hunter2\n`,
        '/srv/app/.mvn/jvm.config': `${property}=/ca/a.jks ${property}Password=hunter2\n`,
        '/home/u/.mavenrc': `MAVEN_OPTS="$MAVEN_OPTS ${property}=/ca/a.jks"\n`,
      },
    )
    expect(
      asking.withoutEffect.map(
        ({ setting, params }) => `${setting.where || setting.name} ${setting.value.split('=').at(-1)} ${params['reach']}`,
      ),
    ).toEqual([
      'MAVEN_OPTS /ca/a.jks Maven',
      'GRADLE_OPTS /ca/a.jks Gradle',
      '/home/u/.gradle/gradle.properties:2 /ca/a.jks Gradle',
      '/home/u/.mavenrc:1 /ca/a.jks Maven',
      '/srv/app/.mvn/jvm.config:1 /ca/a.jks Maven',
    ])
    expect(asking.dangers).toMatchObject([{ reason: 'verification-off', reach: 'Maven' }])
    expect(JSON.stringify(asking)).not.toContain('hunter2')
  })

  it('stores of the system by type, where that system is; elsewhere no TLS at all', async () => {
    const type = { JAVA_TOOL_OPTIONS: `${property}Type=Windows-ROOT` }
    expect((await ask(type)).unknown).toMatch(/every request fails/)
    const windows = 'C:\\jdk'
    const asking = await askingOf(java, {
      platform: 'win32',
      env: { JAVA_HOME: windows, ...type },
      files: { [`${windows}\\bin\\java.exe`]: 'x', [`${windows}\\lib\\security\\cacerts`]: somePem },
    })
    expect(storesOf(asking)).toEqual(['windows:ROOT'])
    const mac = await askingOf(java, {
      platform: 'darwin',
      env: { JAVA_HOME: '/jdk', JAVA_TOOL_OPTIONS: `${property}Type=KeychainStore-ROOT` },
      files: { '/jdk/bin/java': 'x', '/jdk/lib/security/cacerts': 'x' },
    })
    expect(storesOf(mac)).toEqual(['system'])
  })
})
