/**
 * A program of its own: plans, applies or takes back one cure on the machine that it runs on. The tests start it within a mount namespace,
 * where /etc, /usr and /var are copies. Reads a JSON file, prints JSON.
 */
import { readFileSync } from 'node:fs'
import { applyPlans } from '../../../src/apply/apply.ts'
import { openJournal } from '../../../src/apply/journal.ts'
import { undo } from '../../../src/apply/undo.ts'
import { cures } from '../../../src/cures/index.ts'
import type { AnchorToChange, Need } from '../../../src/cures/cure.ts'
import { nodeHand } from '../../../src/host/node-hand.ts'
import { nodeHost } from '../../../src/host/node-host.ts'
import { nodeStateIo } from '../../../src/host/node-state-io.ts'
import { seconds } from '../../../src/model/time.ts'
import type { Plan } from '../../../src/model/plan.ts'
import { readStore } from '../../../src/stores/index.ts'
import { readCertificate } from '../../../src/x509/certificate.ts'
import { commonNames } from '../../../src/x509/name.ts'
import type { Asked, Told } from './linux-namespace.ts'
import { plainAsking } from './plain-asking.ts'

const asked = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Asked
const now = seconds(1_795_000_000)
const told: string[] = []
const ports = {
  hand: nodeHand({ elevation: 'none' }),
  journal: openJournal(asked.journal, nodeStateIo),
  now: () => now,
  holds: async (store: string, sha256: string) => {
    const content = await readStore(nodeHost, store)
    if (content === null || 'unreadable' in content) return null
    return content.certificates.some(({ der }) => readCertificate(der).sha256 === sha256)
  },
  told: (line: string) => void told.push(line),
  recheck: () => Promise.resolve({ isCured: true, why: '' }),
  signal: new AbortController().signal,
}

const anchor = (base64: string): AnchorToChange => {
  const der = new Uint8Array(Buffer.from(base64, 'base64'))
  const { sha256, subject } = readCertificate(der)
  return { sha256, der, label: commonNames(subject).at(-1) ?? '', by: 'evidence' }
}

const asking = plainAsking({ runtime: 'openssl', path: '/usr/bin/openssl', client: null })

async function plan(): Promise<Told> {
  const need: Need = {
    seats: asked.stores.map((store) => ({ client: 'openssl-3.0', store, asking })),
    add: asked.add.map(anchor),
    drop: asked.drop.map(anchor),
    project: '',
  }
  const cure = cures.find(({ id }) => id === asked.cure)
  const draft = cure === undefined ? null : await cure.plan(nodeHost, need)
  if (cure === undefined || draft === null) return { draft: null, state: 'no plan', why: '', told }
  if (asked.verb === 'plan' || draft.steps.length === 0) return { draft, state: 'planned', why: '', told }
  const { id, title, owner, scope, tried } = cure
  const whole: Plan = {
    schema: 1,
    cure: id,
    title,
    owner,
    scope,
    tried,
    steps: draft.steps,
    deltas: draft.deltas,
    proof: { cures: [], breaks: [], stillRejects: [] },
    clients: [],
    notes: draft.notes,
  }
  const about = { command: 'test', target: 'localhost', incidents: [], clients: [], case: null }
  const applied = await applyPlans([whole], about, ports)
  return { draft, state: applied.state, why: applied.id === '' ? applied.why : applied.id, told }
}

async function back(): Promise<Told> {
  const [id = ''] = ports.journal.ids()
  const { state, conflicts } = await undo(id, ports)
  return { draft: null, state, why: conflicts.map(({ path }) => path).join(), told }
}

process.stdout.write(JSON.stringify(await (asked.verb === 'undo' ? back() : plan())))
