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
      : changedLines(before === null ? '' : textAt(path, host), new TextDecoder().decode(decodeBase64(content).bytes))
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

/** Names that hold secrets in the files of package managers, git, curl and pip; and passwords within addresses. */
export function withoutSecrets(line: string): string {
  return line
    .replace(/(:\/\/[^/@\s:]*):[^/@\s]*@/g, '$1:***@')
    .replace(/((?:auth|token|passw(?:or)?d|secret|api[_-]?key|_auth\w*|proxy-user|user)\s*[=:]\s*).+/i, '$1***')
}

/** As it could be typed in a shell. */
function commandOf({ argv }: Tool): string {
  return argv.map((word) => (/^[\w@%+=:,./{}-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ')
}
