import { describe, expect, it } from 'vitest'
import { hasTool } from '../support/tool.ts'
import { namespace, whyNoNamespace } from './support/linux-namespace.ts'
import { testServers, usualServed } from './support/servers.ts'

/** The program of github.com/alpinelinux/ca-certificates, `cc -o update-ca-certificates update-ca.c`: no package of Debian's. */
const program = process.env['ALPINE_UPDATE_CA'] ?? ''
const keystore = '/etc/ssl/certs/java/cacerts'
/** The hook of java-cacerts (aports, community/java-cacerts): p11-kit reads the bundle there as on Debian. */
const javaHook = `mkdir -p /etc/ssl/certs/java
printf '#!/bin/sh\\nexec trust extract --overwrite --purpose server-auth --filter=ca-anchors --format=java-cacerts ${keystore}\\n' > /etc/ca-certificates/update.d/java-cacerts
chmod 755 /etc/ca-certificates/update.d/java-cacerts`
const hasTrust = hasTool('trust', '--help')
const why = program === '' ? 'ALPINE_UPDATE_CA names no update-ca-certificates of Alpine' : whyNoNamespace()
const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64')

describe.skipIf(why !== null)(
  `Alpine's store, with its own update-ca-certificates${why === null ? '' : `: skipped, ${why}`}`,
  () => {
    it('takes a root up, drops what the package brings, and undoes both', async () => {
      const lab = await testServers(['added', 'packaged'].map(usualServed))
      const [added, packaged] = [lab.at(0), lab.at(1)]
      // Alpine's hook makes the hash links anew (certhash, which is c_rehash); its bundle is linked to /etc/ssl/cert.pem.
      const place = await namespace(`rm -f /etc/os-release; echo ID=alpine > /etc/os-release
rm -rf /etc/ssl/certs /etc/ca-certificates/update.d/* /usr/local/share/ca-certificates/* /usr/share/ca-certificates/*
mkdir -p /etc/ssl/certs /usr/share/ca-certificates/mozilla
cp ${packaged.pem} /usr/share/ca-certificates/mozilla/packaged.crt; echo mozilla/packaged.crt > /etc/ca-certificates.conf
printf '#!/bin/sh\\nexec openssl rehash /etc/ssl/certs\\n' > /etc/ca-certificates/update.d/certhash; chmod 755 /etc/ca-certificates/update.d/certhash
ln -sf certs/ca-certificates.crt /etc/ssl/cert.pem
install -m 755 ${program} /usr/sbin/update-ca-certificates
${hasTrust ? javaHook : ''}
update-ca-certificates`)
      try {
        const accepts = async (port: number, ...where: readonly string[]): Promise<boolean> =>
          (await place.run('openssl', 's_client', '-connect', `127.0.0.1:${port}`, '-verify_return_error', '-brief', ...where))
            .code === 0
        const both = async (port: number): Promise<readonly boolean[]> => [
          await accepts(port, '-no-CApath', '-CAfile', '/etc/ssl/cert.pem'),
          await accepts(port, '-no-CAfile', '-CApath', '/etc/ssl/certs'),
        ]
        const paths = ['/etc/ssl', '/etc/ca-certificates.conf', '/usr/local/share/ca-certificates']
        // A key store has its time in it.
        const listing = async (): Promise<string> => (await place.listing(...paths)).replace(/^.*java\/cacerts\n/m, '')
        const before = await listing()
        expect([await both(added.port), await both(packaged.port)]).toEqual([
          [false, false],
          [true, true],
        ])
        const stores = ['/etc/ssl/cert.pem + openssl-dir:/etc/ssl/certs', ...(hasTrust ? [keystore] : [])]
        const asked = { cure: 'alpine-store', stores, add: [base64(added.root)], drop: [base64(packaged.root)] }
        const done = await place.cure({ verb: 'apply', ...asked })
        expect(done).toMatchObject({ state: 'applied' })
        expect(done.draft?.deltas.map((d) => ('store' in d ? d.store : ''))).toEqual(expect.arrayContaining(stores))
        expect([await both(added.port), await both(packaged.port)]).toEqual([
          [true, true],
          [false, false],
        ])
        expect(await place.cure({ verb: 'undo', cure: '', stores: [], add: [], drop: [] })).toMatchObject({ state: 'undone' })
        expect(await listing()).toBe(before)
      } finally {
        await place.close()
        await lab.close()
      }
    }, 90_000)
  },
)
