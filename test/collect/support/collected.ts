import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readCaseFile } from '../../../src/capture/case-file.ts'
import { diagnose, sealEvidence } from '../../../src/diagnose.ts'
import { nodeSignatureVerifier } from '../../../src/host/node-signature-verifier.ts'
import type { Evidence } from '../../../src/model/evidence.ts'
import type { Report } from '../../../src/model/report.ts'

/** What a collector left. */
export interface Collected {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  readonly ms: number
}

/**
 * Variables that collectors read, with a canary in each form of secret that `report/redact-text.ts` knows. The forms are those of the issuers:
 * GitHub's, GitLab's, npm's, PyPI's, Slack's, AWS' and JSON web tokens.
 */
export const plantedSecrets: Readonly<Record<string, string>> = {
  HTTPS_PROXY: 'http://canary:canary@proxy.example:3128/?token=canary',
  http_proxy: 'canary:canary@proxy.example:3128',
  NO_PROXY: 'localhost,canary:canary@proxy.example,password=canary,Bearer canarycanarycanary,ghp_canarycanarycanarycanary',
  no_proxy: 'glpat-canarycanarycanary,npm_canarycanarycanarycanary,xoxb-canarycanarycanary,sk-canarycanarycanarycanary',
  ALL_PROXY: 'socks5h://canary:canary@proxy.example',
  SSLKEYLOGFILE: '/nowhere/keys?api_key=canary&Access-Key=canary&MY_TOKEN=canary',
  OPENSSL_CONF: '/nowhere/x.cnf;Authorization: Basic canarycanarycanary;canary@mail.example;eyJcanarycanary.canarycanary.canary',
}

/** Runs a program with a script as its standard input, in an environment that holds nothing else. Killed after 40 s. */
export function collected(
  [file = '', ...args]: readonly string[],
  script: string,
  { env, cwd }: { readonly env: Readonly<Record<string, string>>; readonly cwd: string },
): Promise<Collected> {
  const began = performance.now()
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(file, args, { cwd, env, stdio: ['pipe', 'pipe', 'pipe'] })
    const out: Buffer[] = []
    const err: Buffer[] = []
    const timer = setTimeout(() => child.kill('SIGKILL'), 40_000)
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk))
    child.once('error', reject)
    child.stdin?.on('error', () => undefined)
    child.stdin?.end(script)
    child.once('close', (code) => {
      clearTimeout(timer)
      const ms = performance.now() - began
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString(), ms })
    })
  })
}

/** The case that was written, by the reader that `check` uses. Fails where there is none. */
export function caseOf({ code, stdout, stderr }: Collected): Evidence {
  if (code !== 0) throw new Error(`status ${code}: ${stderr}`)
  return readCaseFile(stdout, 'the case')
}

/** What `check` makes of it. */
export function reportOf(evidence: Evidence): Report {
  const verify = nodeSignatureVerifier()
  return diagnose(sealEvidence(evidence, { verify }), { verify })
}

/** SHA-256 by Node's own hash, in hexadecimal. */
export const sha256 = (der: Uint8Array): string => createHash('sha256').update(der).digest('hex')

/** The chain that a class of hello drew; `null`: none, or it was not tried. */
export function chainOf({ sends }: Evidence, hello: string): readonly string[] | null {
  const send = sends.find((s) => s.hello === hello)
  return send?.outcome.kind === 'chain' ? send.outcome.chain : null
}
