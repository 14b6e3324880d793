import java.io.FileInputStream;
import java.net.InetSocketAddress;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** Connects to each port on 127.0.0.1 and prints one line: accepted, or the exception. Arguments: anchors, host, then port:protocol. */
public class Handshake {
    public static void main(String[] arguments) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (FileInputStream in = new FileInputStream(arguments[0])) {
            int number = 0;
            for (Certificate anchor : CertificateFactory.getInstance("X.509").generateCertificates(in))
                store.setCertificateEntry("anchor " + number++, anchor);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        for (int i = 2; i < arguments.length; i++) {
            String[] server = arguments[i].split(":");
            try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", Integer.parseInt(server[0])), 5000);
                socket.setSoTimeout(5000);
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setProtocols(new String[] {server[1]});
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                parameters.setServerNames(List.of(new SNIHostName(arguments[1])));
                socket.setSSLParameters(parameters);
                socket.startHandshake();
                System.out.println("accepted");
            } catch (Exception refused) {
                System.out.println(refused);
            }
        }
    }
}
