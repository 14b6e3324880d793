import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hasTool } from '../support/tool.ts'
import { type Client, namespace, type Namespace, whyNoNamespace } from './support/linux-namespace.ts'
import { testServers, type TestServers, usualServed } from './support/servers.ts'

const isDebian = hasTool('update-ca-certificates', '--help') && hasTool('trust', '--help')
const why = isDebian ? whyNoNamespace() : "no update-ca-certificates of Debian, or no p11-kit (Debian's package p11-kit), here"
const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64')
const nothing = { stores: [], add: [], drop: [] }
const keystore = '/etc/ssl/certs/java/cacerts'

/** Debian's OpenSSL looks into /usr/lib/ssl: as a link it has the folder of these systems (`--openssldir=/etc/ssl`). */
const layout = (
  id: string,
  packaged: string,
  another: string,
): string => `rm -f /etc/os-release; echo 'ID="${id}"' > /etc/os-release
rm -rf /etc/ssl/certs /etc/ssl/cert.pem /usr/lib/ssl /etc/ca-certificates/update.d /usr/local/share/ca-certificates /usr/share/ca-certificates
mkdir -p /etc/ssl/certs /etc/ca-certificates/update.d /usr/share/ca-certificates/mozilla
ln -s /etc/ssl /usr/lib/ssl
cp ${packaged} /usr/share/ca-certificates/mozilla/packaged.crt; echo mozilla/packaged.crt > /etc/ca-certificates.conf
cp ${another} /usr/share/ca-certificates/mozilla/another.crt; echo mozilla/another.crt >> /etc/ca-certificates.conf
`

/** Gentoo's script, which is Debian's with its patches (app-misc/ca-certificates, files/): without it Debian's own stands for it. */
const gentoo = process.env['GENTOO_UPDATE_CA'] ?? ''

const systems: readonly (readonly [name: string, id: string, prepare: string])[] = [
  // In /usr/bin, and the link to the bundle has this name (void-packages, srcpkgs/ca-certificates).
  [
    'Void',
    'void',
    `mv /usr/sbin/update-ca-certificates /usr/bin/; ln -s /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs.pem
update-ca-certificates >/dev/null`,
  ],
  // Java's key store is made by a hook with p11-kit, which reads the bundle there as on Debian (sys-apps/baselayout-java, app-crypt/p11-kit).
  [
    'Gentoo',
    'gentoo',
    `${gentoo === '' ? '' : `install -m 755 ${gentoo} /usr/sbin/update-ca-certificates`}
mkdir /etc/ssl/certs/java
cat > /etc/ca-certificates/update.d/java-cacerts <<'E'
#!/bin/sh
exec trust extract --overwrite --purpose server-auth --filter=ca-anchors --format=java-cacerts ${keystore}
E
chmod 755 /etc/ca-certificates/update.d/java-cacerts
update-ca-certificates >/dev/null`,
  ],
]

describe.skipIf(why !== null).each(systems)(
  `%s's store, with Debian's update-ca-certificates${why === null ? '' : `: skipped, ${why}`}`,
  (_, id, prepare) => {
    let lab: TestServers
    let place: Namespace
    beforeEach(async () => {
      // Of two, for a bundle of one has itself a link under the hash of a name.
      lab = await testServers(['added', 'packaged', 'another'].map(usualServed))
      place = await namespace(layout(id, lab.at(1).pem, lab.at(2).pem) + prepare)
    }, 60_000)
    afterEach(async () => {
      await place.close()
      await lab.close()
    })
    const isJava = id === 'gentoo'
    const clients: readonly Client[] = (['openssl', 'openssl-directory', 'curl', 'python', 'gnutls'] as const).filter(
      (client) => client !== 'gnutls' || hasTool('gnutls-cli', '--version'),
    )
    const stores = ['openssl-dir:/etc/ssl/certs', '/etc/ssl/certs/ca-certificates.crt', ...(isJava ? [keystore] : [])]
    const accepting = async (port: number): Promise<readonly Client[]> => {
      const found: Client[] = []
      for (const client of clients) if (await place.accepts(client, port)) found.push(client)
      return found
    }
    /** Certificates in Java's key store by its own tool; `null`: none is made here, or there is no tool. */
    const inJava = async (): Promise<number | null> => {
      if (!isJava || !hasTool('keytool', '-help')) return null
      const { stdout } = await place.run('keytool', '-list', '-keystore', keystore, '-storepass', 'changeit')
      return (stdout.match(/trustedCertEntry/g) ?? []).length
    }
    const expectJava = async (count: number): Promise<void> => expect([null, count]).toContain(await inJava())
    // A key store has its time in it: it is counted, not compared.
    const watched = ['/etc/ssl', '/etc/ca-certificates.conf', '/usr/local/share', '/usr/share/ca-certificates']
    const listing = async (): Promise<string> => (await place.listing(...watched)).replace(/^.*java\/cacerts\n/m, '')

    it('takes a root up, real clients accept, and undoing leaves nothing', async () => {
      const [added, packaged] = [lab.at(0), lab.at(1)]
      const before = await listing()
      expect([await accepting(added.port), await accepting(packaged.port)]).toEqual([[], clients])
      await expectJava(2)
      const asked = { cure: `${id}-store`, stores, add: [base64(added.root)], drop: [] }
      const adding = await place.cure({ verb: 'apply', ...asked })
      expect(adding).toMatchObject({ state: 'applied' })
      expect(adding.draft?.deltas.map((d) => ('store' in d ? d.store : ''))).toEqual(expect.arrayContaining(stores))
      expect([await accepting(added.port), await accepting(packaged.port)]).toEqual([clients, clients])
      await expectJava(3)
      expect(await place.cure({ verb: 'undo', cure: '', ...nothing })).toMatchObject({ state: 'undone' })
      expect(await accepting(added.port)).toEqual([])
      await expectJava(2)
      expect(await listing()).toBe(before)
    }, 120_000)

    it('keeps out what the package brings, and gives it back', async () => {
      const packaged = lab.at(1)
      const before = await listing()
      const asked = { cure: `${id}-store`, stores, add: [], drop: [base64(packaged.root)] }
      expect(await place.cure({ verb: 'apply', ...asked })).toMatchObject({ state: 'applied' })
      expect(await accepting(packaged.port)).toEqual([])
      await expectJava(1)
      expect(await place.cure({ verb: 'undo', cure: '', ...nothing })).toMatchObject({ state: 'undone' })
      expect(await accepting(packaged.port)).toEqual(clients)
      await expectJava(2)
      expect(await listing()).toBe(before)
    }, 120_000)
  },
)
