import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Vouching } from '../../src/cures/cure.ts'
import { script } from '../../src/cures/scripts/index.ts'
import { type ScriptForm, scriptForms } from '../../src/cures/scripts/script-form.ts'
import { certificatesPem } from '../../src/lab/pem.ts'
import { readPem } from '../../src/x509/pem.ts'
import { hasTool } from '../support/tool.ts'
import { type TrustLab, trustLab } from '../support/trust-lab.ts'
import { anchorOf, need } from './anchors.ts'
import { type Ended, inSandbox, noSandbox } from './scripts-sandbox.ts'

const lacking = ['update-ca-certificates', 'curl', 'busybox', 'dash'].find((name) => !hasTool(name, '--help'))
const why = noSandbox() ?? (lacking === undefined ? null : `${lacking} is not here`)
/** A root that Debian's package brings. */
const packaged = '/usr/share/ca-certificates/mozilla/ISRG_Root_X1.crt'

let lab: TrustLab
beforeAll(async () => {
  lab = await trustLab(['scripted'])
})
afterAll(() => lab.close())

const added = () => anchorOf(lab.trusts[0]?.root ?? new Uint8Array())
const dropped = () => anchorOf(readPem(readFileSync(packaged))[0]?.der ?? new Uint8Array(), 'ISRG Root X1')
const url = () => `https://127.0.0.1:${lab.trusts[0]?.port}/`

/** What the real curl makes of the server, by the system's store alone. */
const asks = () => `curl -sS -o /dev/null --max-time 20 ${url()} 2>/dev/null; echo "curl $?"`
/** Names, targets of links, modes, owners and contents. */
const state =
  '(find /etc/ssl /etc/ca-certificates.conf /usr/local/share/ca-certificates -printf "%p %l %m %u\\n"; find /etc/ssl /etc/ca-certificates.conf /usr/local/share/ca-certificates -type f -print0 | xargs -0 sha256sum) | sort'

/** curl(1), EXIT CODES: 60, the peer's certificate cannot be authenticated. */
const rejects = 'curl 60'
const accepts = 'curl 0'

/** BusyBox's tools, to be looked for before those of the system; Debian's own tool is made for Debian's sed. */
const applets = [
  'mkdir applets; for tool in sed grep find cut base64 sha256sum awk cp mv cat tail head cmp chmod mkdir readlink id rm wc sort; do ln -s "$(command -v busybox)" "applets/$tool"; done',
  `printf '#!/bin/sh\\nPATH=/usr/sbin:/usr/bin:/sbin:/bin exec /usr/sbin/update-ca-certificates "$@"\\n' > applets/update-ca-certificates; chmod +x applets/update-ca-certificates`,
].join('\n')
/** A shell with the tools that come with it. */
const withTools = (shell: string): string => (shell.startsWith('busybox') ? `env PATH="$PWD/applets:$PATH" ${shell}` : shell)

const curls = ({ stdout }: Ended): readonly string[] => stdout.split('\n').filter((line) => line.startsWith('curl '))

describe.skipIf(why !== null)(`sh, on this machine's own Debian tools in a namespace (${why ?? 'all there'})`, () => {
  it.each([
    ['dash', 'dash'],
    ['bash', 'bash'],
    ['BusyBox', 'busybox sh'],
  ])(
    '%s: the real client rejects, accepts, and rejects again after undo; all is as it was',
    async (_, shell) => {
      const ran = await inSandbox(
        [
          applets,
          `${state} > before`,
          asks(),
          `${withTools(shell)} trust.sh > first 2>&1; echo "code $?"`,
          asks(),
          `${withTools(shell)} trust.sh > second 2>&1; echo "code $?"`,
          asks(),
          `${withTools(shell)} trust.sh undo > third 2>&1; echo "code $?"`,
          asks(),
          `${state} > after; diff before after && echo same`,
          'cat first second third >&2',
        ].join('\n'),
        { 'trust.sh': script('sh', need({ add: [added()] })) },
      )
      expect(curls(ran), ran.stderr).toEqual([rejects, accepts, accepts, rejects])
      expect(ran.stdout.match(/^code \d+$/gm), ran.stderr).toEqual(['code 0', 'code 0', 'code 0'])
      expect(ran.stdout, ran.stdout).toContain('\nsame\n')
      expect(ran.stderr).toContain('is there already')
    },
    90_000,
  )

  it.each(['dash', 'bash', 'busybox sh'])(
    '%s: distrusts a root of the package and one that was added by hand, and gives both back',
    async (shell) => {
      const own = added()
      const ran = await inSandbox(
        [
          'mkdir -p /usr/local/share/ca-certificates/by-hand; cp own.crt "/usr/local/share/ca-certificates/by-hand/its name.crt"',
          'update-ca-certificates --fresh >/dev/null 2>&1',
          applets,
          `${state} > before`,
          asks(),
          `${withTools(shell)} trust.sh >&2; echo "code $?"`,
          asks(),
          'grep -c "^!mozilla/ISRG_Root_X1.crt" /etc/ca-certificates.conf',
          `${withTools(shell)} trust.sh >&2; echo "code $?"`,
          `${withTools(shell)} trust.sh undo >&2; echo "code $?"`,
          asks(),
          `${state} > after; diff before after && echo same`,
        ].join('\n'),
        { 'trust.sh': script('sh', need({ drop: [dropped(), own] })), 'own.crt': certificatesPem([own.der]) },
      )
      expect(curls(ran), ran.stderr).toEqual([accepts, rejects, accepts])
      expect(ran.stdout, ran.stderr).toContain('\n1\ncode 0\ncode 0\n')
      expect(ran.stdout, ran.stdout).toContain('\nsame')
    },
    90_000,
  )

  it('leaves alone what is trusted already, and what was deselected before', async () => {
    const ran = await inSandbox(
      [
        'sed -i "s|^mozilla/ISRG_Root_X1.crt|!&|" /etc/ca-certificates.conf; cp own.crt /usr/local/share/ca-certificates/own.crt',
        'update-ca-certificates --fresh >/dev/null 2>&1',
        `${state} > before`,
        'sh trust.sh >&2; echo "code $?"',
        `${state} > between; diff before between && echo untouched`,
        'sh trust.sh undo >&2; echo "code $?"',
        `${state} > after; diff before after && echo same`,
      ].join('\n'),
      { 'trust.sh': script('sh', need({ add: [added()], drop: [dropped()] })), 'own.crt': certificatesPem([added().der]) },
    )
    expect(ran.stdout, ran.stderr).toBe('code 0\nuntouched\ncode 0\nsame\n')
  }, 60_000)

  it('does nothing without rights, with a damaged certificate, or cut short', async () => {
    const text = script('sh', need({ add: [added()] }))
    const damaged = text.replace(/^(MI.{20})(.)/m, (_, head: string, one: string) => `${head}${one === 'A' ? 'B' : 'A'}`)
    expect(damaged).not.toBe(text)
    const ran = await inSandbox(
      [
        `${state} > before`,
        'chmod 755 . ..; setpriv --reuid=65534 --clear-groups sh trust.sh; echo "code $?"',
        'sh damaged.sh; echo "code $?"',
        'sh cut.sh; echo "code $?"',
        'sh trust.sh remove; echo "code $?"',
        'sh trust.sh undo now; echo "code $?"',
        `${state} > after; diff before after && echo same`,
      ].join('\n'),
      { 'trust.sh': text, 'damaged.sh': damaged, 'cut.sh': text.slice(0, -'main "$@"\n'.length) },
    )
    expect(ran.stdout).toBe('code 1\ncode 1\ncode 0\ncode 2\ncode 2\nsame\n')
    expect(ran.stderr).toContain('by root alone')
    expect(ran.stderr).toContain('is not the one that this script was made for')
  }, 60_000)

  it('takes everything back where the tool does nothing: an exit status proves nothing', async () => {
    const ran = await inSandbox(
      [
        `${state} > before`,
        'mkdir bin; printf "#!/bin/sh\\nexit 0\\n" > bin/update-ca-certificates; chmod +x bin/update-ca-certificates',
        'PATH="$PWD/bin:$PATH" sh trust.sh; echo "code $?"',
        `${state} > after; diff before after && echo same`,
      ].join('\n'),
      { 'trust.sh': script('sh', need({ add: [added()] })) },
    )
    expect(ran.stdout).toContain('code 1\nsame\n')
    expect(ran.stderr).toContain('everything is taken back')
  }, 60_000)

  it('undo leaves a file that somebody has changed since', async () => {
    const ran = await inSandbox(
      [
        'sh trust.sh >/dev/null',
        'file=$(ls /usr/local/share/ca-certificates/rootcause-*.crt); echo "# mine" >> "$file"',
        'sh trust.sh undo >/dev/null; echo "code $?"; tail -n 1 "$file"',
      ].join('\n'),
      { 'trust.sh': script('sh', need({ add: [added()] })) },
    )
    expect(ran.stdout, ran.stderr).toBe('code 0\n# mine\n')
    expect(ran.stderr).toContain('was changed since, and stays')
  }, 60_000)

  it('tells where there is no store to change', async () => {
    const ran = await inSandbox('mount -t tmpfs none /etc; sh trust.sh; echo "code $?"', {
      'trust.sh': script('sh', need({ add: [added()] })),
    })
    expect(ran.stdout).toBe('code 1\n')
    expect(ran.stderr).toContain('install the package ca-certificates')
  })

  it('is read by curl on the image that the Dockerfile lines make: the RUN lines, run as they stand', async () => {
    const lines = script('dockerfile', need({ add: [added()], drop: [dropped()] }))
    const ran = await inSandbox(
      [
        asks(),
        'sh run.sh >&2; echo "code $?"',
        asks(),
        'sh run.sh >&2; echo "code $?"',
        'grep -c "^!mozilla/ISRG" /etc/ca-certificates.conf',
        'ls /usr/local/share/rootcause',
      ].join('\n'),
      { 'run.sh': runOf(lines) },
    )
    expect(curls(ran), ran.stderr).toEqual([rejects, accepts])
    expect(ran.stdout.match(/^code \d+$/gm), ran.stderr).toEqual(['code 0', 'code 0'])
    expect(ran.stdout).toContain('\n1\n')
    expect(ran.stdout).toContain('system-bundle.pem')
  }, 60_000)

  it('the Dockerfile lines also serve an image that has a bundle and no tool, and stop at one with a user of its own', async () => {
    const lines = script('dockerfile', need({ add: [added()] }))
    const ran = await inSandbox(
      [
        // A bundle without a newline at its end: RFC 7468 §2 wants its lines whole.
        'bundle=/etc/ssl/certs/ca-certificates.crt; printf %s "$(cat $bundle)" > own.crt; cp own.crt $bundle',
        'rm -f /etc/ca-certificates.conf; rm -rf /etc/ca-certificates /etc/pki; for shell in bash "busybox sh"; do $shell run.sh >&2; echo "code $?"; done',
        asks(),
        'chmod 755 . ..; setpriv --reuid=65534 --clear-groups sh run.sh; echo "code $?"',
        'rm -rf /etc/ssl/certs; sh run.sh; echo "code $?"',
      ].join('\n'),
      { 'run.sh': runOf(lines) },
    )
    expect(ran.stdout, ran.stderr).toBe(`code 0\ncode 0\n${accepts}\ncode 1\ncode 1\n`)
    expect(ran.stderr).toContain('put USER root before this line')
    expect(ran.stderr).toContain('install the package ca-certificates before this line')
  }, 60_000)
})

/** What a Dockerfile's RUN hands to the shell: everything behind it, lines joined (Dockerfile reference, escape). */
function runOf(lines: string): string {
  const joined = lines.replace(/\\\n/g, '')
  return (
    joined
      .split('\n')
      .find((line) => line.startsWith('RUN '))
      ?.slice(4) ?? 'exit 99'
  )
}

const trustTool = why ?? (hasTool('trust', 'list', '--filter=ca-anchors') ? null : 'p11-kit is not here')

describe.skipIf(trustTool !== null)(`sh, where p11-kit makes the store (${trustTool ?? 'all there'})`, () => {
  /** As ca-certificates of Fedora has it: p11-kit makes the bundle out of folders; the tool is a script around that. */
  const layout = (source: string, bundle: string): string =>
    [
      `mkdir -p ${source}/anchors ${source}/blocklist ${bundle.slice(0, bundle.lastIndexOf('/'))} bin`,
      `cp ${packaged} ${source}/anchors/packaged.pem`,
      // p11-kit reads the folders that it is told in its module's configuration (pkcs11.conf(5), trust-module: paths).
      `mkdir -p modules; printf 'module: p11-kit-trust.so\\ntrust-policy: yes\\nx-init-reserved: paths=%s\\n' ${source} > modules/p11-kit-trust.module`,
      `printf '#!/bin/sh\\nexec trust extract --overwrite --format=pem-bundle --filter=ca-anchors --purpose=server-auth ${bundle}\\n' > bin/update-ca-trust`,
      'cp bin/update-ca-trust bin/update-ca-certificates; chmod +x bin/*; PATH="$PWD/bin:$PATH"; export PATH',
      'mount --bind modules /usr/share/p11-kit/modules',
    ].join('\n')

  it.each([
    ['Fedora', '/etc/pki/ca-trust/source', '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', 'dash'],
    ['Fedora', '/etc/pki/ca-trust/source', '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', 'busybox sh'],
    ['Arch', '/etc/ca-certificates/trust-source', '/etc/ca-certificates/extracted/tls-ca-bundle.pem', 'bash'],
    ['SUSE', '/etc/pki/trust', '/var/lib/ca-certificates/ca-bundle.pem', 'dash'],
  ])(
    '%s layout in %s (%s, %s): adds, distrusts, takes back',
    async (name, source, bundle, shell) => {
      const asksBundle = `curl -sS -o /dev/null --max-time 20 --cacert ${bundle} ${url()} 2>/dev/null; echo "curl $?"; grep -c BEGIN ${bundle}`
      const ran = await inSandbox(
        [
          layout(source, bundle),
          applets,
          'update-ca-trust; echo "made $?"',
          asksBundle,
          `${withTools(shell)} trust.sh >&2; echo "code $?"`,
          asksBundle,
          `${withTools(shell)} trust.sh undo >&2; echo "code $?"`,
          asksBundle,
          `ls ${source}/anchors ${source}/blocklist`,
        ].join('\n'),
        { 'trust.sh': script('sh', need({ add: [added()], drop: [dropped()] })) },
      )
      expect(ran.stderr).toContain(`makes the store of ${name} anew`)
      // One root before; instead of it ours; then the one again.
      expect(ran.stdout, ran.stderr).toMatch(/^made 0\ncurl 60\n1\ncode 0\ncurl 0\n1\ncode 0\ncurl 60\n1\n/)
      expect(ran.stdout).not.toContain('rootcause-')
    },
    60_000,
  )
})

const ansible = why ?? (hasTool('ansible-playbook', '--version') ? null : 'ansible-playbook is not here')

describe.skipIf(ansible !== null)(`ansible, on this machine in a namespace (${ansible ?? 'all there'})`, () => {
  const play = (more = '') =>
    `ansible-playbook -i localhost, -c local ${more} trust.yml > log 2>&1; echo "code $? $(grep -o 'changed=[0-9]*' log)"; grep -A5 -i "fatal\\|error" log >&2`

  it('adds and distrusts, finds it done the second time, takes it back, and shows without doing', async () => {
    const ran = await inSandbox(
      [
        'export HOME=$PWD LC_ALL=C.UTF-8',
        `${state} > before`,
        play('--check'),
        `${state} > after; diff before after && echo untouched`,
        asks(),
        play(),
        asks(),
        'grep -c "^!mozilla/ISRG_Root_X1.crt" /etc/ca-certificates.conf',
        play(),
        play('-e rootcause_state=absent'),
        asks(),
        `${state} > after; diff before after && echo same`,
      ].join('\n'),
      { 'trust.yml': script('ansible', need({ add: [added()], drop: [dropped()] })) },
    )
    expect(ran.stdout, ran.stderr).toBe(
      `code 0 changed=2\nuntouched\n${rejects}\ncode 0 changed=3\n${accepts}\n1\ncode 0 changed=0\ncode 0 changed=3\n${rejects}\nsame\n`,
    )
  }, 180_000)

  /** Debian's own tool, which fails until the file `fixed` is there; it counts its calls. */
  const failing = (work: string): string =>
    [
      'cp /usr/sbin/update-ca-certificates real',
      `cat > tool <<END\n#!/bin/sh\necho >> $PWD/calls\n[ -e $PWD/fixed ] || { ${work} exit 7; }\nexec sh $PWD/real "\\$@"\nEND`,
      'chmod +x tool; mount --bind tool /usr/sbin/update-ca-certificates',
    ].join('\n')

  it.each([
    ['before it has made anything', '', rejects, accepts],
    ['after it has made the bundle', 'sh $PWD/real "\\$@";', accepts, rejects],
  ])(
    'a tool that fails %s is run again by the next play, both ways',
    async (_, work, afterAdding, afterTaking) => {
      const twice = (more: string): readonly string[] => [
        'rm -f fixed calls',
        play(more),
        asks(),
        'touch fixed',
        play(more),
        asks(),
        play(more),
        'wc -l < calls',
      ]
      const ran = await inSandbox(
        [
          'export HOME=$PWD LC_ALL=C.UTF-8',
          failing(work),
          `(${state}; ls /var/lib) > before`,
          ...twice(''),
          ...twice('-e rootcause_state=absent'),
          `(${state}; ls /var/lib) > after; diff before after && echo same`,
        ].join('\n'),
        { 'trust.yml': script('ansible', need({ add: [added()] })) },
      )
      const expected = (now: string, then: string): string =>
        `code 2 changed=1\n${now}\ncode 0 changed=1\n${then}\ncode 0 changed=0\n2\n`
      expect(ran.stdout, ran.stderr).toBe(`${expected(afterAdding, accepts)}${expected(afterTaking, rejects)}same\n`)
    },
    180_000,
  )

  it('makes the store anew where the file is there and the store was made without it', async () => {
    const ran = await inSandbox(
      [
        'export HOME=$PWD LC_ALL=C.UTF-8',
        'cp /etc/ssl/certs/ca-certificates.crt without',
        play(),
        'cp without /etc/ssl/certs/ca-certificates.crt',
        play(),
        'cmp -s without /etc/ssl/certs/ca-certificates.crt; echo "code $?"',
        play(),
      ].join('\n'),
      { 'trust.yml': script('ansible', need({ add: [added()] })) },
    )
    expect(ran.stdout, ran.stderr).toBe('code 0 changed=2\ncode 0 changed=1\ncode 1\ncode 0 changed=0\n')
  }, 120_000)

  it('stops at a certificate that was changed in the text', async () => {
    const text = script('ansible', need({ add: [added()] }))
    const damaged = text.replace(/^( +MI.{20})(.)/m, (_, head: string, one: string) => `${head}${one === 'A' ? 'B' : 'A'}`)
    expect(damaged).not.toBe(text)
    const ran = await inSandbox(
      `export HOME=$PWD LC_ALL=C.UTF-8; ${state} > before; ${play()}; ${state} > after; diff before after && echo same`,
      {
        'trust.yml': damaged,
      },
    )
    expect(ran.stdout, ran.stderr).toBe('code 2 changed=0\nsame\n')
  }, 60_000)
})

describe('the head says why what is added may be trusted', () => {
  const headOf = (form: ScriptForm, ...by: readonly Vouching[]): string =>
    script(form, need({ add: by.map((one) => ({ ...added(), by: one })) }))

  it.each(scriptForms)('%s: by the evidence, or by nothing but the word of whoever made it', (form) => {
    expect(headOf(form, 'evidence')).toMatch(/^# What it adds was authenticated where this was made\.$/m)
    for (const text of [headOf(form, 'user'), headOf(form, 'evidence', 'user')]) {
      expect(text).toMatch(/^# Nothing but the word of whoever made this vouches/m)
      expect(text).not.toContain('authenticated')
    }
    expect(headOf(form, 'administrator')).toMatch(/^# The administrator of the machine where this was made trusts/m)
    expect(script(form, need({ drop: [dropped()] }))).not.toContain('authenticated')
  })
})
