import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { messageTables } from '../../src/messages/index.ts'
import { nodeTexts } from '../../src/messages/node.ts'
import { opensslClientTexts, opensslVerifyTexts } from '../../src/messages/openssl.ts'
import { recognise } from '../../src/messages/recognise.ts'
import { render } from '../../src/messages/render.ts'
import { says } from '../../src/messages/says.ts'
import type { Failure } from '../../src/model/failure.ts'
import type { MessageTable } from '../../src/model/message.ts'
import { seconds } from '../../src/model/time.ts'
import { cn, dns, email, type NamedSpec, OpenSsl, other, subtree } from '../validation/host-name-certificate.ts'

const told = (table: MessageTable, reason: string): string => {
  const failure: Failure = { code: 'name-constraint-unsupported', at: 0, certificate: null, params: { reason } }
  return render(says(table, failure, { host: '' }), seconds(0))
}

/** include/openssl/x509_vfy.h: 49 SUBTREE_MINMAX, 51 UNSUPPORTED_CONSTRAINT_TYPE, 53 UNSUPPORTED_NAME_SYNTAX. */
const cases: readonly (readonly [string, number, NamedSpec, NonNullable<NamedSpec['constraints']>])[] = [
  ['min-max', 49, { names: [dns('example.com')] }, { permitted: [subtree(dns('example.com'), 1)] }],
  ['type', 51, { names: [other('1.2.3.4')] }, { permitted: [subtree(other('1.2.3.4'))] }],
  ['name-syntax', 53, { subject: [cn('a')], names: [email('nobody')] }, { permitted: [subtree(email('example.com'))] }],
]

describe.skipIf(OpenSsl.version() === null)('a name constraint that openssl cannot check (skipped without openssl)', () => {
  let real: OpenSsl
  beforeAll(() => {
    real = new OpenSsl()
  })
  afterAll(() => real.remove())

  it.each(cases)('%s is told as the real one tells it, %i', (reason, number, spec, constraints) => {
    const issuer = real.mint({ constraints })
    const target = real.mint(spec, issuer)
    const { stderr } = spawnSync('openssl', ['verify', '-no_check_time', '-CAfile', issuer, target], {
      encoding: 'utf8',
      timeout: 10_000,
      env: { PATH: process.env['PATH'] },
    })
    const line = stderr.split('\n').find((l) => l.startsWith('error ') && l.includes('depth lookup'))
    expect(line).toBe(told(opensslVerifyTexts('3'), reason))
    expect(line).toContain(`error ${number} at`)
  })
})

describe('the reasons of OpenSSL', () => {
  it('stand in every program over it, with number and text alike', () => {
    expect(told(opensslClientTexts('3'), 'min-max')).toBe(
      'verify error:num=49:name constraints minimum and maximum not supported\nVerify return code: 49 (name constraints minimum and maximum not supported)',
    )
    expect(told(nodeTexts(24), 'name-syntax')).toBe('Error: unsupported or invalid name syntax (UNSPECIFIED)')
    expect(told(opensslVerifyTexts('3'), '')).toBe('error 51 at 0 depth lookup: unsupported name constraint type')
    expect(told(messageTables()['openssl-3'] ?? {}, 'type')).toBe('unsupported name constraint type')
  })

  it.each(['min-max', 'type', 'name-syntax', 'constraint-syntax'])('%s is recognised', (reason) => {
    for (const table of [opensslVerifyTexts('3'), opensslClientTexts('3'), nodeTexts(24)])
      expect(recognise(told(table, reason)).map((r) => r.code)).toContain('name-constraint-unsupported')
  })
})
