import type { Certificate } from '../../model/certificate.ts'
import type { Failure } from '../../model/failure.ts'
import type { CertificationPath } from '../../model/path.ts'
import type { SentThenBuildVerifier } from '../../model/verifier.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { Search } from './search.ts'
import { javaLoaded, javaUndecoded } from '../checks/java-decoder.ts'
import { anchorFailure, endEntityFailure } from '../checks/java-ends.ts'
import { buildForward } from './sent-then-build-forward.ts'
import { type JavaSetting, validateAsSent } from './sent-then-build-validate.ts'

/**
 * Java's PKIXValidator (sun.security.validator, JDK 8 to 25): a target that is itself trusted is accepted at once,
 * without a look at its time. A chain in order is validated as it was sent, and a failure of that is final; only where
 * the order is broken, or nobody trusted issued the top, a path is built, and whatever goes wrong then is
 * `path-not-found`, but for an exception that the builder does not expect: the trace keeps what it hides. The tests of the end
 * entity come last, and for paths of an anchor and at least one certificate. The anchor's own time, purposes and name
 * constraints are not looked at.
 */
export const sentThenBuild: Search<SentThenBuildVerifier> = (given, verifier, _identity) => {
  const undecoded = javaUndecoded(given)
  if (undecoded !== null) return () => rejected(undecoded, [], { certificates: given.sent.slice(0, 1), anchor: null })
  const scenario = javaLoaded(given)
  return (at) => decide({ scenario, verifier, at })
}

function decide(setting: JavaSetting): Verdict {
  const { sent, store } = setting.scenario
  const target = sent[0]
  if (target === undefined) return rejected(failure('chain-empty', null, null), [], { certificates: [], anchor: null })
  // PKIXValidator's constructor: parameters without an anchor are none.
  if (store.anchors.length + (store.unheld ?? 0) === 0)
    return rejected(failure('no-anchors', null, null), [], { certificates: [], anchor: null })
  if (store.bySha256.has(target.sha256)) return { kind: 'accepted', path: { certificates: [target], anchor: target } }
  const chain = chainInOrder(setting)
  return chain === null ? build(setting, target) : finish(validateAsSent(chain, setting), setting, {})
}

/** What the validator is given: the chain below the first trusted certificate, or all of it; `null`: the builder's turn. */
function chainInOrder({ scenario: { sent, store } }: JavaSetting): readonly Certificate[] | null {
  for (const [i, certificate] of sent.entries()) {
    if (i === 0) continue
    if (certificate.subject.canonical !== sent[i - 1]?.issuer.canonical) return null
    const namesakes = store.bySubject.get(certificate.subject.canonical) ?? []
    const { raw } = certificate.subjectPublicKeyInfo
    if (namesakes.some((a) => a.certificate.subjectPublicKeyInfo.raw === raw)) return sent.slice(0, i)
  }
  const top = sent.at(-1)
  return top !== undefined && store.bySubject.has(top.issuer.canonical) ? sent : null
}

/** PKIXValidator.toArray and EndEntityChecker, for a path that passed. `params`: what the sentence of an anchor that is refused needs to know. */
function finish(found: Verdict, setting: JavaSetting, params: Readonly<Record<string, string>>): Verdict {
  if (found.kind !== 'accepted') return found
  const anchor = anchorFailure(found.path)
  const ended =
    anchor === null
      ? endEntityFailure(found.path, setting.verifier.purpose)
      : { ...anchor, params: { ...anchor.params, ...params } }
  return ended === null ? found : rejected(ended, [ended], found.path)
}

function build(setting: JavaSetting, target: Certificate): Verdict {
  const found = buildForward(setting, target)
  switch (found.kind) {
    case 'path':
      return finish({ kind: 'accepted', path: found.path }, setting, { building: 'yes' })
    case 'broken':
      return rejected(found.failure, [found.failure], found.path)
    case 'budget':
      return {
        kind: 'undetermined',
        missing: [
          `what a search of more than ${setting.verifier.steps} candidates comes to: the sent chain and the store branch too often`,
        ],
      }
    case 'none': {
      const told = failure('path-not-found', 0, target)
      return rejected(told, [...found.trace, told], { certificates: [target], anchor: null })
    }
  }
}

const failure = (code: Failure['code'], at: number | null, certificate: Certificate | null): Failure => ({
  code,
  at,
  certificate,
})

const rejected = (told: Failure, trace: readonly Failure[], path: CertificationPath): Verdict => ({
  kind: 'rejected',
  told,
  trace: trace.length === 0 ? [told] : trace,
  path,
})
