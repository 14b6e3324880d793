import type { Need } from '../cure.ts'
import { basisOf } from './basis.ts'
import { type ScriptedAnchor, scriptedAnchor } from './scripted-anchor.ts'

/** Where the certificates lie in the image, whatever its base. */
const folder = '/usr/local/share/rootcause'

/** The first line begins with this, and names the certificates: by it a Dockerfile that has the lines already is known. */
export const dockerfileMark = '# rootcause:'

/**
 * Lines for a Dockerfile that bring the change about in the system's store of an image based on Debian, Alpine, Fedora, Arch or SUSE, and
 * lead those programs to it that do not read that store. They need no file beside them, no network and no BuildKit. Removing them undoes.
 */
export function dockerfileLines(need: Need): readonly string[] {
  const { add, drop, seats } = need
  const added = add.map(scriptedAnchor)
  const dropped = drop.map(scriptedAnchor)
  return [
    ...added.map((a) => `${dockerfileMark} adds ${a.label}, SHA-256 ${a.sha256}`),
    ...dropped.map((a) => `${dockerfileMark} distrusts ${a.label}, SHA-256 ${a.sha256}`),
    `# ${basisOf(need)}`,
    '# Root is needed. If the base image has a user of its own, put USER root before this and USER with its name behind it.',
    ...instruction('RUN', [
      'set -eu;',
      `[ "$(id -u)" -eq 0 ] || { echo 'the base image has a user of its own: put USER root before this line' >&2; exit 1; };`,
      `mkdir -p ${folder};`,
      ...[...added, ...dropped].flatMap(writing),
      ...(added.length === 0 ? [] : [`cat ${added.map(fileOf).join(' ')} > ${folder}/roots.pem;`]),
      ...layouts(added, dropped),
      ...added.map((a) => check(a, '', 'does not hold')),
      ...dropped.map((a) => check(a, '! ', 'still holds')),
      'true',
    ]),
    ...settings(
      seats.map(({ asking }) => asking.installation.runtime),
      added.length > 0,
    ),
  ]
}

const fileOf = ({ name }: ScriptedAnchor): string => `${folder}/${name}.crt`

/** One instruction over several lines. */
const instruction = (name: string, lines: readonly string[]): readonly string[] =>
  lines.map((line, i) => `${i === 0 ? `${name} ` : '    '}${line}${i === lines.length - 1 ? '' : ' \\'}`)

function writing(anchor: ScriptedAnchor): readonly string[] {
  const file = fileOf(anchor)
  const digest = `sed '/^-----/d' ${file} | base64 -d | sha256sum | cut -d ' ' -f 1`
  return [
    `printf '%s\\n'`,
    ...anchor.pem.map((line) => `  '${line}'`),
    `  > ${file};`,
    `[ "$(${digest})" = ${anchor.sha256} ] || { echo '${anchor.name} is damaged' >&2; exit 1; };`,
  ]
}

const check = ({ name, mark }: ScriptedAnchor, not: string, words: string): string =>
  `${not}grep -qxF -e '${mark}' ${folder}/system-bundle.pem || { echo "the system's bundle ${words} ${name}" >&2; exit 1; };`

/** What each family of distributions makes its store of. Where the tool is missing the bundle itself is changed: an image is made anew, not updated. */
function layouts(added: readonly ScriptedAnchor[], dropped: readonly ScriptedAnchor[]): readonly string[] {
  const copies = (to: string, anchors: readonly ScriptedAnchor[]): string =>
    anchors.length === 0 ? '' : ` mkdir -p ${to}; cp ${anchors.map(fileOf).join(' ')} ${to}/;`
  const p11 = (source: string, tool: string, bundle: string): string =>
    `${copies(`${source}/anchors`, added)}${dropped.length === 0 ? '' : ` off=${source}/blocklist; [ -d $off ] || [ ! -d ${source}/blacklist ] || off=${source}/blacklist;${copies('$off', dropped)}`} ${tool}; bundle=${bundle};`
  const tools = 'command -v'
  return [
    `if [ -d /etc/pki/trust/anchors ] && ${tools} update-ca-certificates > /dev/null; then`,
    ` ${p11('/etc/pki/trust', 'update-ca-certificates', '/var/lib/ca-certificates/ca-bundle.pem')}`,
    `elif [ -d /etc/pki/ca-trust/source/anchors ] && ${tools} update-ca-trust > /dev/null; then`,
    ` ${p11('/etc/pki/ca-trust/source', 'update-ca-trust', '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem')}`,
    `elif [ -d /etc/ca-certificates/trust-source ] && ${tools} update-ca-trust > /dev/null; then`,
    ` ${p11('/etc/ca-certificates/trust-source', 'update-ca-trust', '/etc/ca-certificates/extracted/tls-ca-bundle.pem')}`,
    `elif [ -f /etc/ca-certificates.conf ] && ${tools} update-ca-certificates > /dev/null; then`,
    ` ${copies('/usr/local/share/ca-certificates', added)} ${dropped.map(deselected).join(' ')} update-ca-certificates; bundle=/etc/ssl/certs/ca-certificates.crt;`.replace(
      / {2,}/g,
      '  ',
    ),
    'elif [ -f /etc/ssl/certs/ca-certificates.crt ]; then',
    `  bundle=/etc/ssl/certs/ca-certificates.crt;${added.length === 0 ? '' : ` { echo; cat ${folder}/roots.pem; } >> $bundle;`}`,
    `else echo 'there is no trust store in this image: install the package ca-certificates before this line' >&2; exit 1; fi;`,
    `ln -sf "$bundle" ${folder}/system-bundle.pem;`,
  ]
}

/** Debian and Alpine: a line of the list that begins with `!` is passed over. */
const deselected = ({ mark }: ScriptedAnchor): string =>
  `find /usr/share/ca-certificates -type f -exec grep -lxF -e '${mark}' {} + | while IFS= read -r f; do sed -i "s|^\${f#/usr/share/ca-certificates/}\\$|!&|" /etc/ca-certificates.conf; done;`

/** Which variable leads a runtime to a store, and whether what it names is added (the roots alone) or replaces all (the system's bundle). */
const variables: readonly (readonly [string, 'adds' | 'replaces', readonly string[]])[] = [
  ['NODE_EXTRA_CA_CERTS', 'adds', ['node', 'npm', 'yarn']],
  ['REQUESTS_CA_BUNDLE', 'replaces', ['requests', 'conda', 'poetry', 'gcloud']],
  ['PIP_CERT', 'replaces', ['pip']],
  ['AWS_CA_BUNDLE', 'replaces', ['botocore']],
  ['SSL_CERT_FILE', 'replaces', ['uv', 'httpx']],
  ['DENO_CERT', 'adds', ['deno']],
]

function settings(runtimes: readonly string[], isAdded: boolean): readonly string[] {
  const wanted = variables.filter(([, how, of]) => (how === 'replaces' || isAdded) && of.some((r) => runtimes.includes(r)))
  return wanted.map(([name, how]) => `ENV ${name}=${folder}/${how === 'adds' ? 'roots.pem' : 'system-bundle.pem'}`)
}
