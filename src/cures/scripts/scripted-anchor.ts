import { writePem } from '../../x509/pem.ts'
import { thumbprint } from '../../x509/thumbprint.ts'
import type { AnchorToChange } from '../cure.ts'
import { anchorFileName, sha256Of } from '../shared/anchor-file.ts'

/** One certificate as a script may name it: nothing here needs to be escaped in a shell, in PowerShell, in YAML or in a Dockerfile. */
export interface ScriptedAnchor {
  /** A file name without an end: lower-case letters, digits, hyphens. */
  readonly name: string
  /** For comments: letters and digits of ASCII, blanks, dots and hyphens; one line. */
  readonly label: string
  /** 64 hexadecimal digits, of the octets themselves. */
  readonly sha256: string
  /** SHA-1, 40 hexadecimal digits in capitals, as Windows writes it. */
  readonly thumbprint: string
  /** Lines of PEM, BEGIN and END among them; base64 otherwise. */
  readonly pem: readonly string[]
  /** The last whole line of the base64: of its signature, so that no other certificate has it. */
  readonly mark: string
}

/** The certificate made fit for a script. The SHA-256 is counted anew: what was given beside the octets is not believed. */
export function scriptedAnchor(anchor: AnchorToChange): ScriptedAnchor {
  const pem = writePem('CERTIFICATE', anchor.der).trimEnd().split('\n')
  return {
    name: anchorFileName(anchor),
    label: plainLabel(anchor.label),
    sha256: sha256Of(anchor.der),
    thumbprint: thumbprint(anchor.der).toUpperCase(),
    pem,
    mark: pem.at(-3) ?? '',
  }
}

/** What is left of a name that anybody may have written: it cannot end a comment, a line or a string. Empty: nothing. */
function plainLabel(label: string): string {
  const plain = label
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9 .-]+/g, ' ')
    .replace(/-{2,}/g, '-')
    .replace(/ {2,}/g, ' ')
    .slice(0, 60)
    .trim()
  return plain === '' ? 'a certificate without a name that can be shown here' : plain
}
