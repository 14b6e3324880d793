import type { Host } from '../../host/host.ts'
import type { TrustSettings } from '../../model/evidence.ts'
import type { FileChange, Step } from '../../model/plan.ts'
import type { Sha256 } from '../../model/sha256.ts'
import { readStore } from '../../stores/index.ts'
import { readCertificate } from '../../x509/certificate.ts'
import { toHex } from '../../x509/hex.ts'
import { writePem } from '../../x509/pem.ts'
import type { AnchorToChange, Need } from '../cure.ts'
import { anchorFileName, fileChange, octetsOf, realFolder, sha256Of } from './anchor-file.ts'
import { filesThatHold, withoutCertificates } from './input-files.ts'
import type { InputChange, StoreInputs } from './linux-store.ts'
import { type Purpose, purposes, trustedCertificatePem } from './trusted-certificate-pem.ts'

/** Where a distribution's p11-kit looks: the administrator's folder, which comes first, and the packages'. */
export interface P11KitPlaces {
  readonly source: string
  readonly packaged: string
}

/**
 * The inputs of p11-kit's trust module. What is added is trusted for TLS servers alone, and what a package brings is kept out for these
 * alone, with OpenSSL's `TRUSTED CERTIFICATE`: the administrator's folder comes before the packages' (update-ca-trust(8)). Observed with
 * p11-kit 0.24.1: `trust extract --purpose` gives the one for server-auth alone, and the other for e-mail and code-signing still.
 *
 * It ties what it says to the key and not to the certificate (observed: of two roots with one key, as a root and its own renewal are,
 * distrust of the one takes the other away, by `blocklist` too). So nothing with the key of another is distrusted or limited. And where a
 * library reads the folders itself, which may ask the packages' entry too, what a package brings is distrusted whole.
 */
export function p11KitInputs(host: Host, { source, packaged }: P11KitPlaces, need: Need): StoreInputs {
  const isReadLive = need.seats.some((seat) => seat.store.split(' + ').includes('p11-kit'))
  return {
    add: async (anchor) => {
      const { trusted, distrusted } = await sameKey(host, anchor, need)
      if (distrusted) return keyIsDistrusted(anchor, source)
      return add(host, source, anchor, await settingsIn(host, source, anchor.sha256), trusted)
    },
    drop: async (anchors) => {
      const changes = [withoutOwn(host, source, anchors)]
      for (const anchor of anchors) {
        const ofPackage = await settingsIn(host, packaged, anchor.sha256)
        if (ofPackage === undefined || !trusts(ofPackage, 'serverAuth')) continue
        changes.push(
          (await sameKey(host, anchor, need)).trusted
            ? keyIsShared(anchor)
            : distrust(host, source, anchor, ofPackage, isReadLive),
        )
      }
      return changes.find(({ kind }) => kind === 'blocked') ?? together(changes)
    },
  }
}

const together = (changes: readonly InputChange[]): InputChange => {
  const all = changes.flatMap((change) => (change.kind === 'steps' ? [change] : []))
  return { kind: 'steps', steps: all.flatMap(({ steps }) => steps), notes: all.flatMap(({ notes }) => notes) }
}

const keyIsShared = ({ label }: AnchorToChange): InputChange => {
  const what = `a package brings ${label}, and p11-kit distrusts by the key: another root with the same key, its renewal perhaps, would go with it`
  return { kind: 'blocked', what, command: '' }
}

const keyIsDistrusted = ({ label }: AnchorToChange, source: string): InputChange => {
  const what = `somebody distrusts ${label}, or another root with its key, on this system, by a file below ${source} or by a package: whether it may come back is for them to say`
  return { kind: 'blocked', what, command: '' }
}

/** Whether certificates with the anchor's key are distrusted; and whether others are trusted, or are to be, that do not go too. */
async function sameKey(
  host: Host,
  anchor: AnchorToChange,
  { add: added, drop: dropped }: Need,
): Promise<{ readonly trusted: boolean; readonly distrusted: boolean }> {
  const content = await readStore(host, 'p11-kit')
  const key = keyOf(anchor.der)
  const there = (content === null || 'unreadable' in content ? [] : content.certificates).filter(({ der }) => keyOf(der) === key)
  const isRejected = (settings: TrustSettings | null): boolean => settings !== null && rejects(settings, 'serverAuth')
  const going = new Set([anchor, ...dropped].map(({ sha256 }) => sha256))
  const others = [...there.filter(({ settings }) => !isRejected(settings)), ...added.filter(({ der }) => keyOf(der) === key)]
  return {
    trusted: others.some(({ der }) => !going.has(sha256Of(der))),
    distrusted: there.some(({ settings }) => isRejected(settings)),
  }
}

const keyOf = (der: Uint8Array): string => toHex(readCertificate(der).subjectPublicKeyInfo.der)

/** What a source says of a certificate; `undefined`: nothing. */
async function settingsIn(host: Host, path: string, sha256: Sha256): Promise<TrustSettings | null | undefined> {
  const content = host.stat(path) === null ? null : await readStore(host, path)
  if (content === null || 'unreadable' in content) return undefined
  return content.certificates.find(({ der }) => sha256Of(der) === sha256)?.settings
}

const arcOf = (purpose: Purpose): string => `1.3.6.1.5.5.7.3.${purposes[purpose]}`
const anyPurpose = '2.5.29.37.0'

const rejects = (settings: TrustSettings, purpose: Purpose): boolean =>
  settings.rejects.some((oid) => oid === arcOf(purpose) || oid === anyPurpose)
const trusts = (settings: TrustSettings | null, purpose: Purpose): boolean =>
  settings === null ||
  (!rejects(settings, purpose) && (settings.trusts.length === 0 || settings.trusts.some((oid) => oid === arcOf(purpose))))

function add(
  host: Host,
  source: string,
  anchor: AnchorToChange,
  own: TrustSettings | null | undefined,
  sharesKey: boolean,
): InputChange {
  const { label, der } = anchor
  if (own !== undefined && trusts(own, 'serverAuth')) return { kind: 'steps', steps: [], notes: [] }
  const path = `${realFolder(host, `${source}/anchors`)}/${anchorFileName(anchor)}.crt`
  const content = sharesKey ? writePem('CERTIFICATE', der) : trustedCertificatePem(der, ['serverAuth'], [])
  const why = sharesKey
    ? `It holds ${label}, for the system's own tool to take up.`
    : `It holds ${label}, trusted for TLS servers and for nothing else.`
  const note = `${label} is trusted for e-mail and signed code too: a limit would bind another certificate here with the same key.`
  return { kind: 'steps', steps: [step(fileChange(host, path, octetsOf(content)), why)], notes: sharesKey ? [note] : [] }
}

function withoutOwn(host: Host, source: string, anchors: readonly AnchorToChange[]): InputChange {
  const steps: Step[] = []
  const ids = anchors.map(({ sha256 }) => sha256)
  const labels = anchors.map(({ label }) => label).join(' and ')
  for (const folder of [`${source}/anchors`, source]) {
    for (const path of filesThatHold(host, folder, false, ids)) {
      const change = withoutCertificates(host, path, ids)
      if (change === null) {
        const what = `${path} holds ${labels}, and is a symbolic link or in a form that is not changed here: take the certificate out of it by hand`
        return { kind: 'blocked', what, command: '' }
      }
      steps.push(step(change, `It holds ${labels}, put there by hand.`))
    }
  }
  return { kind: 'steps', steps, notes: [] }
}

function distrust(
  host: Host,
  source: string,
  anchor: AnchorToChange,
  ofPackage: TrustSettings | null,
  isReadLive: boolean,
): InputChange {
  const { label, der } = anchor
  const kept = (['clientAuth', 'emailProtection', 'codeSigning', 'timeStamping'] as const).filter((p) => trusts(ofPackage, p))
  const isWhole = isReadLive || kept.length === 0
  const name = `${anchorFileName(anchor)}.pem`
  const path = isWhole ? `${realFolder(host, blocklistOf(host, source))}/${name}` : `${realFolder(host, source)}/${name}`
  const content = isWhole ? writePem('CERTIFICATE', der) : trustedCertificatePem(der, kept, ['serverAuth'])
  const why = isWhole ? `What lies there is distrusted, whoever brings it.` : `It is distrusted for TLS servers alone.`
  const lost = kept.map((purpose) => words[purpose])
  const note = isWhole && lost.length > 0 ? [`${label} is then distrusted for ${lost.join(', ')} as well.`] : []
  return { kind: 'steps', steps: [step(fileChange(host, path, octetsOf(content)), why)], notes: note }
}

const words: Readonly<Record<Exclude<Purpose, 'serverAuth'>, string>> = {
  clientAuth: 'TLS clients',
  emailProtection: 'e-mail',
  codeSigning: 'signed code',
  timeStamping: 'timestamps',
}

/** Before p11-kit 0.24 the folder had another name; the package makes the one that its release reads. */
const blocklistOf = (host: Host, source: string): string =>
  host.stat(`${source}/blocklist`) === null && host.stat(`${source}/blacklist`) !== null
    ? `${source}/blacklist`
    : `${source}/blocklist`

const step = (change: FileChange, why: string): Step => ({ change, why, needsRights: true })
