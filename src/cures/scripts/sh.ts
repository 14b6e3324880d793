import type { Need } from '../cure.ts'
import { basisOf } from './basis.ts'
import { type ScriptedAnchor, scriptedAnchor } from './scripted-anchor.ts'
import template from './trust.sh?raw' with { type: 'text' }

/** A POSIX shell script that brings the change about in the system's store of any Linux that is known, and takes it back with `undo`. */
export function sh(need: Need): string {
  const { add, drop } = need
  const added = add.map(scriptedAnchor)
  const dropped = drop.map(scriptedAnchor)
  return template
    .replace(/^# CERTIFICATES$/m, () => dataOf(added, dropped))
    .replace(/^# WHAT$/m, () => whatOf(added, dropped))
    .replace(/^# BASIS$/m, () => `# ${basisOf(need)}`)
}

/** The head says which certificates. */
const whatOf = (added: readonly ScriptedAnchor[], dropped: readonly ScriptedAnchor[]): string =>
  [...added.map((a) => `#   adds      ${lineOf(a)}`), ...dropped.map((a) => `#   distrusts ${lineOf(a)}`)].join('\n')

const lineOf = ({ label, sha256 }: ScriptedAnchor): string => `${label}\n#             SHA-256 ${sha256}`

function dataOf(added: readonly ScriptedAnchor[], dropped: readonly ScriptedAnchor[]): string {
  const names = (anchors: readonly ScriptedAnchor[]): string => anchors.map(({ name }) => name).join(' ')
  const all = [...added, ...dropped]
  return [
    `ADDED='${names(added)}'`,
    `DROPPED='${names(dropped)}'`,
    '',
    'sha256_of() {',
    '  case $1 in',
    ...all.map(({ name, sha256 }) => `  ${name}) echo ${sha256} ;;`),
    '  esac',
    '}',
    '',
    'pem_of() {',
    '  case $1 in',
    ...all.flatMap(({ name, pem }) => [`  ${name})`, "    cat <<'END_OF_PEM'", ...pem, 'END_OF_PEM', '    ;;']),
    '  esac',
    '}',
  ].join('\n')
}
