/** What is typed into PowerShell, and what `explain` should make of the error that it prints. */
export interface Session {
  readonly name: string
  /** A fault of the lab. */
  readonly fault: string
  /** `PORT` stands for the server's. */
  readonly code: string
  /** How it is run: as a command, as a file, or as a file on a terminal of 90 columns. */
  readonly as: 'command' | 'file' | 'terminal'
  /** One of them is what the fault has; empty: the text has no word of TLS. */
  readonly causes: string
  /** Whether the text has the host and its port whole. */
  readonly target: boolean
}

const untrusted = 'unknown-issuer untrusted-root-sent self-signed-target'
const incomplete = 'missing-intermediate unknown-issuer'
const date = 'expired-unspecified not-yet-valid'
const handshake = 'handshake-unspecified'
const behindIt = 'unspecified handshake-unspecified'

/** A command that fails, and then its error asked for. */
const and = (then: string): string => `try { Invoke-WebRequest https://localhost:PORT/ } catch {}; ${then}`
const get = 'Invoke-WebRequest https://localhost:PORT/'

// One a line: session, fault, how, causes, whether it tells the target, code.
const rows: readonly (readonly [string, string, Session['as'], string, boolean, string])[] = [
  ['a web request', 'unknown-root', 'command', incomplete, false, get],
  [
    'a web request of a script',
    'missing-intermediate',
    'file',
    incomplete,
    true,
    '$page = Invoke-WebRequest -Uri "https://localhost:PORT/index.html" -UseBasicParsing',
  ],
  [
    'a web request on a terminal',
    'expired-leaf',
    'terminal',
    date,
    true,
    'Invoke-WebRequest https://localhost:PORT/a/rather/long/path/so/that/the/line/is/cut/in/the/middle',
  ],
  [
    'a REST method in a function',
    'wrong-host',
    'terminal',
    'wrong-host',
    true,
    'function Get-It {\n  Invoke-RestMethod -Uri https://localhost:PORT/api/v1 -Method Post -Body @{ a = 1 }\n}\nGet-It',
  ],
  ['a REST method, too early', 'not-yet-valid-leaf', 'terminal', date, true, 'Invoke-RestMethod https://localhost:PORT/'],
  ['a signature', 'bad-signature', 'terminal', 'bad-signature', true, get],
  ['a purpose', 'client-purpose-leaf', 'command', 'purpose', false, get],
  ['a name constraint', 'name-excluded', 'command', 'name-constraint', false, get],
  ['no authority', 'intermediate-not-a-ca', 'command', 'not-a-ca path-length', false, get],
  [
    'WebClient in a script',
    'missing-intermediate',
    'file',
    behindIt,
    true,
    '[Net.WebClient]::new().DownloadString("https://localhost:PORT/x")',
  ],
  [
    'an installer whose line is cut within the host',
    'unknown-root',
    'terminal',
    behindIt,
    false,
    'iex ((New-Object System.Net.WebClient).DownloadString("https://localhost:PORT/install.ps1"))',
  ],
  [
    'HttpClient',
    'expired-leaf',
    'command',
    behindIt,
    false,
    '[Net.Http.HttpClient]::new().GetStringAsync("https://localhost:PORT/").GetAwaiter().GetResult()',
  ],
  [
    'SslStream',
    'wrong-host',
    'command',
    'wrong-host',
    false,
    '$c = [Net.Sockets.TcpClient]::new("localhost", PORT); [Net.Security.SslStream]::new($c.GetStream()).AuthenticateAsClient("localhost")',
  ],
  ['$Error[0] | Format-List -Force', 'self-signed-leaf', 'command', untrusted, true, and('$Error[0] | Format-List -Force *')],
  [
    'the exception as a list, words cut',
    'expired-leaf',
    'command',
    date,
    false,
    and('$Error[0].Exception | Format-List -Force *'),
  ],
  ['Get-Error', 'wrong-host', 'command', 'wrong-host', true, and('Get-Error')],
  ['NormalView', 'wrong-host', 'command', 'wrong-host', true, `$ErrorView = "NormalView"; ${get}`],
  ['DetailedView', 'expired-leaf', 'command', date, true, `$ErrorView = "DetailedView"; ${get}`],
  ['CategoryView', 'unknown-root', 'command', '', false, `$ErrorView = "CategoryView"; ${get}`],
  [
    'an error within another, as text',
    'expired-leaf',
    'file',
    date,
    true,
    'try { Invoke-WebRequest https://localhost:PORT/nuget/v2 } catch { Write-Error "Package source failed: $_"; Write-Host ($_ | Out-String); Write-Host $_.Exception.ToString() }',
  ],
  [
    'an error within another, hidden',
    'unknown-root',
    'file',
    '',
    false,
    "try { Invoke-WebRequest https://localhost:PORT/ } catch { throw [InvalidOperationException]::new(\"Unable to download from URI 'https://localhost:PORT/' to ''.\", $_.Exception) }",
  ],
  [
    'in parallel',
    'missing-intermediate',
    'terminal',
    incomplete,
    false,
    '"https://localhost:PORT/a" | ForEach-Object -Parallel { Invoke-RestMethod $_ }',
  ],
  ['an old protocol', 'old-protocol', 'terminal', handshake, true, get],
  ['a handshake that the server ends', 'handshake-failure', 'command', handshake, false, get],
  ['a connection that the server ends', 'closes', 'command', handshake, false, get],
  ['no TLS', 'plain-http', 'command', 'protocol', false, get],
  [
    'a certificate that the server wants',
    'client-certificate-required',
    'terminal',
    'client-cert-required handshake-unspecified',
    true,
    get,
  ],
]

/** Sessions of PowerShell 7, each an error that it prints. */
export const powershellSessions: readonly Session[] = rows.map(([name, fault, as, causes, target, code]) => ({
  name,
  fault,
  as,
  causes,
  target,
  code,
}))
