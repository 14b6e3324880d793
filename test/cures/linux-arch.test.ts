import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hasTool } from '../support/tool.ts'
import { namespace, type Namespace, whyNoNamespace } from './support/linux-namespace.ts'
import { readsFrom } from './support/p11-kit-reads.ts'
import { testServers, type TestServers, usualServed } from './support/servers.ts'

const why = hasTool('trust', '--help') ? whyNoNamespace() : "no p11-kit here (Debian's package p11-kit)"
const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64')
const nothing = { stores: [], add: [], drop: [] }
const source = '/etc/ca-certificates/trust-source'
const packagedSource = '/usr/share/ca-certificates/trust-source'
const extracted = '/etc/ca-certificates/extracted'

/** Calls of the real p11-kit for what Arch's tool makes (update-ca-trust(8) of Arch, EXTRACTED CONFIGURATION, FILES). Not Arch's script. */
const standIn = `#!/bin/sh -e
export P11_KIT_NO_USER_CONFIG=1
pem() { trust extract --overwrite --filter=ca-anchors --format=$1 --purpose=$2 ${extracted}/$3; }
pem pem-bundle server-auth tls-ca-bundle.pem
pem pem-bundle email email-ca-bundle.pem
pem pem-bundle code-signing objsign-ca-bundle.pem
trust extract --overwrite --filter=certificates --format=openssl-bundle ${extracted}/ca-bundle.trust.crt
trust extract --overwrite --filter=ca-anchors --format=java-cacerts --purpose=server-auth /etc/ssl/certs/java/cacerts
pem pem-directory-hash server-auth cadir
for made in ${extracted}/cadir/*; do ln -sf "$made" /etc/ssl/certs/; done
for link in /etc/ssl/certs/*; do [ -e "$link" ] || rm "$link"; done
`

/** Arch's own script, of github.com/archlinux/svntogit-packages (ca-certificates, update-ca-trust): no package of Debian's. */
const own = process.env['ARCH_UPDATE_CA_TRUST'] ?? ''

/** Debian's OpenSSL looks into /usr/lib/ssl: as a link it has Arch's folder (`--openssldir=/etc/ssl`). The packages' links (ca-certificates-utils). */
const arch = (packaged: string): string => `${readsFrom(source, packagedSource)}
rm -f /etc/os-release; echo ID=arch > /etc/os-release
rm -rf /etc/ssl/certs /usr/lib/ssl /usr/local/share/ca-certificates /usr/sbin/update-ca-certificates
mkdir -p /etc/ssl/certs/java ${extracted}/cadir
ln -s /etc/ssl /usr/lib/ssl
cp ${packaged} ${packagedSource}/anchors/packaged.pem
ln -s ../ca-certificates/extracted/tls-ca-bundle.pem /etc/ssl/cert.pem
for name in ca-certificates.crt ca-bundle.crt; do ln -s ../../ca-certificates/extracted/tls-ca-bundle.pem /etc/ssl/certs/$name; done
cat > /usr/bin/update-ca-trust <<'E'
${standIn}E
${own === '' ? '' : `cp ${own} /usr/bin/update-ca-trust`}
chmod 755 /usr/bin/update-ca-trust
update-ca-trust`

describe.skipIf(why !== null)(`Arch's store, with the real p11-kit${why === null ? '' : `: skipped, ${why}`}`, () => {
  let lab: TestServers
  let place: Namespace
  beforeEach(async () => {
    lab = await testServers(['added', 'packaged'].map(usualServed))
    place = await namespace(arch(lab.at(1).pem))
  }, 60_000)
  afterEach(async () => {
    await place.close()
    await lab.close()
  })
  const stores = ['/etc/ssl/cert.pem + openssl-dir:/etc/ssl/certs', 'p11-kit', '/etc/ssl/certs/java/cacerts']
  const clients = ['openssl', 'openssl-directory', 'curl', 'python'] as const
  const accepting = async (port: number): Promise<readonly string[]> => {
    const found: string[] = []
    for (const client of clients) if (await place.accepts(client, port)) found.push(client)
    return found
  }
  const inJava = async (): Promise<number> => {
    const list = ['-list', '-keystore', '/etc/ssl/certs/java/cacerts', '-storepass', 'changeit']
    return ((await place.run('keytool', ...list)).stdout.match(/trustedCertEntry/g) ?? []).length
  }
  const hasJava = hasTool('keytool', '-help')
  // A key store has its time in it: it is counted, not compared.
  const watched = [
    source,
    packagedSource,
    `${extracted}/cadir`,
    `${extracted}/tls-ca-bundle.pem`,
    `${extracted}/ca-bundle.trust.crt`,
  ]
  const listing = async (): Promise<string> =>
    (await place.listing(...watched, '/etc/ssl')).replace(/^.*\/etc\/ssl\/certs\/java\/cacerts\n/m, '')

  it('takes a root up, real clients accept, and undoing leaves nothing', async () => {
    const added = lab.at(0)
    const before = await listing()
    expect(await accepting(added.port)).toEqual([])
    const done = await place.cure({ verb: 'apply', cure: 'arch-store', stores, add: [base64(added.root)], drop: [] })
    expect(done).toMatchObject({ state: 'applied' })
    expect(done.draft?.deltas.map((d) => ('store' in d ? d.store : ''))).toEqual(expect.arrayContaining(stores))
    expect(await accepting(added.port)).toEqual(clients)
    if (hasJava) expect(await inJava()).toBe(2)
    expect(await listing()).not.toBe(before)
    expect(await place.cure({ verb: 'undo', cure: '', ...nothing })).toMatchObject({ state: 'undone' })
    expect(await accepting(added.port)).toEqual([])
    if (hasJava) expect(await inJava()).toBe(1)
    expect(await listing()).toBe(before)
  }, 180_000)

  it('keeps out what the package brings, and gives it back', async () => {
    const packaged = lab.at(1)
    const before = await listing()
    expect(await accepting(packaged.port)).toEqual(clients)
    const asked = { cure: 'arch-store', stores: stores.slice(0, 1), add: [], drop: [base64(packaged.root)] }
    expect(await place.cure({ verb: 'apply', ...asked })).toMatchObject({ state: 'applied' })
    expect(await accepting(packaged.port)).toEqual([])
    expect(await place.cure({ verb: 'undo', cure: '', ...nothing })).toMatchObject({ state: 'undone' })
    expect(await accepting(packaged.port)).toEqual(clients)
    expect(await listing()).toBe(before)
  }, 180_000)
})
