import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { nodeHost } from '../../src/host/node-host.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { locateStores, readStore } from '../../src/stores/index.ts'
import { builtToRead } from '../../src/stores/linux-bundles.ts'
import { linuxFamily } from '../../src/stores/shared/linux-family.ts'
import { machine } from '../support/machine.ts'
import { hex, testRoot, told } from '../support/roots.ts'
import { hasTool, tool } from '../support/tool.ts'

const root = testRoot('Bundle')
const bundle = certificatesPem([root])

/** First lines of os-release(5) as the distributions ship them, and the family that they are of. */
const releases: readonly (readonly [string, string | null])[] = [
  ['ID=debian', 'debian'],
  ['ID=ubuntu\nID_LIKE=debian', 'debian'],
  ['ID=linuxmint\nID_LIKE="ubuntu debian"', 'debian'],
  ['ID=fedora', 'fedora'],
  ['ID="rhel"\nID_LIKE="fedora"', 'fedora'],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"', 'fedora'],
  ['ID="amzn"\nID_LIKE="fedora"', 'fedora'],
  ['ID=alpine', 'alpine'],
  ['ID=manjaro\nID_LIKE=arch', 'arch'],
  ['ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"', 'suse'],
  ['ID="sles"\nID_LIKE="suse"', 'suse'],
  ['ID=nixos', 'nixos'],
  ['ID="void"', 'void'],
  ["ID='gentoo'", 'gentoo'],
  ['ID=freebsd', 'freebsd'],
  ['ID=something', null],
]

describe('the layout of this system', () => {
  it.each(releases)('%j', (text, family) => {
    expect(linuxFamily(machine({ files: { '/etc/os-release': `NAME="x"\n${text}\n` } }))).toBe(family)
  })

  it('without os-release is told by what lies on it', () => {
    expect(linuxFamily(machine({ files: { '/etc/pki/ca-trust/source/README': '' } }))).toBe('fedora')
    expect(linuxFamily(machine({ platform: 'other', files: { '/usr/share/certs/trusted/x.pem': '' } }))).toBe('freebsd')
    expect(linuxFamily(machine({}))).toBeNull()
  })

  it('is none on Windows and macOS', () => {
    const files = { '/etc/os-release': 'ID=debian' }
    expect(linuxFamily(machine({ platform: 'darwin', files }))).toBeNull()
    expect(locateStores(machine({ platform: 'win32' })).filter(({ name }) => name.startsWith('/'))).toEqual([])
  })
})

describe('what libraries are built to read', () => {
  const debian = machine({
    files: {
      '/etc/os-release': 'ID=debian',
      '/usr/lib/ssl/cert.pem': { link: '/etc/ssl/certs/ca-certificates.crt' },
      '/usr/lib/ssl/certs': { link: '/etc/ssl/certs' },
      '/etc/ssl/certs/ca-certificates.crt': bundle,
    },
  })

  it('is located as far as it is there, each place once', () => {
    const found = locateStores(debian).filter(({ title }) => title.startsWith('Debian'))
    expect(found.map(({ name }) => name)).toEqual([
      '/usr/lib/ssl/cert.pem',
      'openssl-dir:/usr/lib/ssl/certs',
      '/etc/ssl/certs/ca-certificates.crt',
      '/etc/ssl/certs',
    ])
    expect(found[2]?.title).toBe('Debian, Ubuntu: what GnuTLS and Go are built to read')
  })

  it('every located store can be asked for', async () => {
    for (const { name } of locateStores(debian).filter(({ title }) => title.startsWith('Debian'))) {
      expect(await readStore(debian, name), name).not.toBeNull()
    }
    expect(told(await readStore(debian, 'linux:openssl'))).toEqual([hex(root)])
    expect(await readStore(debian, 'linux:unknown')).toBeNull()
    expect(await readStore(machine({}), 'linux:openssl')).toBeNull()
  })

  it('names p11-kit where the distribution builds GnuTLS with it', () => {
    const fedora = machine({ files: { '/etc/os-release': 'ID=fedora', '/etc/pki/ca-trust/source/anchors/a.pem': bundle } })
    expect(builtToRead(fedora, 'gnutls')).toEqual(['p11-kit'])
    expect(locateStores(fedora).map(({ name }) => name)).toContain('p11-kit')
  })

  it('is the folder on Void, whose link to the bundle has a name that OpenSSL does not look for', () => {
    const files = {
      '/etc/os-release': 'ID="void"',
      '/etc/ssl/certs.pem': { link: '/etc/ssl/certs/ca-certificates.crt' },
      '/etc/ssl/certs/ca-certificates.crt': bundle,
    }
    expect(builtToRead(machine({ files }), 'openssl')).toEqual(['openssl-dir:/etc/ssl/certs'])
    expect(builtToRead(machine({ files }), 'java')).toBeNull()
  })

  it("is p11-kit's folder and the bundle on NixOS, for GnuTLS adds the one to the other", async () => {
    const nixos = machine({
      files: {
        '/etc/os-release': 'ID=nixos',
        '/etc/ssl/certs/ca-certificates.crt': bundle,
        '/etc/ssl/trust-source/ca-bundle.trust.p11-kit': `[p11-kit-object-v1]\ntrusted: true\n${bundle}`,
      },
    })
    expect(builtToRead(nixos, 'gnutls')).toEqual(['p11-kit', '/etc/ssl/certs/ca-certificates.crt'])
    expect(told(await readStore(nixos, 'p11-kit'))).toEqual([hex(root)])
    expect(told(await readStore(nixos, 'linux:gnutls'))).toEqual([hex(root)])
  })

  it("is what the system ships on FreeBSD, for GnuTLS: p11-kit's folder links there, and what certctl adds is not in it", async () => {
    const added = certificatesPem([testRoot('Added with certctl')])
    const freebsd = machine({
      platform: 'other',
      files: {
        '/etc/os-release': 'ID=freebsd',
        '/etc/ssl/cert.pem': `${bundle}${added}`,
        '/usr/share/certs/trusted/shipped.pem': bundle,
        '/usr/share/certs/untrusted/': '',
        '/usr/local/share/certs/added.pem': added,
        '/usr/local/share/p11-kit/certs/anchors': { link: '/usr/share/certs/trusted' },
        '/usr/local/share/p11-kit/certs/blocklist': { link: '/usr/share/certs/untrusted' },
      },
    })
    expect(builtToRead(freebsd, 'gnutls')).toEqual(['p11-kit'])
    expect(told(await readStore(freebsd, 'p11-kit'))).toEqual([hex(root)])
    expect(told(await readStore(freebsd, 'linux:openssl'))).toHaveLength(2)
  })

  it.skipIf(linuxFamily(nodeHost) !== 'debian' || !hasTool('openssl', 'version'))("is what this machine's OpenSSL says", () => {
    const folder = /"(.*)"/.exec(tool('openssl', ['version', '-d']))?.[1]
    const there = [`${folder}/cert.pem`, `${folder}/certs`].filter((path) => existsSync(path))
    const stores = builtToRead(nodeHost, 'openssl')?.map((store) => store.replace('openssl-dir:', ''))
    expect(stores).toEqual(there)
  })
})
