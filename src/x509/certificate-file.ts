import { DerReader } from '../der/reader.ts'
import { latin1 } from '../der/string.ts'
import { tag } from '../der/tag.ts'
import type { TrustSettings } from '../model/evidence.ts'
import { decodeBase64Octets } from './base64.ts'
import { readCertificate } from './certificate.ts'
import { derKind } from './der-kind.ts'
import { type PemBlock, type PemProblem, readPem } from './pem.ts'
import { readPkcs7 } from './pkcs7.ts'
import { escapeUnprintable } from './printable.ts'
import { singleOctets } from './single-octets.ts'
import { readTrustedCertificate } from './trusted-certificate.ts'

/** What a file of certificates holds. */
export interface CertificateFile {
  /** In the order of the file, duplicates kept. `settings`: of OpenSSL's `TRUSTED CERTIFICATE`; `null` restricts nothing. */
  readonly certificates: readonly FileCertificate[]
  /** `none`: nothing that holds certificates was recognised. */
  readonly form: 'pem' | 'der' | 'pkcs7' | 's_client' | 'none'
  /** What could not be read and what was passed over, for the reader. Line 0: the file as a whole, or a file without lines. */
  readonly problems: readonly PemProblem[]
}

export interface FileCertificate {
  readonly der: Uint8Array
  readonly settings: TrustSettings | null
}

/**
 * Reads a file that may hold certificates: PEM, DER (one or several behind each other), PKCS #7 in either, or what
 * `openssl s_client -showcerts` printed, where the chain is told in its order and the repeated leaf is left out. Total. What a
 * certificate's octets hold is not judged here: `readCertificate` does that.
 */
export function readCertificateFile(bytes: Uint8Array): CertificateFile {
  const blocks = readPem(bytes)
  if (blocks.length > 0) return fromBlocks(bytes, blocks)
  if (bytes.every((octet) => octet === 0x20 || (octet >= 9 && octet <= 13))) return none('the file is empty')
  if (isText(bytes)) return none(textProblem(bytes))
  return fromDer(bytes)
}

const none = (text: string): CertificateFile => ({ certificates: [], form: 'none', problems: [{ line: 0, text }] })

/** No control character but white space. DER has some in its first octets. */
const isText = (bytes: Uint8Array): boolean =>
  singleOctets(bytes.subarray(0, 4096)).every((octet) => octet >= 0x20 || (octet >= 9 && octet <= 13))

function textProblem(bytes: Uint8Array): string {
  const { bytes: der, invalidAt } = decodeBase64Octets(bytes, 0, bytes.length)
  if (invalidAt === null && derKind(der) === 'certificate')
    return 'this is the base64 text of a certificate without its BEGIN and END lines'
  return 'this is a text without PEM blocks'
}

/** Labels of a certificate (RFC 7468 §5.1, and OpenSSL's older one). */
const certificateLabels = new Set(['CERTIFICATE', 'X509 CERTIFICATE', 'X.509 CERTIFICATE'])
const pkcs7Labels = new Set(['PKCS7', 'PKCS #7 SIGNED DATA', 'CMS'])

function fromBlocks(bytes: Uint8Array, all: readonly PemBlock[]): CertificateFile {
  const transcript = readTranscript(singleOctets(bytes))
  const { blocks, problems } = transcript === null ? { blocks: all, problems: [] } : chainBlocks(all, transcript)
  const certificates: FileCertificate[] = []
  const found: PemProblem[] = [...problems]
  let isPkcs7 = false
  for (const block of blocks) {
    const { label, line, der } = block
    if (block.problem !== null) found.push(block.problem)
    else if (certificateLabels.has(label)) {
      const kind = derKind(der)
      if (kind === 'certificate' || kind === 'unknown') certificates.push({ der, settings: null })
      else found.push({ line, text: `the block is called ${label} but holds ${article(kind)}` })
    } else if (label === 'TRUSTED CERTIFICATE') {
      const trusted = readTrustedCertificate(der)
      if (trusted === null) found.push({ line, text: 'the certificate, or the trust settings behind it, cannot be read' })
      else certificates.push(trusted)
    } else if (pkcs7Labels.has(label)) {
      const inside = readPkcs7(der)
      isPkcs7 = true
      if (inside === null) found.push({ line, text: 'the PKCS#7 block cannot be read' })
      else certificates.push(...inside.map((one) => ({ der: one, settings: null })))
    } else found.push({ line, text: `the block is called ${escapeUnprintable(label)}: not a certificate` })
  }
  const form = transcript !== null ? 's_client' : isPkcs7 ? 'pkcs7' : 'pem'
  return { certificates, form: certificates.length === 0 && !isPkcs7 ? 'none' : form, problems: found }
}

/** Lines, from 1, at which the two parts of a transcript of `openssl s_client` begin. */
interface Transcript {
  readonly chain: number
  readonly server: number
  /** Where the next transcript begins; `null`: there is one alone. */
  readonly second: number | null
}

const chainTitle = 'Certificate chain'

/** `null`: the text is no such transcript. */
function readTranscript(bytes: Uint8Array): Transcript | null {
  const text = latin1(bytes, 0, bytes.length)
  if (!text.includes(chainTitle)) return null
  const lines = text.split(/\r\n|\r|\n/)
  const chain = lines.findIndex((line) => line.trim() === chainTitle)
  if (chain < 0) return null
  const server = lines.findIndex((line, i) => i > chain && line.trim() === 'Server certificate')
  const second = lines.findIndex((line, i) => i > chain && line.trim() === chainTitle)
  return { chain: chain + 1, server: server < 0 ? lines.length + 1 : server + 1, second: second < 0 ? null : second + 1 }
}

/**
 * The blocks of the section `Certificate chain`; without `-showcerts` it has none, and the leaf stands under `Server certificate` alone.
 * Of several transcripts the first.
 */
function chainBlocks(
  all: readonly PemBlock[],
  { chain, server, second }: Transcript,
): { blocks: readonly PemBlock[]; problems: readonly PemProblem[] } {
  const blocks = second === null ? all : all.filter((block) => block.line < second)
  const others = second === null ? [] : [{ line: second, text: 'another transcript begins here: the first alone is read' }]
  const sent = blocks.filter((block) => block.line > chain && block.line < server)
  if (sent.length > 0) return { blocks: sent, problems: others }
  const leaf = blocks.filter((block) => block.line > server).slice(0, 1)
  const text = 'the transcript was made without -showcerts: it holds the first certificate of the chain alone'
  return { blocks: leaf, problems: [...(leaf.length > 0 ? [{ line: chain, text }] : []), ...others] }
}

function fromDer(bytes: Uint8Array): CertificateFile {
  const kind = derKind(bytes)
  if (kind === 'PKCS#7 file') {
    const inside = readPkcs7(bytes)
    if (inside === null) return none('this is a PKCS#7 file, but it is no SignedData or is cut')
    return { certificates: inside.map((der) => ({ der, settings: null })), form: 'pkcs7', problems: [] }
  }
  if (kind === 'unknown' && isUnreadable(bytes)) return none('this is neither PEM, nor PKCS#7, nor the DER of a certificate')
  if (kind !== 'unknown' && kind !== 'certificate') return none(`this is ${article(kind)}, not a certificate`)
  const certificates: FileCertificate[] = []
  const problems: PemProblem[] = []
  const r = new DerReader(bytes)
  for (let pos = 0; pos < bytes.length; ) {
    if (!r.readTag(tag.sequence, pos, bytes.length)) {
      problems.push({ line: 0, text: `what stands at octet ${pos} is not a certificate` })
      break
    }
    if (r.breaks > 0) problems.push({ line: 0, text: `the certificate at octet ${pos} is cut` })
    certificates.push({ der: bytes.subarray(pos, r.next), settings: null })
    pos = r.next
  }
  return { certificates, form: 'der', problems }
}

const isUnreadable = (bytes: Uint8Array): boolean => readCertificate(bytes).anomalies.some(({ code }) => code === 'unreadable')

const article = (kind: string): string => (/^[AEIO]/i.test(kind) ? `an ${kind}` : `a ${kind}`)
