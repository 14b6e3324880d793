import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** Validates each line of the input, a path in base64 with its anchor last, at the second of the argument; prints `valid`, or index and message. */
public class PolicyPaths {
    public static void main(String[] arguments) throws Exception {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<X509Certificate> path = new ArrayList<>();
            for (String text : line.split(" ")) {
                byte[] der = Base64.getDecoder().decode(text);
                path.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            }
            X509Certificate anchor = path.remove(path.size() - 1);
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(anchor, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(new Date(Long.parseLong(arguments[0]) * 1000));
            try {
                CertPathValidator.getInstance("PKIX").validate(factory.generateCertPath(path), parameters);
                System.out.println("valid");
            } catch (CertPathValidatorException refused) {
                System.out.println(refused.getIndex() + " " + refused.getMessage());
            }
        }
    }
}
