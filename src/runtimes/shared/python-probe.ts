import type { Host } from '../../host/host.ts'

/** What an interpreter says of itself. */
export interface PythonAnswer {
  /** `3.11.2`. */
  readonly version: string
  /** `OpenSSL 3.0.19 27 Jan 2026`, `LibreSSL 2.8.3`. */
  readonly openssl: string
  /** The bundle that its OpenSSL was built to read. */
  readonly file: string
  /** The folder that its OpenSSL was built to read. */
  readonly folder: string
}

/** Milliseconds that an interpreter is given. */
const patience = 5000

/** One line of JSON. In the words of Python 2.7 and 3 both. */
export const pythonProbe =
  'import json,ssl,sys;p=ssl.get_default_verify_paths();' +
  "print(json.dumps({'version':'%d.%d.%d'%sys.version_info[:3],'openssl':ssl.OPENSSL_VERSION,'file':p.openssl_cafile,'folder':p.openssl_capath}))"

/**
 * How an interpreter is asked: alone, so that neither variables nor `sitecustomize` nor the user's own packages run (`-I`, which
 * Python 2 spells `-E -s`), and so that it writes no compiled modules (`-B`).
 */
export const pythonProbeArguments = (version: string | null): readonly string[] =>
  version?.startsWith('2.') === true ? ['-E', '-s', '-S', '-B', '-c', pythonProbe] : ['-I', '-S', '-B', '-c', pythonProbe]

/** Starts the interpreter for what it was built to read. `version`: as far as files tell it. */
export async function askPython(
  host: Host,
  program: string,
  version: string | null,
): Promise<{ readonly answer: PythonAnswer } | { readonly unknown: string }> {
  const root = host.env['SystemRoot']
  // Windows' own libraries want to know where they are.
  const env: Readonly<Record<string, string>> = host.platform === 'win32' && root !== undefined ? { SystemRoot: root } : {}
  const ran = await host.run([program, ...pythonProbeArguments(version)], { timeout: patience, env })
  if (ran.kind === 'timeout') return { unknown: `it did not answer within ${patience / 1000} s` }
  if (ran.kind === 'refused') return { unknown: ran.why }
  const answer = parsed(ran.stdout)
  if (ran.code === 0 && answer !== null) return { answer }
  return { unknown: lastLine(ran.stderr) ?? `it ended with code ${ran.code}` }
}

function parsed(text: string): PythonAnswer | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value !== 'object' || value === null) return null
    const field = (name: string): string => {
      const found: unknown = Reflect.get(value, name)
      return typeof found === 'string' ? found : ''
    }
    return { version: field('version'), openssl: field('openssl'), file: field('file'), folder: field('folder') }
  } catch {
    return null
  }
}

const lastLine = (text: string): string | undefined =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .findLast((line) => line !== '')
