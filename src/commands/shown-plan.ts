import type { Host } from '../host/host.ts'
import type { LineChange, ShownPlan, ShownStep } from '../model/fix-report.ts'
import type { FileChange, Plan, Step, Tool } from '../model/plan.ts'
import { lineChanges } from '../report/plan/line-changes.ts'
import { decodeBase64 } from '../x509/base64.ts'

/** Lines of one file that are shown at most. */
const mostLines = 40

/** The plan as a reader may see it: files by the lines that change, with what looks like a secret cut out. */
export const shownPlan = (plan: Plan, host: Host): ShownPlan => ({
  ...plan,
  steps: plan.steps.map((step) => shownStep(step, host)),
})

function shownStep({ change, why, needsRights }: Step, host: Host): ShownStep {
  const common = { why, needsRights }
  switch (change.kind) {
    case 'file':
      return { ...common, ...shownFile(change, host) }
    case 'rewrite':
      return {
        ...common,
        kind: 'rewrite',
        what: change.path,
        command: commandOf(change.tool),
        lines: [],
        effect: 'changes',
        prompt: '',
      }
    case 'entry':
      return {
        ...common,
        kind: 'entry',
        what: change.store,
        command: commandOf(change.tool),
        lines: [],
        effect: change.present ? 'makes' : 'removes',
        prompt: change.prompt,
      }
    case 'regenerate':
      return {
        ...common,
        kind: 'regenerate',
        what: change.store,
        command: commandOf(change.tool),
        lines: [],
        effect: 'changes',
        prompt: '',
      }
  }
}

function shownFile({ path, before, content }: FileChange, host: Host): Omit<ShownStep, 'why' | 'needsRights'> {
  const effect = content === null ? 'removes' : before === null ? 'makes' : 'changes'
  const lines =
    content === null
      ? []
      : linesOf(before === null ? '' : textAt(path, host), new TextDecoder().decode(decodeBase64(content).bytes))
  return { kind: 'file', what: path, command: '', lines, effect, prompt: '' }
}

function textAt(path: string, host: Host): string {
  try {
    return new TextDecoder().decode(host.readFile(path) ?? new Uint8Array())
  } catch {
    // It is said when the plan is carried out.
    return ''
  }
}

/** A list of our own making in few words: how many it holds, and what differs from where they were taken. */
function linesOf(before: string, after: string): readonly LineChange[] {
  if (!after.startsWith('# Made by rootcause.')) return changedLines(before, after)
  const count = after.split('-----BEGIN CERTIFICATE-----').length - 1
  const differs = [...after.matchAll(/^# ((?:added|left out): .*?)(?: \([0-9a-f]{64}\))?$/gm)].map(([, text = '']) => text)
  return [count === 1 ? '1 certificate' : `${count} certificates`, ...differs].map((text) => ({ kind: 'added', text }))
}

/** Certificates are named in the plan's words; their base64 says nothing to a reader. */
function changedLines(before: string, after: string): readonly LineChange[] {
  const shown: LineChange[] = []
  let isInside = false
  for (const { kind, text } of lineChanges(before, after)) {
    const isEnd = /^-----END [A-Z ]+-----$/.test(text.trim())
    isInside = isInside || /^-----BEGIN [A-Z ]+-----$/.test(text.trim())
    if (!isInside && !isEnd && !isBase64(text)) shown.push({ kind, text: withoutSecrets(text) })
    if (isEnd) isInside = false
  }
  return shown.length > mostLines ? [] : shown
}

/** A line of a certificate whose beginning is not among the lines that changed. */
const isBase64 = (line: string): boolean => /^[A-Za-z0-9+/]{64}$/.test(line.trim())

/**
 * Secrets of the files that plans change, and of their neighbours: user information of addresses; what stands behind a name that has one of
 * the usual words in it (npm, git, curl, pip, environments of shells, Docker and CI; fish and Docker set without a sign between); headers; the words of curl (curl(1), -u, -U, -b, -H)
 * and wget; tokens by their form (GitHub, GitLab, npm, PyPI, Slack, AWS, JWT). A word too much is cut rather than one too few.
 */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/(:\/\/)[^\s/@'"]+@/g, '$1***@'],
  [/\b((?:proxy-)?authorization["']?\s*[:=]\s*)\S.*/gi, '$1***'],
  [/\b((?:basic|bearer|negotiate)\s+)[\w.~+/=-]{8,}/gi, '$1***'],
  [
    /((?:^|[^a-z])[\w.-]*(?:auth|token|pass|pwd|secret|api[_-]?key|access[_-]?key|private[_-]?key|credential|cookie|session|(?:^|[_-])pat\b)\w*["']?\s*[=:]\s*)\S.*/gi,
    '$1***',
  ],
  [
    /(^\s*(?:-{0,2}(?:proxy-|tls)?user|-{0,2}(?:proxy-|http-|ftp-)?pass(?:word|wd)?|-{0,2}oauth2-bearer|-{0,2}cookie|-[uUb])\s*[=:\s]\s*)\S.*/gi,
    '$1***',
  ],
  [
    /(\s(?:--(?:proxy-)?user|--(?:proxy-|http-|ftp-)?password|--pass|--oauth2-bearer|--token|--cookie|-[uUb])[=\s]\s*)\S+/g,
    '$1***',
  ],
  [
    /(^\s*(?:set|setenv|export|ENV|ARG)\s+(?:-\w+\s+)*[\w-]*(?:auth|token|pass|pwd|secret|key|credential|cookie|session|_pat\b)\w*[=:\s]\s*)\S.*/gi,
    '$1***',
  ],
  [
    /\b(?:gh[pousr]_\w{16,}|github_pat_\w{16,}|glpat-[\w-]{15,}|npm_\w{16,}|pypi-[\w-]{16,}|xox[abeoprs]-[\w-]{10,}|(?:AKIA|ASIA)[A-Z0-9]{16}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)/g,
    '***',
  ],
]

/** A line of somebody's file as it may be shown. */
export const withoutSecrets = (line: string): string =>
  secrets.reduce((text, [pattern, mask]) => text.replace(pattern, mask), line)

/** As it could be typed in a shell. */
function commandOf({ argv }: Tool): string {
  return argv.map((word) => (/^[\w@%+=:,./{}-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ')
}
