import type { Certificate } from '../model/certificate.ts'
import type { CertificationPath } from '../model/path.ts'
import type { ClientResult, ObservedResult, TimelineSegment, VerdictSummary } from '../model/report.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'
import type { Verdict, VerdictSegment } from '../model/verdict.ts'
import type { World } from '../graph/world.ts'
import { agreement, amongChains } from '../messages/agreement.ts'
import { render } from '../messages/render.ts'
import { says } from '../messages/says.ts'
import { type Judgement, judgementTimeline } from '../validation/judge.ts'
import type { Situation } from '../validation/proof.ts'
import { choiceWords, placeWords } from './choice-words.ts'

/** One judgement with its words and its timeline. */
export function clientResult(situation: Situation, judgement: Judgement): ClientResult {
  const { world, ask } = situation
  const { seat, chain, verdict } = judgement
  const { entry, profile } = seat
  const observed = observedResult(situation, judgement)
  return {
    client: profile.id,
    askedAs: entry.id,
    title: profile.title,
    known: profile.known,
    store: entry.store,
    why: choiceWords(entry),
    ...(entry.programs === undefined ? {} : { programs: entry.programs }),
    asked: entry.asked,
    chain: chain?.id ?? null,
    verdict: verdictSummary(world, judgement, verdict),
    timeline: judgementTimeline(world, judgement, ask).map(segment),
    ...(observed === null ? {} : { observed }),
  }
}

/** What the real client said; `null` where it was not run, or by another clock than the one that is judged for. */
function observedResult({ world, judgements }: Situation, judgement: Judgement): ObservedResult | null {
  const { observed, off = [] } = judgement.seat.entry
  const { at, clock } = world.evidence
  if (observed === undefined || at !== clock) return null
  const compared = (j: Judgement) => agreement(verdictSummary(world, j, j.verdict), observed)
  const all = judgements.filter((j) => j.seat === judgement.seat).map(compared)
  const offBy = off.filter(({ program }) => program.split(' ')[0] === observed.program).map(({ setting }) => placeWords(setting))
  return { ...observed, agreement: amongChains(compared(judgement), all), ...(offBy.length === 0 ? {} : { offBy }) }
}

function verdictSummary({ evidence }: World, { seat }: Judgement, verdict: Verdict): VerdictSummary {
  switch (verdict.kind) {
    case 'accepted':
      return { kind: 'accepted', path: pathIds(verdict.path) }
    case 'rejected': {
      const { told, trace, path } = verdict
      return {
        kind: 'rejected',
        code: told.code,
        at: told.at,
        certificate: id(told.certificate),
        ...(told.params === undefined ? {} : { params: told.params }),
        says: render(says(seat.profile.texts(), told, evidence.target), evidence.clock),
        path: pathIds(path),
        trace: trace.map(({ code, at, certificate }) => ({ code, at, certificate: id(certificate) })),
      }
    }
    default:
      return verdict
  }
}

function segment({ from, until, verdict }: VerdictSegment): TimelineSegment {
  const told = verdict.kind === 'rejected' ? verdict.told : null
  return {
    from: finite(from),
    until: finite(until),
    verdict: verdict.kind,
    code: told?.code ?? null,
    certificate: id(told?.certificate ?? null),
    path: verdict.kind === 'accepted' ? pathIds(verdict.path) : [],
  }
}

const id = (certificate: Certificate | null): Sha256 | null => certificate?.sha256 ?? null
const finite = (t: UnixSeconds): UnixSeconds | null => (Number.isFinite(t) ? t : null)

/** Target first, anchor last; a pinned target stands once. */
function pathIds({ certificates, anchor }: CertificationPath): readonly Sha256[] {
  const own = certificates.map((c) => c.sha256)
  return anchor === null || certificates.includes(anchor) ? own : [...own, anchor.sha256]
}
