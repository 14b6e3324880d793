import { readCertificate } from '../../x509/certificate.ts'
import type { AnchorToChange, Need } from '../cure.ts'
import { basisOf } from './basis.ts'
import { scriptedAnchor } from './scripted-anchor.ts'
import template from './trust.ps1?raw' with { type: 'text' }

/**
 * A script for Windows PowerShell 5.1 and later that adds roots to the user's or the machine's store ROOT, or takes intermediates out of
 * the stores CA, and takes that back with `-Undo`. It takes no root away from Windows: see `windows-ca-drop-expired.ts`.
 */
export function powershell(need: Need): string {
  const { add, drop } = need
  const dropped = drop.filter((anchor) => !isRoot(anchor))
  const what = [...add.map((a) => head('adds', a)), ...drop.map((a) => head(isRoot(a) ? 'leaves' : 'removes', a))].join('\n')
  return template
    .replace(/^# WHAT$/m, () => what)
    .replace(/^# BASIS$/m, () => `# ${basisOf(need)}`)
    .replace(/^# CERTIFICATES$/m, () => [...list('Added', add), ...list('Removed', dropped)].join('\n'))
}

/** Its name is its issuer's: it stands in ROOT, out of which nothing is taken. */
function isRoot({ der }: AnchorToChange): boolean {
  const { subject, issuer } = readCertificate(der)
  return subject.canonical === issuer.canonical
}

const words = {
  adds: 'adds to ROOT   ',
  removes: 'removes from CA',
  leaves: 'leaves in ROOT ',
} as const

function head(kind: keyof typeof words, anchor: AnchorToChange): string {
  const { label, sha256 } = scriptedAnchor(anchor)
  return `#   ${words[kind]}  ${label}\n#                    SHA-256 ${sha256}`
}

function list(name: string, anchors: readonly AnchorToChange[]): readonly string[] {
  const entries = anchors.map(scriptedAnchor).map(({ name: file, sha256, thumbprint, pem }, i, { length }) => {
    const base64 = pem.slice(1, -1).join('\n')
    const end = i === length - 1 ? '' : ','
    return `  @{ Name = '${file}'; Sha256 = '${sha256}'; Thumbprint = '${thumbprint}'; Base64 = @'\n${base64}\n'@ }${end}`
  })
  return [`$${name} = @(`, ...entries, ')']
}
