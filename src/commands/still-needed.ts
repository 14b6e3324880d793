import { hash } from 'node:crypto'
import { situationOf } from '../diagnose.ts'
import type { Workshop } from '../graph/world.ts'
import type { Host } from '../host/host.ts'
import { changedHost } from '../cures/shared/changed-host.ts'
import type { Evidence, StoreEvidence } from '../model/evidence.ts'
import type { Plan, Step } from '../model/plan.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { UnixSeconds } from '../model/time.ts'
import { readStore } from '../stores/index.ts'
import { shipped } from '../stores/shipped.ts'
import { encodeBase64 } from '../x509/base64.ts'
import { besideBrowserLists } from './browser-lists.ts'
import { machineClients } from './machine-clients.ts'
import { type Certificates, evidenceOf } from './store-evidence.ts'

/** Whether what was done is still needed, and why that is known. */
export interface StillNeeded {
  readonly needed: 'yes' | 'no' | 'unknown'
  /** One sentence. */
  readonly why: string
}

/** What was done, with the evidence of then, and the contents that files had before it. */
export interface Done {
  readonly plans: readonly Plan[]
  readonly evidence: Evidence
  /** `undefined`: it is not kept. */
  readonly before: (sha256: Sha256) => Uint8Array | undefined
}

/**
 * The engine without it: the machine as it would be now had nothing been done, and what its clients would say today. The chain is that of
 * the evidence: of then, or observed anew.
 */
export async function stillNeeded(
  { plans, evidence, before }: Done,
  host: Host,
  { now, shop }: { readonly now: UnixSeconds; readonly shop: Workshop },
): Promise<StillNeeded> {
  const wanted = new Set(plans.flatMap((p) => p.clients))
  const without = changedHost(withoutVariables(host, plans), earlier(plans, before), {})
  const added = new Set(plans.flatMap((p) => p.deltas.flatMap((d) => (d.kind === 'add-anchor' ? [d.cert] : []))))
  const packaged = new Set(((await shipped(without, readStore)) ?? []).map(idOf))
  const certs: Certificates = new Map()
  const { clients, stores } = await machineClients(without, (id, content) => evidenceOf(id, content, certs), evidence.target)
  const asBefore = (store: StoreEvidence): StoreEvidence => withoutOurs(store, plans, (id) => added.has(id) && !packaged.has(id))
  const programs: Evidence = {
    ...evidence,
    clock: now,
    certs: { ...evidence.certs, ...Object.fromEntries([...certs].map(([id, der]) => [id, encodeBase64(der)])) },
    clients: clients.filter((c) => wanted.has(c.id)),
    stores: stores.map(asBefore),
  }
  const all = await besideBrowserLists(programs)
  if (all.clients.length === 0)
    return { needed: 'unknown', why: 'the programs that it was made for are no longer on this machine' }
  const situation = situationOf(all, shop)
  const verdicts = situation.judgements.map((j) => j.verdict.kind)
  if (verdicts.every((kind) => kind === 'accepted'))
    return { needed: 'no', why: 'without it every program that it was made for accepts as well' }
  if (verdicts.includes('rejected')) return { needed: 'yes', why: 'without it a program that it was made for rejects' }
  return { needed: 'unknown', why: 'what the programs would say without it cannot be told' }
}

/** Steps that make files what they were: those that we wrote and whose earlier content is kept. */
function earlier(plans: readonly Plan[], before: Done['before']): readonly Step[] {
  const steps = plans.flatMap((p) => p.steps).toReversed()
  return steps.flatMap((step): readonly Step[] => {
    const { change } = step
    if (change.kind !== 'file' && change.kind !== 'rewrite') return []
    const content = change.before === null ? null : before(change.before)
    if (content === undefined) return []
    const text = content === null ? null : encodeBase64(content)
    return [{ ...step, change: { kind: 'file', path: change.path, before: null, content: text, mode: 0o644 } }]
  })
}

/** Shells that began since have the variables that we set. */
function withoutVariables(host: Host, plans: readonly Plan[]): Host {
  const ours = plans.flatMap((p) => Object.entries(p.sets ?? {}))
  return {
    ...host,
    env: Object.fromEntries(
      Object.entries(host.env).filter(([name, value]) => !ours.some(([own, set]) => own === name && set === value)),
    ),
  }
}

/** A store that a tool made, or changed in place, without what was added to it; what else brings the same certificate is not known of it. */
function withoutOurs(store: StoreEvidence, plans: readonly Plan[], isOurs: (sha256: Sha256) => boolean): StoreEvidence {
  if ('unreadable' in store) return store
  const isMade = plans.some((p) =>
    p.steps.some(({ change }) => change.kind === 'regenerate' || (change.kind === 'entry' && store.id.includes(change.store))),
  )
  return isMade ? { ...store, anchors: store.anchors.filter((id) => !isOurs(id)) } : store
}

const idOf = (der: Uint8Array): Sha256 => hash('sha256', der) as Sha256
