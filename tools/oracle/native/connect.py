"""Arguments: port, host, file of authorities. For Python 2.7.9 and 3.4 on."""
import socket
import ssl
import sys

port, host, store = int(sys.argv[1]), sys.argv[2], sys.argv[3]
try:
    context = ssl.create_default_context(cafile=store)
    plain = socket.create_connection(("127.0.0.1", port), timeout=8)
    context.wrap_socket(plain, server_hostname=host)
    print("ACCEPT")
except Exception as error:
    if hasattr(error, "verify_code"):
        print("REJECT code=%d | %s" % (error.verify_code, error.args[1]))
    elif isinstance(error, ssl.SSLError):
        print("REJECT %s" % (error.args[1] if len(error.args) > 1 else error))
    elif isinstance(error, ssl.CertificateError):
        print("REJECT %s" % error)
    else:
        print("REJECT %s %s" % (type(error).__name__, error))
