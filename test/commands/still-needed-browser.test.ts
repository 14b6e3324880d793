import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { stillNeeded } from '../../src/commands/still-needed.ts'
import { workshop } from '../../src/graph/world.ts'
import type { Host } from '../../src/host/host.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import type { Plan } from '../../src/model/plan.ts'
import { type UnixSeconds, seconds } from '../../src/model/time.ts'
import { readCertificateFile } from '../../src/x509/certificate-file.ts'
import { planOf, toolOf } from '../apply/support/plan-of.ts'
import { ran, type Walk, walkIn } from '../cures/support/cure-walk.ts'
import { CertificateNotes, chainSend, fixedNow } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'
import { sharedPath } from '../support/shared.ts'

/** A root that `fix` put into the database of a Firefox profile: without it, what does Firefox say, with the list that is built into it? */
const publicChain = sharedPath('corpora/chains/extra/sectigo-ecc-2024-dadrian.io')
const certutil = '/usr/bin/certutil'

describe.skipIf(!existsSync(certutil))("a root in a browser's database (skipped without NSS' certutil)", () => {
  let walk: Walk
  let database = ''
  beforeAll(async () => {
    walk = walkIn()
    const firefox = join(walk.home, '.mozilla', 'firefox')
    database = join(firefox, 'a.default')
    mkdirSync(database, { recursive: true })
    writeFileSync(join(firefox, 'profiles.ini'), '[Profile0]\nName=default\nIsRelative=1\nPath=a.default\nDefault=1\n')
    writeFileSync(join(database, 'compatibility.ini'), '[Compatibility]\nLastVersion=128.5.0_20241121/20241121\n')
    await ran([certutil, '-N', '--empty-password', '-d', `sql:${database}`], walk.env)
  }, 60_000)
  afterAll(() => walk.remove())

  /** What is told of the root of a chain, which this machine's Firefox was given for it. */
  async function judged(chain: readonly Uint8Array[], root: Uint8Array, host: string, now: UnixSeconds) {
    const notes = new CertificateNotes()
    const file = join(walk.folder, `${host}.der`)
    writeFileSync(file, root)
    await ran([certutil, '-A', '-d', `sql:${database}`, '-n', host, '-t', 'C,,', '-i', file], walk.env)
    const sha256 = notes.note(root)
    const evidence: Evidence = {
      schema: 1,
      at: now,
      clock: now,
      target: { host, port: 443 },
      sends: [chainSend(chain.map((der) => notes.note(der)))],
      certs: notes.certs,
      stores: [],
      clients: [],
      options: { offline: true },
      signatures: [],
      contacted: [],
    }
    const entry = planOf([
      {
        kind: 'entry',
        store: `nss:${database}`,
        certificate: sha256,
        present: true,
        tool: toolOf([certutil]),
        undo: toolOf([certutil]),
        prompt: '',
      },
    ])
    const plan: Plan = {
      ...entry,
      // A release before the first that is known goes as that one.
      clients: ['firefox-153'],
      deltas: [{ kind: 'add-anchor', store: `nss:${database}`, cert: sha256 }],
    }
    const shop = workshop(nodeSignatureVerifier())
    // A system that does not tell its own roots from those put in by hand: the browser's list alone has the public one.
    const own = walk.host()
    const system: Host = { ...own, readFile: (path) => (path === '/etc/ca-certificates.conf' ? null : own.readFile(path)) }
    return stillNeeded({ plans: [plan], evidence, before: () => undefined }, system, { now, shop })
  }

  it('a private one is needed as long as it is there', async () => {
    const built = labFault('good')
    const [root] = built.anchors
    if (root === undefined) throw new Error('the lab has no root')
    expect(await judged(built.chain, root, built.host, fixedNow)).toMatchObject({ needed: 'yes' })
  }, 60_000)

  it.skipIf(publicChain === null)(
    'one that the list holds by now is not',
    async () => {
      const read = (name: string): readonly Uint8Array[] =>
        readCertificateFile(new Uint8Array(readFileSync(join(publicChain ?? '', name)))).certificates.map(({ der }) => der)
      const [root] = read('roots.pem')
      if (root === undefined) throw new Error('the corpus has another shape')
      const now = seconds(Date.parse('2024-09-01T00:00:00Z') / 1000)
      expect(await judged([...read('leaf.pem'), ...read('intermediates.pem')], root, 'dadrian.io', now)).toMatchObject({
        needed: 'no',
      })
    },
    60_000,
  )
})
