import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { machineClients } from '../../src/commands/machine-clients.ts'
import { evidenceOf } from '../../src/commands/store-evidence.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { readStore } from '../../src/stores/index.ts'
import { identity } from '../support/evidence.ts'
import { machine } from '../support/machine.ts'
import { hex, testRoot, told } from '../support/roots.ts'
import { hasTool, temporaryFolder, tool } from '../support/tool.ts'

const first = testRoot('First')
const folder = temporaryFolder()
const path = (name: string): string => join(folder.path, name)

beforeAll(() => writeFileSync(path('first.pem'), certificatesPem([first])))
afterAll(folder.remove)

describe.skipIf(!hasTool('keytool', '-help'))('a key store under the password that Java is given', () => {
  const stores: Record<string, Uint8Array> = {}
  beforeAll(() => {
    for (const type of ['PKCS12', 'JKS']) {
      const file = path(`${type}.store`)
      const args = ['-importcert', '-noprompt', '-alias', 'a', '-file', path('first.pem'), '-keystore', file]
      tool('keytool', [...args, '-storetype', type, '-storepass', 'correct horse'])
      stores[type] = readFileSync(file)
    }
  }, 60_000)

  const under = async (type: string, options: string) => {
    const host = machine({ files: { '/ca/store': stores[type] ?? '' }, env: { JAVA_TOOL_OPTIONS: options } })
    return readStore(host, 'keyed:JAVA_TOOL_OPTIONS:/ca/store')
  }
  const property = '-Djavax.net.ssl.trustStorePassword'

  it.each(['PKCS12', 'JKS'])(
    '%s is read with the right one, however it is quoted, and is closed to a wrong one',
    async (type) => {
      for (const options of [
        `"${property}=correct horse"`,
        `-Xmx1g ${property}="correct horse"`,
        `${property}=x '${property}=correct horse'`,
      ]) {
        const content = await under(type, options)
        expect(told(content), options).toEqual([hex(first)])
        expect(JSON.stringify(content)).not.toContain('correct')
      }
      expect(told(await under(type, `${property}=changeit`))).toBe('the password that JAVA_TOOL_OPTIONS gives does not open it')
      expect(await under(type, '-Xmx1g')).toBeNull()
      // The tool of Java itself opens it no better.
      const file = path(`${type}.store`)
      expect(() => tool('keytool', ['-list', '-keystore', file, '-storepass', 'changeit'])).toThrow()
    },
    60_000,
  )
})

describe.skipIf(!hasTool('keytool', '-help'))('a key store that is encrypted, and no password beside it', () => {
  // Seen with OpenJDK 17.0.15: PKCS #12 gives nothing, and every request ends with "the trustAnchors parameter must be non-empty"; JKS is read.
  it.each([
    ['PKCS12', '-Djavax.net.ssl.trustStorePassword beside it'],
    ['JKS', undefined],
  ])(
    '%s',
    async (type, lost) => {
      const file = path(`${type}.alone`)
      const args = ['-importcert', '-noprompt', '-alias', 'a', '-file', path('first.pem'), '-keystore', file]
      tool('keytool', [...args, '-storetype', type, '-storepass', 'correct horse'])
      const home = '/usr/lib/jvm/java-21'
      const host = machine({
        files: {
          '/usr/bin/java': { link: `${home}/bin/java` },
          [`${home}/release`]: 'JAVA_VERSION="21.0.4"\n',
          [`${home}/bin/java`]: 'ELF',
          [`${home}/lib/security/cacerts`]: 'JKS',
          '/ca/store': readFileSync(file),
        },
        env: { PATH: '/usr/bin', JAVA_TOOL_OPTIONS: '-Djavax.net.ssl.trustStore=/ca/store' },
      })
      const { stores } = await machineClients(host, (id, content) => evidenceOf(id, content, new Map()))
      expect(stores).toMatchObject([
        { anchors: lost === undefined ? [identity(first)] : [], ...(lost === undefined ? {} : { lost }) },
      ])
    },
    60_000,
  )
})

describe.skipIf(!hasTool('openssl', 'version'))("the user's own store of .NET", () => {
  const store = '/home/u/.dotnet/corefx/cryptography/x509stores'
  const pfx = (name: string, password: string): Uint8Array => {
    const args = ['pkcs12', '-export', '-nokeys', '-in', path('first.pem'), '-out', path(name), '-passout', `pass:${password}`]
    tool('openssl', args)
    return readFileSync(path(name))
  }

  it('is read without the mark of Java, and with anything disallowed nothing is verified', async () => {
    const open = pfx('open.pfx', '')
    const host = machine({
      files: { [`${store}/root/AB.pfx`]: open, [`${store}/disallowed/CD.txt`]: 'x', [`${store}/root/x.txt`]: 'x' },
    })
    const root = await readStore(host, 'dotnet:root')
    expect(told(root)).toEqual([hex(first)])
    // The certificate is a root.
    expect(told(await readStore(machine({ files: { [`${store}/ca/AB.pfx`]: open } }), 'dotnet:ca'))).toEqual([])
    // Seen with .NET 8.0.30: the text of every exception of SslStream then.
    expect(told(await readStore(host, 'dotnet:disallowed'))).toContain('The Disallowed store is not supported on this platform')
  })

  it('is not empty where its files are closed, and not there where it is not', async () => {
    const host = machine({ files: { [`${store}/root/AB.pfx`]: pfx('closed.pfx', 'correct horse') } })
    expect(told(await readStore(host, 'dotnet:root'))).toBe('AB.pfx: it is encrypted with a password')
    expect(await readStore(host, 'dotnet:disallowed')).toBeNull()
    expect(await readStore(machine({ platform: 'win32', home: 'C:\\u' }), 'dotnet:root')).toBeNull()
  })
})
