import type { Certificate } from '../../model/certificate.ts'
import type { Failure, FailureCode } from '../../model/failure.ts'
import type { Scenario } from '../../model/path.ts'
import type { WorstOfPathVerifier } from '../../model/verifier.ts'
import type { Verdict } from '../../model/verdict.ts'
import { sameBytes } from '../../graph/issuers.ts'
import { botanIsSelfSigned, botanPathFailures } from '../checks/botan-path.ts'
import { validity } from '../checks/validity.ts'
import type { Search } from './search.ts'

/**
 * Botan (x509_path_validate, src/lib/x509/x509path.cpp): every path from the target to a self-signed certificate of the store, found
 * depth first without a look at signatures; the first in which nothing is wrong is taken. Else the first path is told, by the
 * weightiest of its failures; and where there is no path, the first dead end that was met.
 */
export const worstOfPath: Search<WorstOfPathVerifier> = (scenario, verifier, identity) => {
  const [target] = scenario.sent
  if (target === undefined) return () => ({ kind: 'undetermined', missing: ['a certificate'] })
  const found = paths(target, scenario, verifier)
  if (found === null) {
    const missing = [`what a search of more than ${verifier.steps} steps comes to: the chain and the store branch too often`]
    return () => ({ kind: 'undetermined', missing })
  }
  if (found.paths.length === 0) return () => rejected(found.deadEnds, [target], verifier)
  const judged = found.paths.map((path) => {
    const mismatch = identity()
    return { path, failures: [...botanPathFailures(path, scenario, verifier), ...(mismatch === null ? [] : [mismatch])] }
  })
  return (at) => {
    let first: Verdict | null = null
    for (const { path, failures } of judged) {
      const all = [...failures]
      for (let i = 0, certificate = path[0]; certificate !== undefined; certificate = path[++i]) {
        const code = validity(certificate, at, verifier.notAfter)
        if (code !== null) all.push({ code, at: i, certificate })
      }
      if (all.length === 0) return { kind: 'accepted', path: { certificates: path.slice(0, -1), anchor: path.at(-1) ?? null } }
      first ??= rejected(all, path, verifier)
    }
    return first ?? rejected(found.deadEnds, [target], verifier)
  }
}

interface Found {
  readonly paths: readonly (readonly Certificate[])[]
  readonly deadEnds: readonly Failure[]
}

/** build_all_certificate_paths: a stack, so that of several issuers the last that was sent comes first, and the store's last. `null`: too many steps. */
function paths(target: Certificate, scenario: Scenario, verifier: WorstOfPathVerifier): Found | null {
  const isSelfSigned = (c: Certificate): boolean => botanIsSelfSigned(c, scenario)
  const dead = (code: FailureCode, certificate: Certificate, at: number): Failure => ({ code, at, certificate })
  if (isSelfSigned(target)) return { paths: [], deadEnds: [dead('self-signed-target', target, 0)] }
  const done: (readonly Certificate[])[] = []
  const deadEnds: Failure[] = []
  const extras = [...new Set(scenario.sent.slice(1))]
  const stored = scenario.store.anchors.map((a) => a.certificate)
  const stack: { readonly certificate: Certificate; readonly isTrusted: boolean; readonly below: readonly Certificate[] }[] = [
    { certificate: target, isTrusted: false, below: [] },
  ]
  for (let steps = 0, next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (++steps > verifier.steps) return null
    const { certificate, isTrusted, below } = next
    if (below.includes(certificate)) {
      deadEnds.push(dead('path-not-found', certificate, below.length))
      continue
    }
    const path = [...below, certificate]
    if (isSelfSigned(certificate)) {
      if (isTrusted) done.push(path)
      else deadEnds.push(dead('self-signed-in-chain', certificate, below.length))
      continue
    }
    const anchors = issuersIn(stored, certificate)
    const others = issuersIn(extras, certificate)
    if (anchors.length + others.length === 0) deadEnds.push(dead('issuer-not-found', certificate, below.length))
    for (const issuer of anchors) stack.push({ certificate: issuer, isTrusted: true, below: path })
    for (const issuer of others) stack.push({ certificate: issuer, isTrusted: false, below: path })
  }
  return { paths: done, deadEnds }
}

/** find_all_certs: by name, and by the key identifier where both sides have one. */
function issuersIn(pool: readonly Certificate[], child: Certificate): readonly Certificate[] {
  const identifier = child.authorityKeyIdentifier?.keyIdentifier ?? none
  return pool.filter((c) => {
    if (c.subject.canonical !== child.issuer.canonical) return false
    const own = c.subjectKeyIdentifier?.keyIdentifier ?? none
    return identifier.length === 0 || own.length === 0 || sameBytes(own, identifier)
  })
}

const none = new Uint8Array()

function rejected(trace: readonly Failure[], path: readonly Certificate[], { rank }: WorstOfPathVerifier): Verdict {
  const weight = ({ code }: Failure): number => (rank.includes(code) ? rank.indexOf(code) : rank.length)
  const [first] = trace
  if (first === undefined) throw new RangeError('a rejection has a failure')
  const isPath = path.length > 1
  const told = isPath ? trace.reduce((worst, failure) => (weight(failure) < weight(worst) ? failure : worst), first) : first
  const anchor = isPath ? (path.at(-1) ?? null) : null
  return { kind: 'rejected', told, trace, path: { certificates: isPath ? path.slice(0, -1) : path, anchor } }
}
