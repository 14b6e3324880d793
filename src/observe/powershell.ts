import type { Probe } from './probe.ts'
import { direct } from './shared/direct.ts'
import { scriptAnswer } from './shared/script-answer.ts'

/**
 * For Windows PowerShell 5.1 and PowerShell 7. No double quotes, for the command line of Windows has them; what is asked stands in variables,
 * so that no name is ever part of a program. An AuthenticationException without a cause of its own is the verdict on the certificate
 * (dotnet/runtime, SslStream.IO.cs: net_ssl_io_cert_validation); with one, the handshake failed for another reason.
 */
const script = `$ErrorActionPreference = 'Stop'
[Threading.Thread]::CurrentThread.CurrentUICulture = [Globalization.CultureInfo]::InvariantCulture
$out = [Console]::Out
try {
  $address = [Net.IPAddress]::Parse($env:ROOTCAUSE_ADDRESS)
  $plain = New-Object Net.Sockets.TcpClient -ArgumentList $address.AddressFamily
  $plain.SendTimeout = 8000
  $plain.ReceiveTimeout = 8000
  if (-not $plain.ConnectAsync($address, [int]$env:ROOTCAUSE_PORT).Wait(8000)) { throw 'timed out' }
  $secure = New-Object Net.Security.SslStream -ArgumentList $plain.GetStream(), $false
  $secure.AuthenticateAsClient($env:ROOTCAUSE_HOST)
  $out.WriteLine('ACCEPT')
} catch {
  $told = $_.Exception
  while ($told.InnerException -and $told -isnot [Security.Authentication.AuthenticationException]) { $told = $told.InnerException }
  $isVerdict = $told -is [Security.Authentication.AuthenticationException] -and -not $told.InnerException
  if ($isVerdict) { $out.WriteLine('REJECT') } else { $out.WriteLine('FAILED') }
  while ($told.InnerException) { $told = $told.InnerException }
  $out.WriteLine($told.Message)
}
`

/**
 * SslStream of .NET and of the .NET Framework, asked through PowerShell, which needs no SDK. Run with PowerShell 7.4.9 on Linux. `-NoProfile`: nothing of the user's is read;
 * `-Command` is under no execution policy, for no script file is run.
 */
export const powershell: Probe = {
  runtime: 'powershell',
  // Read where OpenSSL verifies.
  trusts: ['SSL_CERT_FILE', 'SSL_CERT_DIR'],
  invoke: direct((_, { asking, address, port, host }) => ({
    argv: [asking.installation.path, '-NoLogo', '-NoProfile', '-NonInteractive', '-Command', script],
    env: {
      ROOTCAUSE_ADDRESS: address,
      ROOTCAUSE_PORT: String(port),
      ROOTCAUSE_HOST: host,
      POWERSHELL_TELEMETRY_OPTOUT: '1',
      POWERSHELL_UPDATECHECK: 'Off',
    },
  })),
  read: scriptAnswer,
}
