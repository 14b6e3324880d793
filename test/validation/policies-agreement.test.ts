import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { java } from '../../src/clients/java.ts'
import { caCertificate, type LabEntity, leafCertificate, rootCertificate } from '../../src/lab/authority.ts'
import { integer, oid, sequence, tlv } from '../../src/lab/der-writer.ts'
import type { ExtensionSpec } from '../../src/lab/extensions.ts'
import { authority, loopbackNames, server, usualValidity } from '../../src/lab/shapes.ts'
import {
  anyPolicy,
  concernsPolicies,
  noPolicyAsked,
  type PolicyFault,
  processPolicies,
} from '../../src/validation/checks/policies.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { fixedNow } from '../support/evidence.ts'
import { type Random, random } from './agreement/random.ts'
import { cleanEnvironment, versionOf } from './agreement/real-clients.ts'
import { profile } from './judge.ts'

const named = [1, 2, 3].map((n) => `1.3.6.1.4.1.55555.2.${n}`)
const some = ({ below }: Random, most: number): readonly number[] => Array.from({ length: 1 + below(most) }, (_, i) => i)

/** RFC 5280 §4.2.1.4, §4.2.1.5, §4.2.1.11 and §4.2.1.14, each there or not, critical or not. */
function policyExtensions(dice: Random, isTarget: boolean): readonly ExtensionSpec[] {
  const { below, once, pick } = dice
  const policy = (): string => (once(12) ? anyPolicy : pick(named))
  const made: ExtensionSpec[] = []
  if (!once(10)) {
    const policies = new Set(some(dice, 3).map(() => pick([anyPolicy, ...named])))
    made.push({ oid: '2.5.29.32', critical: once(2), value: sequence(...[...policies].map((p) => sequence(oid(p)))) })
  }
  if (!isTarget && once(2)) {
    const pairs = some(dice, 3).map(() => sequence(oid(policy()), oid(policy())))
    made.push({ oid: '2.5.29.33', critical: once(2), value: sequence(...pairs) })
  }
  if (once(3)) {
    const skip = (tag: number) => tlv(tag, Uint8Array.of(below(3)))
    made.push({ oid: '2.5.29.36', critical: once(2), value: sequence(skip(0x80), ...(once(2) ? [skip(0x81)] : [])) })
  }
  if (!isTarget && once(4)) made.push({ oid: '2.5.29.54', critical: once(2), value: integer(below(3)) })
  return made
}

/** A path of two to five certificates, target first, some self-issued, with its anchor last. */
function randomPath(dice: Random): readonly Uint8Array[] {
  const root = authority('policies', 'Root CA')
  const extended = (isTarget: boolean) => {
    const own = policyExtensions(dice, isTarget)
    return { extensions: (usual: readonly ExtensionSpec[]) => [...usual, ...own] }
  }
  let issuer: LabEntity = root
  const path: Uint8Array[] = []
  for (const i of some(dice, 4)) {
    const next = authority('policies', `Tier ${i} CA`)
    const subject: LabEntity = dice.once(4) ? { ...next, subject: issuer.subject } : next
    path.unshift(caCertificate(issuer, subject, usualValidity(fixedNow, 'intermediate'), extended(false)))
    issuer = subject
  }
  const leaf: LabEntity = dice.once(5) ? { ...server(), subject: issuer.subject } : server()
  path.unshift(leafCertificate(issuer, leaf, usualValidity(fixedNow, 'leaf'), loopbackNames, extended(true)))
  return [...path, rootCertificate(root, usualValidity(fixedNow, 'root'))]
}

/** sun.security.provider.certpath.PolicyChecker of JDK 17. */
const words: Readonly<Record<PolicyFault, string>> = {
  'none-valid': 'non-null policy tree required and policy tree is null',
  'any-policy-mapped': 'encountered an issuerDomainPolicy of ANY_POLICY',
  'mapped-to-any-policy': 'encountered a subjectDomainPolicy of ANY_POLICY',
}

const hasCompiler = versionOf('java', '--list-modules')?.includes('jdk.compiler') === true

describe.skipIf(!hasCompiler)('policies as a real CertPathValidator has them (skipped where no JDK is installed)', () => {
  test('400 random paths: the verdict, the certificate and the reason', () => {
    const dice = random(5280)
    const paths = Array.from({ length: 400 }, () => randomPath(dice))
    const { verifier } = profile(java(), 'java-17')
    if (verifier.strategy !== 'sent-then-build') throw new Error('Java has another strategy now')
    const ours = paths.map((path) => {
      const certificates = path.slice(0, -1).map((der) => readCertificate(der))
      const outcome = processPolicies(certificates, noPolicyAsked, verifier.policies)
      if (!concernsPolicies(certificates)) expect(outcome.kind).toBe('valid')
      return outcome.kind === 'valid' ? 'valid' : `${outcome.at} ${words[outcome.reason]}`
    })
    const source = fileURLToPath(new URL('agreement/PolicyPaths.java', import.meta.url))
    const said = execFileSync('java', [source, String(fixedNow)], {
      input: paths.map((path) => `${path.map((der) => Buffer.from(der).toString('base64')).join(' ')}\n`).join(''),
      env: cleanEnvironment,
      encoding: 'utf8',
      timeout: 60_000,
      maxBuffer: 2 ** 26,
    })
    expect(ours).toEqual(said.trimEnd().split('\n'))
    const kinds = new Set(ours.map((one) => one.replace(/^\d /, '')))
    expect(kinds).toEqual(new Set(['valid', ...Object.values(words)]))
  }, 90_000)
})
