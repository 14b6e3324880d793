import { expect, it } from 'vitest'
import { certificateReader, machineSources } from '../../src/commands/candidate-sources.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { machine } from '../support/machine.ts'
import { rootOf } from '../programmes/support/published.ts'

/** What the administrator trusts may be followed by other runtimes (DESIGN §7, propagation): only what he alone writes is his word. */
const bundle = '/etc/ssl/certs/ca-certificates.crt'
const root = rootOf('of the bundle')
const own = machine({ files: { [bundle]: certificatesPem([root]) } })
const systemOf = async (host: typeof own): Promise<boolean | undefined> =>
  (await machineSources(host, certificateReader())).find(({ name }) => name === 'system')?.isAdministrators

it('the bundle of the distribution is; one that a lesser user may write is not', async () => {
  expect(await systemOf(own)).toBe(true)
  expect(await systemOf({ ...own, isOthers: () => false })).toBe(true)
  expect(await systemOf({ ...own, isOthers: (path) => path === bundle })).toBe(false)
})

it('what variables lead to is not', async () => {
  const evil = '/home/u/evil.pem'
  const files = { [evil]: certificatesPem([root]) }
  const env = { SSL_CERT_FILE: evil, NODE_EXTRA_CA_CERTS: evil, SSL_CERT_DIR: '/home/u' }
  expect(await systemOf(machine({ files, env, roots: { system: [root] } }))).toBe(false)
  const both = await machineSources(
    machine({ files: { ...files, [bundle]: certificatesPem([rootOf('another')]) }, env }),
    certificateReader(),
  )
  const trusted = both
    .filter((s) => s.isAdministrators)
    .flatMap((s) => s.certificates.map((c) => Buffer.from(c.der).toString('hex')))
  expect(trusted).not.toContain(Buffer.from(root).toString('hex'))
  expect(trusted).toHaveLength(1)
})
