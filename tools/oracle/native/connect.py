"""Arguments: port, host, file of authorities."""
import socket
import ssl
import sys

port, host, store = int(sys.argv[1]), sys.argv[2], sys.argv[3]
try:
    context = ssl.create_default_context(cafile=store)
    plain = socket.create_connection(("127.0.0.1", port), timeout=8)
    context.wrap_socket(plain, server_hostname=host)
    print("ACCEPT")
except ssl.SSLCertVerificationError as error:
    print("REJECT code=%d | %s" % (error.verify_code, error.args[1]))
except ssl.SSLError as error:
    print("REJECT", error.args[1] if len(error.args) > 1 else error)
except Exception as error:
    print("REJECT", type(error).__name__, error)
