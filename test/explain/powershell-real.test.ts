import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { explain } from '../../src/explain/explain.ts'
import { type LabServer, labServer } from '../cli/support/lab-server.ts'
import { pwsh } from '../support/pwsh.ts'
import { hasTool } from '../support/tool.ts'
import { powershellSessions, type Session } from './support/powershell-sessions.ts'

const lacking =
  pwsh === null ? 'PowerShell 7 is not here' : hasTool('script', '--version') ? null : "util-linux' script is not here"
const servers = new Map<string, LabServer>()
const recorded: { name: string; port: number; text: string }[] = []
let folder: string

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rootcause-'))
  if (lacking === null)
    for (const id of new Set(powershellSessions.map(({ fault }) => fault))) servers.set(id, await labServer(id, folder))
})

afterAll(async () => {
  await Promise.all([...servers.values()].map(({ served }) => served.close()))
  rmSync(folder, { recursive: true, force: true })
  // With BLESS set, what was printed is put down for those who have no PowerShell (powershell.test.ts).
  if (process.env['BLESS'] !== undefined && recorded.length === powershellSessions.length)
    writeFileSync(fileURLToPath(new URL('powershell-7.json', import.meta.url)), `${JSON.stringify(recorded, null, 1)}\n`)
})

/** All that it prints, colours and all, with the fault's own store and no other. */
function printed({ code, as }: Session, { served, store }: LabServer): Promise<string> {
  const text = code.replaceAll('PORT', String(served.port))
  const file = join(folder, 'it.ps1')
  writeFileSync(file, `${text}\n`)
  const start = [pwsh ?? '', '-NoLogo', '-NoProfile', '-NonInteractive']
  const argv = {
    command: [...start, '-Command', text],
    file: [...start, '-File', file],
    terminal: ['script', '-qec', `stty cols 90; ${start.join(' ')} -File ${file}`, '/dev/null'],
  }[as]
  return new Promise((resolve, reject) => {
    const child = spawn(argv[0] ?? '', argv.slice(1), {
      timeout: 60_000,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: folder,
        TERM: 'xterm-256color',
        LC_ALL: 'C.UTF-8',
        SSL_CERT_FILE: store,
        SSL_CERT_DIR: '/nonexistent',
      },
    })
    let all = ''
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk: string) => (all += chunk))
    child.on('error', reject)
    child.on('close', () => resolve(all))
  })
}

describe.skipIf(lacking !== null)(`errors as a real PowerShell 7 prints them (${lacking ?? 'all there'})`, () => {
  it.each(powershellSessions)(
    '$name: $fault',
    async (session) => {
      const server = servers.get(session.fault)
      if (server === undefined) throw new Error(session.fault)
      const text = await printed(session, server)
      const { port } = server.served
      recorded.push({ name: session.name, port, text: text.replaceAll(folder, '/home/u') })
      const [first] = explain(text).recognised
      expect(first?.causes.join(' ') ?? '', text).toBe(session.causes)
      expect([first?.host ?? null, first?.port ?? null], text).toEqual(session.target ? ['localhost', port] : [null, null])
    },
    60_000,
  )
})
