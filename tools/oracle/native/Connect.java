import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Each line of the input: port, host, file of authorities, parted by tabs. Each line of the output: ACCEPT, or REJECT and the exceptions. */
public class Connect {
    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] fields = line.split("\t");
            System.out.println(connect(Integer.parseInt(fields[0]), fields[1], fields[2]).replace('\n', ' '));
        }
    }

    private static String connect(int port, String host, String file) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            try (FileInputStream in = new FileInputStream(file)) {
                int number = 0;
                for (Certificate anchor : CertificateFactory.getInstance("X.509").generateCertificates(in))
                    store.setCertificateEntry("anchor " + number++, anchor);
            } catch (Exception unreadable) {
                return "UNREADABLE " + unreadable;
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            Socket plain = new Socket();
            plain.connect(new InetSocketAddress("127.0.0.1", port), 8000);
            plain.setSoTimeout(8000);
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                return "ACCEPT";
            }
        } catch (Throwable refused) {
            StringBuilder text = new StringBuilder("REJECT " + refused);
            for (Throwable cause = refused.getCause(); cause != null; cause = cause.getCause()) text.append(" <= ").append(cause);
            return text.toString();
        }
    }
}
