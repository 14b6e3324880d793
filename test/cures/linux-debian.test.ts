import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { faults } from '../../src/lab/index.ts'
import { seconds } from '../../src/model/time.ts'
import { hasTool, tool } from '../support/tool.ts'
import { type Client, namespace, type Namespace, whyNoNamespace } from './support/linux-namespace.ts'
import { testServers, type TestServers, usualServed } from './support/servers.ts'

const bundle = '/etc/ssl/certs/ca-certificates.crt'
const stores = ['/usr/lib/ssl/cert.pem + openssl-dir:/usr/lib/ssl/certs', bundle]
const inputs = ['/etc/ssl/certs', '/etc/ca-certificates.conf', '/usr/local/share', '/usr/share/ca-certificates']
const isDebian = hasTool('update-ca-certificates', '--help') && hasTool('dpkg', '--version')
const why = isDebian ? whyNoNamespace() : 'no update-ca-certificates of Debian here'
const real: readonly Client[] = (['openssl', 'openssl-directory', 'curl', 'python', 'node', 'gnutls'] as const).filter(
  (client) => client !== 'gnutls' || hasTool('gnutls-cli', '--version'),
)
const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64')

describe.skipIf(why !== null)(
  `Debian's store, with the real update-ca-certificates${why === null ? '' : `: skipped, ${why}`}`,
  () => {
    let lab: TestServers
    let place: Namespace
    beforeAll(async () => {
      lab = await testServers(['debian'].map(usualServed))
      // The hook starts a Java for a minute: it has a test of its own.
      place = await namespace('rm -f /etc/ca-certificates/update.d/jks-keystore; update-ca-certificates --fresh >/dev/null 2>&1')
    }, 60_000)
    afterAll(async () => {
      await place.close()
      await lab.close()
    })
    const own = () => lab.at(0)
    const accepting = async (): Promise<readonly Client[]> => {
      const found: Client[] = []
      for (const client of real) if (await place.accepts(client, own().port)) found.push(client)
      return found
    }

    it('takes the root up, every real client accepts, and undoing leaves every byte as it was', async () => {
      const before = await place.listing(...inputs)
      expect(await accepting()).toEqual([])
      const done = await place.cure({ verb: 'apply', cure: 'debian-store', stores, add: [base64(own().root)], drop: [] })
      expect(done).toMatchObject({ state: 'applied' })
      expect(done.draft?.deltas.map((d) => ('store' in d ? d.store : ''))).toEqual(expect.arrayContaining([...stores, 'system']))
      expect(await accepting()).toEqual(real)
      expect(await place.listing(...inputs)).not.toBe(before)
      expect(await place.cure({ verb: 'undo', cure: '', stores: [], add: [], drop: [] })).toMatchObject({ state: 'undone' })
      expect(await accepting()).toEqual([])
      expect(await place.listing(...inputs)).toBe(before)
    }, 180_000)
  },
)

describe.skipIf(why !== null)(`Debian's store, dropping${why === null ? '' : `: skipped, ${why}`}`, () => {
  let lab: TestServers
  let place: Namespace
  const shared = '/usr/share/ca-certificates/mozilla/Lab_(old),_1.crt'
  beforeAll(async () => {
    lab = await testServers(['packaged', 'local'].map(usualServed))
    const [packaged, local] = [lab.at(0), lab.at(1)]
    place = await namespace(`rm -f /etc/ca-certificates/update.d/jks-keystore
cp ${packaged.pem} '${shared}'
echo 'mozilla/Lab_(old),_1.crt' >> /etc/ca-certificates.conf
cat ${local.pem} ${packaged.pem} > /usr/local/share/ca-certificates/two.crt
update-ca-certificates --fresh >/dev/null 2>&1`)
  }, 60_000)
  afterAll(async () => {
    await place.close()
    await lab.close()
  })

  it('keeps out what the package brings by the list, takes it out of a local file with others, and undoes both', async () => {
    const [packaged, local] = [lab.at(0), lab.at(1)]
    const before = await place.listing(...inputs)
    expect([await place.accepts('curl', packaged.port), await place.accepts('curl', local.port)]).toEqual([true, true])
    const done = await place.cure({ verb: 'apply', cure: 'debian-store', stores, add: [], drop: [base64(packaged.root)] })
    expect(done).toMatchObject({ state: 'applied' })
    expect(done.draft?.notes.join()).toMatch(/e-mail, signed code and timestamps/)
    for (const client of real) expect([client, await place.accepts(client, packaged.port)]).toEqual([client, false])
    expect(await place.accepts('curl', local.port)).toBe(true)
    expect((await place.run('grep', '-c', '^!mozilla/Lab', '/etc/ca-certificates.conf')).stdout.trim()).toBe('1')
    expect(await place.cure({ verb: 'undo', cure: '', stores: [], add: [], drop: [] })).toMatchObject({ state: 'undone' })
    expect(await place.accepts('openssl', packaged.port)).toBe(true)
    expect(await place.listing(...inputs)).toBe(before)
  }, 180_000)

  it('says what somebody has left out by hand, and does not bring it back', async () => {
    const packaged = lab.at(0)
    await place.run(
      'sh',
      '-c',
      `sed -i 's/^mozilla.Lab/!&/' /etc/ca-certificates.conf; rm /usr/local/share/ca-certificates/two.crt; update-ca-certificates --fresh`,
    )
    const { draft } = await place.cure({
      verb: 'plan',
      cure: 'debian-store',
      stores,
      add: [base64(packaged.root)],
      drop: [],
    })
    expect(draft?.steps).toEqual([])
    expect(draft?.advice[0]?.what).toMatch(/somebody has left .* out/)
  }, 60_000)
})

describe.skipIf(why !== null)(`Debian without any other root${why === null ? '' : `: skipped, ${why}`}`, () => {
  it('undo tells that the tool left the bundle as it was, until the bundle is gone', async () => {
    const lab = await testServers([usualServed('alone')])
    const { port, root } = lab.at(0)
    const place = await namespace(`rm -f /etc/ca-certificates/update.d/jks-keystore
rm -rf /usr/local/share/ca-certificates/* /etc/ssl/certs/*; echo '# none' > /etc/ca-certificates.conf
update-ca-certificates --fresh >/dev/null 2>&1`)
    const back = { verb: 'undo', cure: '', stores: [], add: [], drop: [] } as const
    try {
      const done = await place.cure({ verb: 'apply', cure: 'debian-store', stores, add: [base64(root)], drop: [] })
      expect(done).toMatchObject({ state: 'applied' })
      expect(await place.accepts('curl', port)).toBe(true)
      const { state, told } = await place.cure(back)
      expect(await place.accepts('curl', port)).toBe(true)
      expect([state, told.join()]).toEqual(['partly', expect.stringContaining(`${bundle}: its tool did not write it`)])
      expect(await place.cure(back)).toMatchObject({ state: 'partly' })
      await place.run('rm', bundle)
      expect(await place.cure(back)).toMatchObject({ state: 'undone' })
      expect(await place.accepts('curl', port)).toBe(false)
    } finally {
      await place.close()
      await lab.close()
    }
  }, 120_000)
})

const noClock = why ?? (hasTool('faketime', '--version') ? null : 'no faketime here')

describe.skipIf(noClock !== null)(`30 May 2020 on a real Debian${noClock === null ? '' : `: skipped, ${noClock}`}`, () => {
  it('the real clients reject at the second after, accept with the new root, and reject again', async () => {
    const built = faults.find(({ id }) => id === 'addtrust-2020')?.build(seconds(0))
    const [old, renewed] = built?.stores?.find(({ id }) => id === 'linux-bundle')?.anchors ?? []
    if (built === undefined || built.key === null || old === undefined || renewed === undefined)
      throw new Error('the lab’s AddTrust has another shape')
    const lab = await testServers([{ chain: built.chain, root: old, key: built.key }])
    const { port, pem } = lab.at(0)
    // faketime stops where a run with its process number left a semaphore behind.
    const place = await namespace(`mount -t tmpfs none /dev/shm; rm -f /etc/ca-certificates/update.d/jks-keystore
rm -rf /usr/local/share/ca-certificates/* /etc/ssl/certs/*
cp ${pem} /usr/share/ca-certificates/mozilla/AddTrust.crt; echo mozilla/AddTrust.crt > /etc/ca-certificates.conf
update-ca-certificates --fresh >/dev/null 2>&1`)
    try {
      let words = ''
      const at = async (time: string, ...argv: readonly string[]): Promise<boolean> => {
        const { code, stderr } = await place.run('env', 'TZ=UTC', 'faketime', '-f', `@${time}`, ...argv)
        if (code !== 0) words += `${argv[0]}: ${stderr}\n`
        return code === 0
      }
      const clients = [
        ['openssl', 's_client', '-connect', `127.0.0.1:${port}`, '-verify_return_error', '-brief'],
        ['curl', '-sS', '-m', '10', '-o', '/dev/null', `https://localhost:${port}/`],
        ['/usr/bin/python3', '-c', `import urllib.request as u; u.urlopen("https://localhost:${port}/", timeout=10)`],
      ]
      const all = async (time: string): Promise<readonly boolean[]> => {
        const said: boolean[] = []
        for (const argv of clients) said.push(await at(time, ...argv))
        return said
      }
      const [before, after] = ['2020-05-30 10:40:00', '2020-05-30 10:48:40']
      const first = await all(before)
      const saidFirst = words
      expect([first, await all(after)], saidFirst).toEqual([Array(3).fill(true), Array(3).fill(false)])
      const done = await place.cure({ verb: 'apply', cure: 'debian-store', stores, add: [base64(renewed)], drop: [base64(old)] })
      expect(done).toMatchObject({ state: 'applied' })
      expect([await all(before), await all(after)], words).toEqual([Array(3).fill(true), Array(3).fill(true)])
      expect(await place.cure({ verb: 'undo', cure: '', stores: [], add: [], drop: [] })).toMatchObject({ state: 'undone' })
      expect(await all(after)).toEqual(Array(3).fill(false))
    } finally {
      await place.close()
      await lab.close()
    }
  }, 120_000)
})

const hasJava =
  why === null && hasTool('keytool', '-help') && tool('dpkg-query', ['-W', '-f', '${Package} ', 'ca-certificates-java']) !== ''

describe.skipIf(!hasJava)(`Java's copy of Debian's store${hasJava ? '' : ': skipped, no ca-certificates-java here'}`, () => {
  it('follows when a root is added, and when that is undone', async () => {
    const lab = await testServers(['java'].map(usualServed))
    // As the tool makes it: this machine's may be behind.
    const place = await namespace(
      'update-ca-certificates --fresh >/dev/null 2>&1; dpkg-trigger --by-package=ca-certificates --no-await update-ca-certificates-java-fresh; dpkg --triggers-only ca-certificates-java >/dev/null',
    )
    try {
      const keystore = '/etc/ssl/certs/java/cacerts'
      const listed = async (): Promise<string> =>
        (await place.run('keytool', '-list', '-keystore', keystore, '-storepass', 'changeit')).stdout
      const own = lab.at(0)
      const before = await listed()
      expect(before).not.toContain('rootcause')
      const done = await place.cure({
        verb: 'apply',
        cure: 'debian-store',
        stores: [keystore],
        add: [base64(own.root)],
        drop: [],
      })
      expect(done).toMatchObject({ state: 'applied' })
      expect(await listed()).toMatch(/debian:rootcause-.*\.pem/)
      expect(await place.cure({ verb: 'undo', cure: '', stores: [], add: [], drop: [] })).toMatchObject({ state: 'undone' })
      expect(await listed()).not.toContain('rootcause')
      expect(entries(await listed())).toEqual(entries(before))
    } finally {
      await place.close()
      await lab.close()
    }
  }, 240_000)
})

/** Names alone: the tool dates every entry anew. */
const entries = (list: string): readonly string[] => (list.match(/^debian:\S+/gm) ?? []).toSorted()
