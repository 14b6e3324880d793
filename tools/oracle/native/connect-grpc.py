"""Arguments: port, host, file of authorities, folder of the wheel."""
import os
import sys

port, host, store, wheel = sys.argv[1:5]
os.environ["GRPC_ENABLE_FORK_SUPPORT"] = "0"
sys.path.insert(0, wheel)
import grpc  # noqa: E402

with open(store, "rb") as file:
    credentials = grpc.ssl_channel_credentials(file.read())
options = [
    ("grpc.ssl_target_name_override", host),
    ("grpc.default_authority", host),
    ("grpc.enable_http_proxy", 0),
    ("grpc.initial_reconnect_backoff_ms", 60000),
    ("grpc.min_reconnect_backoff_ms", 60000),
]
channel = grpc.secure_channel("127.0.0.1:%s" % port, credentials, options=options)
try:
    channel.unary_unary("/a.B/C")(b"", timeout=6)
    print("OK")
except grpc.RpcError as error:
    print("%s | %s" % (error.code().name, error.details()))
