import type { Probe } from './probe.ts'
import { direct } from './shared/direct.ts'
import { scriptAnswer } from './shared/script-answer.ts'

const source = `import java.net.*;
import javax.net.ssl.*;
public class Probe {
    public static void main(String[] a) throws Exception {
        String told;
        try {
            Socket plain = new Socket();
            plain.connect(new InetSocketAddress(InetAddress.getByName(a[0]), Integer.parseInt(a[1])), 8000);
            plain.setSoTimeout(8000);
            SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
            try (SSLSocket socket = (SSLSocket) factory.createSocket(plain, a[2], Integer.parseInt(a[1]), true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                told = "ACCEPT";
            }
        } catch (Throwable refused) {
            boolean about = false;
            for (Throwable cause = refused; cause != null; cause = cause.getCause())
                if (cause instanceof java.security.cert.CertificateException || cause instanceof java.security.cert.CertPathValidatorException)
                    about = true;
            told = (about ? "REJECT\\n" : "FAILED\\n") + refused;
        }
        System.out.println(told);
        System.exit(0);
    }
}
`

const trustWords = /^-Djavax\.net\.ssl\.trustStore(?:Type|Password|Provider)?=/

/**
 * Java's default socket factory, by a program of one source file, which releases from 11 on run by themselves (JEP 330) where the
 * compiler is there. Of the variables with options those about the trust store go on: no agent, no class path.
 */
export const java: Probe = {
  runtime: 'java',
  trusts: [],
  words: { JAVA_TOOL_OPTIONS: trustWords, JDK_JAVA_OPTIONS: trustWords, _JAVA_OPTIONS: trustWords },
  invoke: direct((_, { asking: { installation }, address, port, host }) => {
    const [first = 0, second = 0] = (installation.version ?? '').split('.').map(Number)
    if ((first === 1 ? second : first) < 11) return { cannot: 'releases before 11 do not run a source file' }
    return {
      argv: [
        installation.path,
        '-XX:TieredStopAtLevel=1',
        '-XX:+UseSerialGC',
        '-XX:-UsePerfData',
        '-Djava.awt.headless=true',
        '-Duser.home=.',
        'Probe.java',
        address,
        String(port),
        host,
      ],
      files: { 'Probe.java': source },
    }
  }),
  read: scriptAnswer,
}
