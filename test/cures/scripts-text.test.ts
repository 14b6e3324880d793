import { execFileSync } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { script } from '../../src/cures/scripts/index.ts'
import { type ScriptForm, scriptForms } from '../../src/cures/scripts/script-form.ts'
import { pwsh } from '../support/pwsh.ts'
import { hasTool } from '../support/tool.ts'
import { anchorOf, need, newRoot } from './anchors.ts'

const root = newRoot('scripted text')
const other = newRoot('scripted other')

/** What would leave a comment, a string or a line in one of the four forms. */
const hostile = [
  `'; touch /tmp/rootcause-was-here; '`,
  '"$(touch /tmp/rootcause-was-here)"',
  '`touch /tmp/rootcause-was-here`',
  'a\nRUN touch /tmp/rootcause-was-here\n',
  'a\r\ntouch /tmp/rootcause-was-here\r',
  'a\u2028touch /tmp/rootcause-was-here\u2029\u0085',
  '#> Remove-Item C:\\ <#',
  "'@ }\n) ; Remove-Item C:\\",
  '*/ {{ lookup("pipe", "id") }} {% raw %}',
  '\\',
  '--- !!python/object: &a [',
  '$& $1 $` END_OF_PEM\nEND_OF_PEM',
  '../../../etc/passwd',
  '\u202egnp.exe\u0000\u001b[31m',
  'ISRG Root X1',
  '',
]

const named = (label: string) => need({ add: [anchorOf(root, label)], drop: [anchorOf(other, label)] })

describe('script text', () => {
  it.each(scriptForms)(
    '%s: whatever the name, only comments and file names differ, and in them letters, digits, blanks, dots, hyphens',
    (form) => {
      const plain = script(form, named('x')).split('\n')
      for (const label of hostile) {
        const lines = script(form, named(label)).split('\n')
        expect(lines.length, label).toBe(plain.length)
        expect(script(form, named(label))).toMatch(/^[\x20-\x7e\n]*$/)
        lines.forEach((line, i) => {
          const expected = plain[i] ?? ''
          if (line === expected) return
          if (expected.startsWith('#'))
            expect(line).toMatch(
              /^# {1,3}(?:rootcause: )?(?:adds|distrusts|removes|leaves)[A-Za-z]*(?: (?:to|from|in) (?:ROOT|CA))? +[A-Za-z0-9 .-]+(?:, SHA-256 [0-9a-f]{64})?$/,
            )
          else
            expect(line.replace(/rootcause-[a-z0-9-]+-[0-9a-f]{8}/g, 'NAME')).toBe(
              expected.replace(/rootcause-[a-z0-9-]+-[0-9a-f]{8}/g, 'NAME'),
            )
        })
      }
    },
  )

  it.each(scriptForms)('%s: holds the certificates to the octet, with their SHA-256', (form) => {
    const text = script(form, named('x'))
    const isPowershell = form === 'powershell'
    // PowerShell takes no root away: the second certificate is named, and not there.
    for (const der of isPowershell ? [root] : [root, other]) {
      const lines =
        Buffer.from(der)
          .toString('base64')
          .match(/.{1,64}/g) ?? []
      for (const line of lines) expect(text).toContain(line)
    }
    for (const der of [root, other]) expect(text).toContain(createHash('sha256').update(der).digest('hex'))
    if (isPowershell) {
      expect(text).toContain(new X509Certificate(root).fingerprint.replaceAll(':', ''))
      expect(text).not.toContain(Buffer.from(other).toString('base64').slice(200, 260))
    }
  })

  it.each(scriptForms)('%s: the SHA-256 is of the octets, not what was said of them', (form) => {
    const lying = { ...anchorOf(root), sha256: anchorOf(other).sha256 }
    expect(script(form, need({ add: [lying] }))).not.toContain(anchorOf(other).sha256)
    expect(script(form, need({ add: [lying] }))).toContain(anchorOf(root).sha256)
  })

  it('leads the runtimes that reject to the store of the image, and no others', () => {
    const asking = (runtime: string) => ({
      client: 'x',
      store: 's',
      asking: {
        installation: { runtime, path: '/x', version: null, client: null, note: '' },
        stores: [],
        unknown: '',
        why: { kind: 'built-in' as const, name: '', value: '', where: '' },
        overrides: [],
        withoutEffect: [],
        dangers: [],
        source: '',
      },
    })
    const lines = (...runtimes: string[]) =>
      script('dockerfile', need({ add: [anchorOf(root)], seats: runtimes.map(asking) })).match(/^ENV .*$/gm)
    expect(lines()).toBeNull()
    expect(lines('curl', 'openssl')).toBeNull()
    expect(lines('node', 'requests')).toEqual([
      'ENV NODE_EXTRA_CA_CERTS=/usr/local/share/rootcause/roots.pem',
      'ENV REQUESTS_CA_BUNDLE=/usr/local/share/rootcause/system-bundle.pem',
    ])
  })

  it('turns verification off nowhere', () => {
    for (const form of scriptForms)
      expect(script(form, named('x'))).not.toMatch(/insecure|REJECT_UNAUTHORIZED|verify=false|--no-check|sslVerify|strict-ssl/i)
  })
})

/** Runs a checker on a script in a folder of its own; what it printed where it fails. */
function checked(form: ScriptForm, name: string, program: string, args: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'rootcause-script-'))
  try {
    writeFileSync(join(folder, name), script(form, named('It’s $(a) `name`')))
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      LC_ALL: 'C.UTF-8',
      ANSIBLE_LOCALHOST_WARNING: 'false',
      ANSIBLE_INVENTORY_UNPARSED_WARNING: 'false',
    }
    return execFileSync(program, [...args, name], {
      cwd: folder,
      env,
      encoding: 'utf8',
      timeout: 60_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    throw new Error(`${String(error)}\n${stdout ?? ''}${stderr ?? ''}`, { cause: error })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

describe('script checkers', () => {
  it.skipIf(!hasTool('shellcheck', '--version'))('shellcheck finds nothing (skipped where it is not installed)', () => {
    expect(checked('sh', 'trust.sh', 'shellcheck', ['--shell=sh', '--severity=style'])).toBe('')
  })

  it.skipIf(!hasTool('ansible-playbook', '--version'))(
    'ansible-playbook --syntax-check accepts it (skipped where it is not installed)',
    () => {
      expect(checked('ansible', 'trust.yml', 'ansible-playbook', ['--syntax-check', '-i', 'localhost,'])).toContain(
        'playbook: trust.yml',
      )
    },
    60_000,
  )

  it.skipIf(pwsh === null)('PowerShell parses it (skipped where there is none)', () => {
    const parse =
      '& { $e = $null; $null = [System.Management.Automation.Language.Parser]::ParseFile((Resolve-Path $args[0]), [ref] $null, [ref] $e); $e; exit $e.Count }'
    expect(checked('powershell', 'trust.ps1', pwsh ?? '', ['-NoProfile', '-Command', parse])).toBe('')
  })
})
