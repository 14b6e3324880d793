import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { rootCertificate } from '../../src/lab/authority.ts'
import { labKey } from '../../src/lab/key.ts'
import { utc } from '../../src/lab/shapes.ts'
import { hasTool } from '../support/tool.ts'
import { namespace, type Namespace, whyNoNamespace } from './support/linux-namespace.ts'
import { readsFrom } from './support/p11-kit-reads.ts'
import { testServers, type TestServers, usualServed } from './support/servers.ts'

const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64')
const nothing = { stores: [], add: [], drop: [] }
const why = hasTool('trust', '--help') ? whyNoNamespace() : "no p11-kit here (Debian's package p11-kit)"

/** Fedora's tool is a list of calls of p11-kit: these are the ones for what it documents to make (update-ca-trust(8), EXTRACTED CONFIGURATION). */
const updateCaTrust = `#!/bin/sh -e
out=/etc/pki/ca-trust/extracted
trust extract --overwrite --format=openssl-bundle --filter=certificates $out/openssl/ca-bundle.trust.crt
trust extract --overwrite --format=pem-bundle --filter=ca-anchors --purpose=server-auth $out/pem/tls-ca-bundle.pem
trust extract --overwrite --format=pem-bundle --filter=ca-anchors --purpose=email $out/pem/email-ca-bundle.pem
trust extract --overwrite --format=pem-bundle --filter=ca-anchors --purpose=code-signing $out/pem/objsign-ca-bundle.pem
trust extract --overwrite --format=java-cacerts --filter=ca-anchors --purpose=server-auth $out/java/cacerts
`

const fedora = (packaged: string): string => `${readsFrom('/etc/pki/ca-trust/source', '/usr/share/pki/ca-trust-source')}
rm -f /etc/os-release; echo ID=fedora > /etc/os-release
cp ${packaged} /usr/share/pki/ca-trust-source/anchors/packaged.pem
mkdir -p /etc/pki/ca-trust/extracted/openssl /etc/pki/ca-trust/extracted/pem /etc/pki/ca-trust/extracted/java /etc/pki/tls/certs
ln -s /etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem /etc/pki/tls/certs/ca-bundle.crt
ln -s certs/ca-bundle.crt /etc/pki/tls/cert.pem
cat > /usr/bin/update-ca-trust <<'E'
${updateCaTrust}E
chmod 755 /usr/bin/update-ca-trust
update-ca-trust`

const source = [
  '/etc/pki/ca-trust/source',
  '/usr/share/pki/ca-trust-source',
  '/etc/pki/ca-trust/extracted/pem',
  '/etc/pki/ca-trust/extracted/openssl',
]
const pem = (name: string): string => `/etc/pki/ca-trust/extracted/pem/${name}-ca-bundle.pem`

describe.skipIf(why !== null)(`Fedora's store, with the real p11-kit${why === null ? '' : `: skipped, ${why}`}`, () => {
  let lab: TestServers
  let place: Namespace
  beforeAll(async () => {
    lab = await testServers(['added', 'packaged'].map(usualServed))
    place = await namespace(fedora(lab.at(1).pem))
  }, 60_000)
  afterAll(async () => {
    await place.close()
    await lab.close()
  })
  const stores = ['/etc/pki/tls/cert.pem', 'p11-kit', '/etc/pki/java/cacerts']

  /** Whether real clients with Fedora's bundle accept. */
  const accept = async (port: number): Promise<readonly boolean[]> => {
    const bundle = '/etc/pki/tls/cert.pem'
    const openssl = [
      'openssl',
      's_client',
      '-connect',
      `127.0.0.1:${port}`,
      '-verify_return_error',
      '-brief',
      '-no-CApath',
      '-CAfile',
      bundle,
    ]
    const curl = ['curl', '-sS', '-m', '10', '-o', '/dev/null', '--cacert', bundle, `https://localhost:${port}/`]
    const codes: boolean[] = []
    for (const [program = '', ...args] of [openssl, curl]) codes.push((await place.run(program, ...args)).code === 0)
    return codes
  }
  const counts = async (): Promise<readonly number[]> => {
    const all: number[] = []
    for (const name of ['tls', 'email', 'objsign'])
      all.push(Number((await place.run('grep', '-c', 'BEGIN', pem(name))).stdout.trim()))
    return all
  }

  it('takes a root up for TLS alone, real clients accept, and undoing leaves every byte as it was', async () => {
    const added = lab.at(0)
    const before = await place.listing(...source)
    expect(await accept(added.port)).toEqual([false, false])
    expect(await counts()).toEqual([1, 1, 1])
    const done = await place.cure({ verb: 'apply', cure: 'fedora-store', stores, add: [base64(added.root)], drop: [] })
    expect(done).toMatchObject({ state: 'applied' })
    expect(done.draft?.deltas.map((d) => ('store' in d ? d.store : ''))).toEqual(
      expect.arrayContaining(['/etc/pki/tls/cert.pem', 'p11-kit']),
    )
    expect(await accept(added.port)).toEqual([true, true])
    expect(await counts()).toEqual([2, 1, 1])
    expect(await place.cure({ verb: 'undo', cure: '', ...nothing })).toMatchObject({ state: 'undone' })
    expect(await accept(added.port)).toEqual([false, false])
    expect(await place.listing(...source)).toBe(before)
  }, 90_000)

  it('distrusts what the package brings for TLS alone', async () => {
    const packaged = lab.at(1)
    expect(await accept(packaged.port)).toEqual([true, true])
    const asked = { cure: 'fedora-store', stores: ['/etc/pki/tls/cert.pem'], add: [], drop: [base64(packaged.root)] }
    expect(await place.cure({ verb: 'apply', ...asked })).toMatchObject({ state: 'applied' })
    expect(await accept(packaged.port)).toEqual([false, false])
    // grep counts 0 in a bundle without any.
    expect(await counts()).toEqual([0, 1, 1])
  }, 90_000)
})

describe.skipIf(why !== null)(`Fedora's store for whoever reads the folders${why === null ? '' : `: skipped, ${why}`}`, () => {
  it('distrusts whole, names what suffers, refuses to lift a ban, and undoes it', async () => {
    const lab = await testServers(['live'].map(usualServed))
    const own = lab.at(0)
    const place = await namespace(fedora(own.pem))
    try {
      const before = await place.listing(...source)
      const asked = { cure: 'fedora-store', stores: ['p11-kit'], add: [], drop: [base64(own.root)] }
      const done = await place.cure({ verb: 'apply', ...asked })
      expect(done).toMatchObject({ state: 'applied' })
      expect(done.draft?.notes.join()).toMatch(/TLS clients, e-mail, signed code, timestamps/)
      expect((await place.run('trust', 'list')).stdout).toMatch(/trust: distrusted/)
      const again = await place.cure({
        verb: 'plan',
        cure: 'fedora-store',
        stores: ['p11-kit'],
        add: [base64(own.root)],
        drop: [],
      })
      expect(again.draft?.steps).toEqual([])
      expect(again.draft?.advice[0]?.what).toMatch(/somebody distrusts/)
      expect(await place.cure({ verb: 'undo', cure: '', ...nothing })).toMatchObject({ state: 'undone' })
      expect(await place.listing(...source)).toBe(before)
    } finally {
      await place.close()
      await lab.close()
    }
  }, 90_000)
})

describe.skipIf(why !== null)(`two roots with one key${why === null ? '' : `: skipped, ${why}`}`, () => {
  const subject = { O: 'Lab Trust', CN: 'Lab Renewed Root' }
  const entity = { subject, key: labKey('p-256', 'renewed root') }
  const [old, renewed] = [
    rootCertificate(entity, { notBefore: utc('2000-01-01T00:00:00Z'), notAfter: utc('2020-01-01T00:00:00Z') }),
    rootCertificate(entity, { notBefore: utc('2010-01-01T00:00:00Z'), notAfter: utc('2040-01-01T00:00:00Z') }),
  ]
  it('p11-kit takes both away when the one is distrusted, so the plan refuses; and limits neither when the other is added', async () => {
    const lab = await testServers([{ ...usualServed('unasked'), root: old }])
    const place = await namespace(fedora(lab.at(0).pem))
    try {
      const stores = ['/etc/pki/tls/cert.pem']
      const adding = await place.cure({ verb: 'apply', cure: 'fedora-store', stores, add: [base64(renewed)], drop: [] })
      expect(adding).toMatchObject({ state: 'applied' })
      // Both in every bundle, e-mail's too.
      const count = async (name: string): Promise<number> =>
        Number((await place.run('grep', '-c', 'BEGIN', pem(name))).stdout.trim())
      expect([await count('tls'), await count('email')]).toEqual([2, 2])
      const dropping = await place.cure({ verb: 'plan', cure: 'fedora-store', stores, add: [], drop: [base64(old)] })
      expect(dropping.draft?.steps).toEqual([])
      expect(dropping.draft?.advice[0]?.what).toMatch(/distrusts by the key/)
      // What the refusal is about.
      await place.run('cp', lab.at(0).pem, '/etc/pki/ca-trust/source/blocklist/old.pem')
      await place.run('update-ca-trust')
      expect(await count('tls')).toBe(0)
      const again = await place.cure({ verb: 'plan', cure: 'fedora-store', stores, add: [base64(renewed)], drop: [] })
      expect(again.draft?.steps).toEqual([])
      expect(again.draft?.advice[0]?.what).toMatch(/another root with its key/)
    } finally {
      await place.close()
      await lab.close()
    }
  }, 90_000)
})

/** A checkout of github.com/openSUSE/ca-certificates: its scripts are no package of Debian's. */
const suse = process.env['SUSE_CA_CERTIFICATES'] ?? ''
const noSuse = why ?? (suse === '' ? 'SUSE_CA_CERTIFICATES names no checkout of openSUSE/ca-certificates' : null)

describe.skipIf(noSuse !== null)(
  `SUSE's store, with its own update-ca-certificates${noSuse === null ? '' : `: skipped, ${noSuse}`}`,
  () => {
    it('takes a root up, drops what the package brings, and undoes both', async () => {
      const lab = await testServers(['added', 'packaged'].map(usualServed))
      const [added, packaged] = [lab.at(0), lab.at(1)]
      const place = await namespace(`${readsFrom('/etc/pki/trust', '/usr/share/pki/trust')}
rm -f /etc/os-release; echo 'ID="opensuse-leap"' > /etc/os-release
cp ${packaged.pem} /usr/share/pki/trust/anchors/packaged.pem
rm -rf /etc/ca-certificates /etc/ssl/certs /var/lib/ca-certificates; mkdir -p /usr/lib/ca-certificates/update.d /var/lib/ca-certificates /etc/ca-certificates/update.d
install -m 755 ${suse}/update-ca-certificates /usr/sbin/update-ca-certificates
install -m 755 ${suse}/java.run /usr/lib/ca-certificates/update.d/50java.run
install -m 755 ${suse}/openssl.run /usr/lib/ca-certificates/update.d/70openssl.run
install -m 755 ${suse}/etc_ssl.run /usr/lib/ca-certificates/update.d/80etc_ssl.run
install -m 755 ${suse}/certbundle.run /usr/lib/ca-certificates/update.d/99certbundle.run
update-ca-certificates --fresh >/dev/null 2>&1`)
      try {
        const bundle = '/var/lib/ca-certificates/ca-bundle.pem'
        const accepts = async (port: number, ...where: readonly string[]): Promise<boolean> =>
          (await place.run('openssl', 's_client', '-connect', `127.0.0.1:${port}`, '-verify_return_error', '-brief', ...where))
            .code === 0
        const both = async (port: number): Promise<readonly boolean[]> => [
          await accepts(port, '-no-CApath', '-CAfile', bundle),
          await accepts(port, '-no-CAfile', '-CApath', '/var/lib/ca-certificates/openssl'),
          await accepts(port, '-no-CAfile', '-CApath', '/etc/ssl/certs'),
        ]
        const before = await place.listing('/etc/pki', '/var/lib/ca-certificates/pem', '/var/lib/ca-certificates/openssl', bundle)
        expect([await both(added.port), await both(packaged.port)]).toEqual([Array(3).fill(false), Array(3).fill(true)])
        const stores = ['openssl-dir:/var/lib/ca-certificates/openssl', '/etc/ssl/ca-bundle.pem']
        const done = await place.cure({
          verb: 'apply',
          cure: 'suse-store',
          stores,
          add: [base64(added.root)],
          drop: [base64(packaged.root)],
        })
        expect(done).toMatchObject({ state: 'applied' })
        expect([await both(added.port), await both(packaged.port)]).toEqual([Array(3).fill(true), Array(3).fill(false)])
        expect(await place.cure({ verb: 'undo', cure: '', ...nothing })).toMatchObject({ state: 'undone' })
        expect(await place.listing('/etc/pki', '/var/lib/ca-certificates/pem', '/var/lib/ca-certificates/openssl', bundle)).toBe(
          before,
        )
      } finally {
        await place.close()
        await lab.close()
      }
    }, 120_000)
  },
)
