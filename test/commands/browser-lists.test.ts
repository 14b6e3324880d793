import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { onListsAlone } from '../../src/commands/browser-lists.ts'
import { observeTarget } from '../../src/commands/target-evidence.ts'
import type { TargetFlags } from '../../src/commands/target-flags.ts'
import { diagnose } from '../../src/diagnose.ts'
import { workshop } from '../../src/graph/world.ts'
import { nodeSignatureVerifier } from '../../src/host/node-signature-verifier.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { unrelatedRoot } from '../../src/lab/shapes.ts'
import { seconds, type UnixSeconds } from '../../src/model/time.ts'
import { contextOn } from '../support/context.ts'
import { fixedNow } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'
import { type Machine, machine } from '../support/machine.ts'
import { sharedPath } from '../support/shared.ts'

/**
 * Which browsers are asked, and on what. Chromium's docs/linux/cert_management.md and docs/security/faq.md: Chrome asks the Chrome Root Store
 * and the NSS database of the user, and not the system's store of a Linux; Firefox its own list and the database of its profile.
 */
const verify = nodeSignatureVerifier()
const bundle = '/etc/ssl/certs/ca-certificates.crt'
const publicChain = sharedPath('corpora/chains/extra/sectigo-ecc-2024-dadrian.io')
const inTime = seconds(Date.parse('2024-09-01T00:00:00Z') / 1000)

const program = (path: string, version: string) => ({
  files: { [path]: 'ELF' },
  runs: { [`${path} --version`]: `${version}\n` },
})
const chromium = program('/usr/bin/chromium', 'Chromium 150.0.7258.5 built on Debian')
const edge = program('/usr/bin/microsoft-edge', 'Microsoft Edge 150.0.1.2')

/** Who says what of a chain; `files`: what the machine has beside the chain and a system store that holds `root`. */
async function verdicts(
  chain: Uint8Array | string,
  host: string,
  flags: TargetFlags,
  { now = fixedNow, root = unrelatedRoot('one', fixedNow), ...rest }: Machine & { now?: UnixSeconds; root?: Uint8Array } = {},
) {
  const here = machine({
    ...rest,
    env: { PATH: '/usr/bin' },
    files: { '/etc/debian_version': '12.1', [bundle]: certificatesPem([root]), '/tmp/chain.pem': chain, ...rest.files },
  })
  const { context } = contextOn(here, now)
  const shop = workshop(verify)
  const evidence = await observeTarget('/tmp/chain.pem', { host, ...flags }, context)
  const report = diagnose(evidence, { verify, shop })
  return report.results.map(({ client, store, verdict, asked }) => ({ client, store, says: verdict.kind, asked }))
}

const lab = labFault('good')
const labChain = certificatesPem(lab.chain)
const [labRoot] = lab.anchors
if (labRoot === undefined) throw new Error('the lab has no root')
const onLab = (flags: TargetFlags, here: Machine = {}) => verdicts(labChain, lab.host, flags, { root: labRoot, ...here })

describe('a browser that is named', () => {
  it('and is not here is asked on its own list, whatever the system holds', async () => {
    expect(await onLab({ client: ['chrome', 'firefox', 'curl'] })).toEqual([
      expect.objectContaining({ client: expect.stringMatching(/^curl-/), says: 'accepted' }),
      { client: 'chrome-156', store: 'chrome', says: 'rejected', asked: true },
      { client: 'firefox-153', store: 'mozilla', says: 'rejected', asked: true },
    ])
  })

  it.each([
    ['chromium', 'chrome'],
    ['google-chrome', 'chrome'],
    ['firefox-esr', 'mozilla'],
  ])('%s is a name of one', async (word, store) => {
    expect(await onLab({ client: [word] })).toMatchObject([{ store, says: 'rejected' }])
  })

  it('with a store is asked on that one', async () => {
    expect(await onLab({ client: ['firefox'], store: [bundle] })).toMatchObject([{ store: bundle, says: 'accepted' }])
  })

  it('and is here, without a database, is asked on its list by its release', async () => {
    expect(await onLab({ client: ['chromium'] }, chromium)).toMatchObject([{ client: 'chrome-156', says: 'rejected' }])
  })

  it.each(['darwin', 'win32'] as const)('on %s asks the store of the system, from which it takes what was added', (platform) => {
    expect(onListsAlone(['chrome', 'firefox'], { clients: [] }, { platform })).toEqual([])
    expect(onListsAlone(['chrome'], { clients: [] }, { platform: 'linux' })).toEqual(['chrome-156@chrome'])
  })

  it.skipIf(publicChain === null)('Firefox may know the intermediate of what a log saw', async () => {
    const leaf = readFileSync(join(publicChain ?? '', 'leaf.pem'), 'utf8')
    expect(await verdicts(leaf, 'dadrian.io', { client: ['firefox'] }, { now: inTime })).toMatchObject([{ says: 'undetermined' }])
  })
})

describe('where nobody is named', () => {
  it('the browsers of the machine are asked beside its other programs', async () => {
    expect(await onLab({}, chromium)).toContainEqual(
      expect.objectContaining({ client: 'chrome-156', says: 'rejected', asked: true }),
    )
    expect((await onLab({})).filter(({ client }) => /chrome|firefox/.test(client))).toEqual([])
  })

  it("Edge is not: nobody knows Microsoft's list for it", async () => {
    expect((await onLab({}, edge)).filter(({ client }) => client.startsWith('chrome'))).toEqual([])
  })
})
