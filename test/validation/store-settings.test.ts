import { describe, expect, test } from 'vitest'
import type { Evidence, TrustSettings } from '../../src/model/evidence.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { evidenceOf, situationOf } from '../support/evidence.ts'
import { labFault } from '../support/lab-fault.ts'

const serverAuth = '1.3.6.1.5.5.7.3.1'
const emailProtection = '1.3.6.1.5.5.7.3.4'
const anyPurpose = '2.5.29.37.0'

const clients = ['openssl-s_client-3.5', 'go-1.24', 'java-17', 'gnutls-cli-3.8', 'rustls-0.23', 'schannel', 'sectrust', 'firefox']

/** The verdict of each client on a good chain whose anchors the store holds with these settings. */
function verdicts(settings: TrustSettings): readonly string[] {
  const plain = evidenceOf(
    labFault('good'),
    clients.map((id) => ({ id })),
  )
  const evidence: Evidence = {
    ...plain,
    stores: plain.stores.map((store) =>
      'unreadable' in store
        ? store
        : {
            ...store,
            settings: Object.fromEntries(store.anchors.map((id) => [id, settings])) as Readonly<Record<Sha256, TrustSettings>>,
          },
    ),
  }
  return situationOf(evidence).judgements.map(({ verdict }) => verdict.kind)
}

const all = (kind: string): readonly string[] => clients.map(() => kind)

describe('what a store says beside an anchor', () => {
  test('binds whoever asks it, where it is the store’s own', () => {
    const own = { binds: 'everyone' } as const
    expect(verdicts({ trusts: [], rejects: [], ...own })).toEqual(all('accepted'))
    expect(verdicts({ trusts: [serverAuth], rejects: [], ...own })).toEqual(all('accepted'))
    for (const settings of [
      { trusts: [], rejects: [serverAuth] },
      { trusts: [], rejects: [anyPurpose] },
      { trusts: [emailProtection], rejects: [] },
    ]) {
      expect(verdicts({ ...settings, ...own })).not.toContain('accepted')
    }
  })

  test('is read by OpenSSL alone, where it is OpenSSL’s form of a file', () => {
    const [openssl, ...others] = verdicts({ trusts: [], rejects: [serverAuth] })
    expect(openssl).toBe('rejected')
    expect(others).toEqual(all('accepted').slice(1))
  })
})
