import { capture } from '../capture/capture.ts'
import { diagnose, sealEvidence } from '../diagnose.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import { faults, type ServedFault, serveFault } from '../lab/index.ts'
import { RootcauseError } from '../model/error.ts'
import type { ClientEvidence, Evidence, StoreEvidence } from '../model/evidence.ts'
import type { Sha256 } from '../model/sha256.ts'
import { encodeBase64 } from '../x509/base64.ts'
import { readCertificate } from '../x509/certificate.ts'
import type { Context } from './context.ts'
import type { DemoFlags } from './flags.ts'
import { saveCase } from './save-case.ts'
import { writeReport } from './write-report.ts'

/** The clients of that day. Each is asked on the machine it ran on. */
const clients: readonly ClientEvidence[] = [
  {
    id: 'python-3.8',
    store: 'windows-lazy',
    why: 'Python on Windows reads what the Windows stores hold at that moment',
    asked: true,
  },
  { id: 'python-3.8', store: 'linux-bundle', why: 'Python on Linux reads the bundle of the distribution', asked: true },
  { id: 'openssl-s_client-1.0.2', store: 'linux-bundle', why: 'the distribution’s bundle', asked: true },
  { id: 'gnutls-cli-3.6.13', store: 'linux-bundle', why: 'the distribution’s bundle', asked: true },
  { id: 'go-1.15', store: 'linux-bundle', why: 'the distribution’s bundle', asked: true },
]

/** Serves the incident, captures it like any other server, and reports. */
export async function runDemo(this: Context, { format, save, verbose }: DemoFlags): Promise<void> {
  const fault = faults.find((f) => f.id === 'addtrust-2020')
  if (fault === undefined) throw new RootcauseError('input', 'the lab holds no addtrust-2020', 'rootcause lab list')
  const server = await serveFault(fault, { now: this.now })
  try {
    const verify = nodeSignatureVerifier()
    const evidence = sealEvidence(await evidenceOf(server, this), { verify })
    if (save !== undefined) saveCase(save, evidence)
    await writeReport(
      diagnose(evidence, { verify }),
      { format: format ?? 'text', detail: verbose === true ? 'whole' : 'brief' },
      this,
    )
  } finally {
    await server.close()
  }
}

async function evidenceOf({ built, host, port }: ServedFault, { now }: Context): Promise<Evidence> {
  const target = { host: built.host, port }
  const { sends, certs } = await capture({ target, connect: host, hellos: ['tls1.3', 'tls1.2'], proxy: 'none' })
  const all = new Map(certs)
  const keep = (der: Uint8Array): Sha256 => {
    const { sha256 } = readCertificate(der)
    all.set(sha256, der)
    return sha256
  }
  const stores = (built.stores ?? []).map(
    ({ id, origin, anchors }): StoreEvidence => ({ id, origin, anchors: anchors.map(keep), machine: id }),
  )
  return {
    schema: 1,
    at: now,
    clock: built.at ?? now,
    target,
    certs: Object.fromEntries([...all].map(([id, der]) => [id, encodeBase64(der)])),
    sends,
    stores,
    clients,
    options: { offline: true },
    lab: 'demo',
    signatures: [],
    contacted: [],
  }
}
