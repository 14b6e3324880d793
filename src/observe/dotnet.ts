import type { Probe } from './probe.ts'
import { direct } from './shared/direct.ts'
import { scriptAnswer } from './shared/script-answer.ts'

/** An AuthenticationException without a cause of its own is the verdict on the certificate (dotnet/runtime, SslStream.IO.cs: net_ssl_io_cert_validation). */
const script = `open System
open System.Globalization
open System.Net
open System.Net.Security
open System.Net.Sockets
open System.Security.Authentication

CultureInfo.CurrentUICulture <- CultureInfo.InvariantCulture
let args = fsi.CommandLineArgs
let rec refusal (e: exn) = if isNull e.InnerException || (e :? AuthenticationException) then e else refusal e.InnerException
let rec root (e: exn) = if isNull e.InnerException then e else root e.InnerException
let told =
    try
        let address = IPAddress.Parse(args.[1])
        use plain = new TcpClient(address.AddressFamily)
        plain.SendTimeout <- 8000
        plain.ReceiveTimeout <- 8000
        if not (plain.ConnectAsync(address, int args.[2]).Wait(8000)) then failwith "timed out"
        use secure = new SslStream(plain.GetStream(), false)
        secure.AuthenticateAsClient(args.[3])
        "ACCEPT"
    with error ->
        let found = refusal error
        let word = if (found :? AuthenticationException) && isNull found.InnerException then "REJECT" else "FAILED"
        word + "\\n" + (root found).Message
Console.Out.WriteLine(told)
`

/**
 * SslStream of .NET by F# Interactive, which every SDK holds and which needs no project and no package (Microsoft: "Interactive programming with
 * F#", "F# Interactive Options"). The first run of an SDK would otherwise make a certificate for developers, alter the search path and tell
 * Microsoft of itself (Microsoft: ".NET environment variables"). Documented: none was run.
 */
export const dotnet: Probe = {
  runtime: 'dotnet',
  trusts: ['SSL_CERT_FILE', 'SSL_CERT_DIR'],
  invoke: direct((machine, { asking: { installation }, address, port, host }) => {
    const sdks = (machine.realPath(installation.path) ?? installation.path).replace(/[^\\/]*$/, 'sdk')
    if ((machine.list(sdks) ?? []).length === 0)
      return { cannot: 'no SDK lies beside it, and a program would have to be compiled first' }
    return {
      argv: [installation.path, 'fsi', '--nologo', '--exec', 'probe.fsx', address, String(port), host],
      files: { 'probe.fsx': script },
      env: {
        DOTNET_CLI_TELEMETRY_OPTOUT: '1',
        DOTNET_NOLOGO: '1',
        DOTNET_SKIP_FIRST_TIME_EXPERIENCE: '1',
        DOTNET_GENERATE_ASPNET_CERTIFICATE: 'false',
        DOTNET_ADD_GLOBAL_TOOLS_TO_PATH: 'false',
        DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE: 'true',
      },
    }
  }),
  read: scriptAnswer,
}
