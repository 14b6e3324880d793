import type { Probe } from './probe.ts'
import { direct } from './shared/direct.ts'
import { scriptAnswer } from './shared/script-answer.ts'

/** For Python 2.7.9 and 3.4 on. */
const script = `import socket, ssl, sys
address, port, host = sys.argv[1:4]
refusals = (ssl.CertificateError, getattr(ssl, "SSLCertVerificationError", ssl.CertificateError))
try:
    context = ssl.create_default_context()
    plain = socket.create_connection((address, int(port)), 8)
    context.wrap_socket(plain, server_hostname=host).close()
    print("ACCEPT")
except Exception as error:
    about = isinstance(error, refusals)
    if isinstance(error, ssl.SSLError) and len(error.args) > 1:
        text = error.args[1]
    else:
        text = "%s: %s" % (type(error).__name__, error)
    print("%s\\n%s" % ("REJECT" if about else "FAILED", text))
`

/**
 * CPython's ssl with its default context. `-I`: no PYTHON* variable and no folder of the user; `-S`: nothing of site-packages, so no
 * sitecustomize and no .pth file; `-B`: nothing is written beside its modules.
 */
export const python: Probe = {
  runtime: 'python',
  trusts: ['SSL_CERT_FILE', 'SSL_CERT_DIR'],
  invoke: direct((_, { asking: { installation }, address, port, host }) => {
    const [major = 3, minor = 0] = (installation.version ?? '3.4').split('.').map(Number)
    if (major === 3 && minor < 4) return { cannot: 'releases before 3.4 have no default context that verifies' }
    const isolated = major < 3 ? ['-E', '-s'] : ['-I']
    return { argv: [installation.path, ...isolated, '-S', '-B', '-c', script, address, String(port), host] }
  }),
  read: scriptAnswer,
}
