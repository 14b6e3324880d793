import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import sun.security.validator.PKIXValidator;
import sun.security.validator.Validator;

/**
 * Asks Java's validator as X509TrustManagerImpl.checkServerTrusted does without a socket, many times in one machine, with the
 * clock set. Input as openssl.c has it; the host is not looked at. Each line of the output: `accepted`, the exception, or
 * `unreadable`. Needs --add-exports java.base/sun.security.validator=ALL-UNNAMED.
 */
public class JavaValidator {
    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        StringBuilder out = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] fields = line.split("\t", -1);
            out.append(judge(Long.parseLong(fields[0]), fields[2], fields[3]).replace('\n', ' ')).append('\n');
        }
        System.out.print(out);
    }

    private static List<X509Certificate> read(String field, boolean all) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (String text : field.split(" ")) {
            if (text.isEmpty()) continue;
            try {
                byte[] der = Base64.getDecoder().decode(text);
                certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
            } catch (CertificateException unreadable) {
                if (all) throw unreadable;
            }
        }
        return certificates;
    }

    private static String judge(long at, String sent, String store) {
        List<X509Certificate> chain;
        List<X509Certificate> anchors;
        try {
            chain = read(sent, true);
            anchors = read(store, false);
        } catch (CertificateException unreadable) {
            return "unreadable";
        }
        try {
            Validator validator = Validator.getInstance(Validator.TYPE_PKIX, Validator.VAR_TLS_SERVER, anchors);
            ((PKIXValidator) validator).getParameters().setRevocationEnabled(false);
            validator.setValidationDate(new Date(at * 1000));
            X509Certificate[] asArray = chain.toArray(new X509Certificate[0]);
            validator.validate(asArray, null, Collections.emptyList(), null, "UNKNOWN");
            return "accepted";
        } catch (CertificateException refused) {
            return refused.toString();
        } catch (RuntimeException | Error broken) {
            return "broken: " + broken;
        }
    }
}
