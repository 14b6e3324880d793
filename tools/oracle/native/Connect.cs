// Arguments: port, host. Authorities: SSL_CERT_FILE and SSL_CERT_DIR. `--version` alone tells which .NET runs this. For C# 7, which Mono's compiler knows.
using System;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;

public static class Connect
{
    public static void Main(string[] arguments)
    {
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        Console.WriteLine(arguments[0] == "--version" ? ".NET " + Environment.Version : Ask(int.Parse(arguments[0]), arguments[1]));
    }

    /// A certificate that cannot be read ends in a CryptographicException, before or behind the handshake.
    private static string Ask(int port, string host)
    {
        try
        {
            using (var plain = new TcpClient())
            {
                plain.ReceiveTimeout = plain.SendTimeout = 8000;
                plain.Connect(IPAddress.Loopback, port);
                using (var secure = new SslStream(plain.GetStream(), false)) secure.AuthenticateAsClient(host);
                return "ACCEPT";
            }
        }
        catch (Exception error)
        {
            var text = (error is AuthenticationException || error is CryptographicException ? "REJECT " : "FAILED ") + error.Message;
            for (var cause = error.InnerException; cause != null; cause = cause.InnerException) text += " ---> " + cause.Message;
            return text.Replace('\n', ' ');
        }
    }
}
