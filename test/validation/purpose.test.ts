import { describe, expect, it } from 'vitest'
import type { Certificate } from '../../src/model/certificate.ts'
import { keyUsageBit } from '../../src/model/extension.ts'
import { allowsServerAuth, allowsTlsServerKeyUsage } from '../../src/validation/checks/purpose.ts'
import { namedCertificate } from './host-name-certificate.ts'

const openssl = { anyIsEnough: false, gatedIsEnough: true, issuers: 'all' } as const
const go = { anyIsEnough: true, gatedIsEnough: false, issuers: 'all' } as const
const strict = { anyIsEnough: false, gatedIsEnough: false, issuers: 'all' } as const

const serverAuth = '1.3.6.1.5.5.7.3.1'
const clientAuth = '1.3.6.1.5.5.7.3.2'
const any = '2.5.29.37.0'
const netscapeGated = '2.16.840.1.113730.4.1'
const microsoftGated = '1.3.6.1.4.1.311.10.3.3'

const withPurposes = (...purposes: readonly string[]): Certificate => ({
  ...namedCertificate({}),
  extendedKeyUsage: { critical: false, purposes },
})
const withUsage = (bits: number): Certificate => ({ ...namedCertificate({}), keyUsage: { critical: true, bits } })

describe('extendedKeyUsage of a server', () => {
  it.each([openssl, go, strict])('is not asked for (%j)', (policy) => {
    expect(allowsServerAuth(namedCertificate({}), policy)).toBe(true)
  })

  // OpenSSL: v3_purp.c check_purpose_ssl_server; Go: verify.go checkChainForKeyUsage.
  it.each([
    [[serverAuth], true, true, true],
    [[clientAuth, serverAuth], true, true, true],
    [[clientAuth], false, false, false],
    [[any], false, true, false],
    [[clientAuth, any], false, true, false],
    [[netscapeGated], true, false, false],
    [[microsoftGated], true, false, false],
    [[], false, false, false],
  ])('%j', (purposes, byOpenSsl, byGo, byStrict) => {
    const certificate = withPurposes(...purposes)
    expect([openssl, go, strict].map((policy) => allowsServerAuth(certificate, policy))).toEqual([byOpenSsl, byGo, byStrict])
  })
})

describe('keyUsage of a server', () => {
  it('is not asked for', () => {
    expect(allowsTlsServerKeyUsage(namedCertificate({}))).toBe(true)
  })
  // OpenSSL: v3_purp.c, KU_TLS.
  it.each([
    ['digitalSignature', true],
    ['keyEncipherment', true],
    ['keyAgreement', true],
    ['nonRepudiation', false],
    ['dataEncipherment', false],
    ['keyCertSign', false],
    ['cRLSign', false],
  ] as const)('%s alone: %s', (usage, allowed) => {
    expect(allowsTlsServerKeyUsage(withUsage(keyUsageBit[usage]))).toBe(allowed)
  })
  it('allows by one bit of several, and not by none', () => {
    expect(allowsTlsServerKeyUsage(withUsage(keyUsageBit.keyCertSign | keyUsageBit.keyEncipherment))).toBe(true)
    expect(allowsTlsServerKeyUsage(withUsage(0))).toBe(false)
  })
})
