import { leafCertificate } from '../../src/lab/authority.ts'
import { extensionOid, type ExtensionSpec } from '../../src/lab/extensions.ts'
import { labKey } from '../../src/lab/key.ts'
import type { ClientEvidence, Evidence, TlsFacts } from '../../src/model/evidence.ts'
import type { Sha256 } from '../../src/model/sha256.ts'
import { seconds, type UnixSeconds } from '../../src/model/time.ts'
import { isProblem, parsePlatformId } from '../../src/roots/platform-id.ts'
import { platformEvidence, programmePolicy } from '../../src/roots/platform-evidence.ts'
import { readCertificate } from '../../src/x509/certificate.ts'
import { table } from './support.ts'

export const instant = (iso: string): UnixSeconds => seconds(Date.parse(iso) / 1000)
export const day = 86400
export const host = 'host.example'

/** A target that says that an anchor of the table issued it: who signed it really is told by a fact of the evidence. */
export function leafUnder(anchor: Sha256, notBefore: string, lifetime: number, more: readonly ExtensionSpec[] = []): Uint8Array {
  const above = table.anchor(anchor)?.certificate()
  if (above === undefined) throw new Error(`the table has no ${anchor}`)
  const from = instant(notBefore)
  return leafCertificate(
    { subject: above.subject.der, key: labKey('rsa-2048', 'signer') },
    { subject: { CN: host }, key: labKey('rsa-2048', 'target') },
    { notBefore: from, notAfter: seconds(from + lifetime) },
    [{ dns: host }],
    {
      extensions: (usual) => [...usual.filter((e) => e.oid !== extensionOid.authorityKeyIdentifier), ...more],
    },
  )
}

/** RFC 6962 §3.3: a list of one timestamp each, by a log of no name. */
export function timestamps(...at: readonly UnixSeconds[]): ExtensionSpec {
  const lists = at.map((t) => {
    const sct = Buffer.alloc(47)
    sct.writeBigUInt64BE(BigInt(t) * 1000n, 33)
    return Buffer.concat([Buffer.of(0, sct.length), sct])
  })
  const list = Buffer.concat(lists)
  const octets = Buffer.concat([Buffer.of(list.length >> 8, list.length & 255), list])
  return {
    oid: '1.3.6.1.4.1.11129.2.4.2',
    critical: false,
    value: Buffer.concat([Buffer.of(0x04, octets.length), octets]),
  }
}

/** A client, the tool whose rules it keeps (`null`: its store alone), and the platform. */
export interface OnPlatform {
  readonly client: string
  readonly tool: string | null
  readonly platform: string
}

/** Evidence of a target that an anchor issued, for clients on platform stores. Nothing has to be computed to judge it. */
export function evidenceOn(
  leaf: Uint8Array,
  anchor: Sha256,
  asked: readonly OnPlatform[],
  { clock, tls = null }: { readonly clock: UnixSeconds; readonly tls?: TlsFacts | null },
): Evidence {
  const { sha256 } = readCertificate(leaf)
  const made = asked.map(({ client, tool, platform }) => {
    const at = parsePlatformId(platform)
    if (isProblem(at)) throw new Error(`${platform}: ${at.problem}`)
    const own = platformEvidence(table, at, () => false)
    const keeps = tool === null ? null : programmePolicy(tool, own.content, null)
    const entry: ClientEvidence = {
      id: client,
      store: own.store.id,
      why: 'test',
      asked: true,
      ...(keeps === null ? {} : { keeps }),
    }
    return { own, entry }
  })
  return {
    schema: 1,
    at: clock,
    clock,
    target: { host, port: 443 },
    certs: { [sha256]: Buffer.from(leaf).toString('base64') },
    anchors: Object.assign({}, ...made.map(({ own }) => own.anchors)) as Readonly<Record<Sha256, string>>,
    sends: [{ hello: tls === null ? 'any' : 'tls1.3', address: '', try: 1, outcome: { kind: 'chain', chain: [sha256], tls } }],
    stores: [...new Map(made.map(({ own }) => [own.store.id, own.store])).values()],
    clients: made.map(({ entry }) => entry),
    options: { offline: true },
    signatures: [...made.flatMap(({ own }) => own.signatures), { child: sha256, issuer: anchor, fact: 'valid' }],
    contacted: [],
  }
}
