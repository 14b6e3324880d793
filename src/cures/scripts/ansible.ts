import { digest } from '../../x509/digest.ts'
import { toHex } from '../../x509/hex.ts'
import type { Need } from '../cure.ts'
import { octetsOf } from '../shared/anchor-file.ts'
import { basisOf } from './basis.ts'
import { type ScriptedAnchor, scriptedAnchor } from './scripted-anchor.ts'
import template from './trust.yml?raw' with { type: 'text' }

/**
 * A playbook with modules of ansible.builtin alone that brings the change about in the system's store, and takes it back with
 * `-e rootcause_state=absent`.
 */
export function ansible(need: Need): string {
  const { add, drop } = need
  const added = add.map(scriptedAnchor)
  const dropped = drop.map(scriptedAnchor)
  const what = [...added.map((a) => headOf('adds', a)), ...dropped.map((a) => headOf('distrusts', a))].join('\n')
  const data = [...listOf('rootcause_added', added), ...listOf('rootcause_dropped', dropped)].join('\n')
  return template
    .replace(/^# WHAT$/m, () => what)
    .replace(/^# BASIS$/m, () => `# ${basisOf(need)}`)
    .replace(/^ +# CERTIFICATES$/m, () => data)
}

const headOf = (what: string, { label, sha256 }: ScriptedAnchor): string => `#   ${what} ${label}\n#     SHA-256 ${sha256}`

function listOf(name: string, anchors: readonly ScriptedAnchor[]): readonly string[] {
  if (anchors.length === 0) return [`    ${name}: []`]
  return [
    `    ${name}:`,
    ...anchors.flatMap((anchor) => [
      `      - name: ${anchor.name}`,
      `        pem_sha256: '${toHex(digest('sha256', octetsOf(`${anchor.pem.join('\n')}\n`)))}'`,
      `        mark: '${anchor.mark}'`,
      '        pem: |',
      ...anchor.pem.map((line) => `          ${line}`),
    ]),
  ]
}
