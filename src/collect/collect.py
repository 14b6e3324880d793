#!/usr/bin/env python
"""What this Python trusts, and what it makes of one TLS server, as a case for `rootcause check case.json`.

    python3 - example.org[:port] [address] < collect.py > case.json
    docker exec -i container python3 - example.org < collect.py > case.json

Needs Python 2.7.9 or 3.4 and later, and nothing beside its own library. Ends within 30 seconds.

It reads    the certificates that ssl.create_default_context() trusts (on Windows the stores ROOT and CA), the bundle
            that requests would use where certifi or requests can be imported, and the variables named in VARIABLES.
It contacts the server named, directly and nobody else, at most four times; no data is sent and no request made.
It writes   the case to standard output. Nothing goes to a disk. Private keys are never looked for.
Users and passwords in URLs, tokens, and what stands behind names like password are replaced by ***, whatever they stand in;
people, known by their home folders, are called user-1, user-2, and hosts of proxies and what they except are called masked, but
for the server's own and localhost. No other variable is read.

Exit status: 0 a case was written, 2 the target cannot be read, 3 this Python cannot do TLS.
"""
from __future__ import print_function

import sys

sys.dont_write_bytecode = True
if sys.path and sys.path[0] == "":
    del sys.path[0]  # what lies in the current folder is not run

import base64
import hashlib
import json
import os
import re
import socket
import struct
import threading
import time

VARIABLES = (
    "SSL_CERT_FILE SSL_CERT_DIR REQUESTS_CA_BUNDLE CURL_CA_BUNDLE PIP_CERT AWS_CA_BUNDLE PYTHONHTTPSVERIFY OPENSSL_CONF "
    "SSLKEYLOGFILE HTTPS_PROXY HTTP_PROXY ALL_PROXY NO_PROXY https_proxy http_proxy all_proxy no_proxy"
).split()
ONE_CONNECTION = 5.5  # seconds
ALL_CONNECTIONS = 25.0
LATIN = {} if sys.version_info >= (3,) else {"encoding": "latin-1"}  # Python 2 has octets where there should be texts
CERTS = {}  # DER in base64, by SHA-256


def keep(der):
    """Puts a certificate into the case, and gives its name there."""
    name = hashlib.sha256(der).hexdigest()
    CERTS[name] = base64.b64encode(der).decode("ascii")
    return name


def masked_host(host, target):
    """A host that is nobody's business but where it is this machine's, all, or what the target is or lies below."""
    bare = re.sub(r"^\*?\.", "", host.lower())
    isown = re.match(r"(?:\*$|localhost|127\.|\[?::1)", bare) or bare and ("." + target).endswith("." + bare)
    return host if isown or not host else "masked"


def masked(name, value, target=""):
    """A proxy without the user and password before its last @, without path and query, hosts masked; any other value as it is."""
    if name.upper() == "NO_PROXY":
        return ",".join(masked_host(host, target) for host in re.split(r"[,\s]+", value))
    if "PROXY" not in name.upper() and "://" not in value:
        return value
    scheme, _, rest = value.rpartition("://")
    secret, at, place = rest.rpartition("@")
    place = re.split(r"[/?#]", place)[0]
    if "PROXY" in name.upper():
        place = re.sub(r"^(\[[^\]]*\]|[^:]*)", lambda m: masked_host(m.group(1), ""), place)
    return (scheme + "://" if scheme else "") + ("***@" if at else "") + place


def without_passwords(text):
    """JSON in which no URL has a user or password: errors repeat what a variable gave, and stores are named by it."""
    return re.sub(r'([\s"=])[^"=/\s:@]*:[^"=/\s@]*@', r"\1***@", re.sub(r'://[^"\s]*@', "://***@", text))


SECRETS = tuple((re.compile(pattern, re.I), mask) for pattern, mask in (
    (r"\b((?:proxy-)?authorization\s*[:=]\s*)(?:(?:basic|bearer|negotiate|ntlm|digest|token)\s+)?[^\s'\",;]+", r"\1***"),
    (r"\b(bearer\s+)[\w.~+/=-]{8,}", r"\1***"),
    (r"((?:password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|\bpwd|_auth|pin-value)[\"']?\s*[=:]\s*[\"']?)"
     r"[^\s'\"&;,]+", r"\1***"),
    (r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)", "***"),
    (r"(?<![\w.+@*-])[\w.+-]+@(?=[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?![\w-]))", "***@"),
)) + ((re.compile(
    r"\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{15,}|npm_\w{20,}|pypi-[\w-]{20,}|xox[abeoprs]-[\w-]{10,}|"
    r"(?:AKIA|ASIA)[A-Z0-9]{16}\b|sk-[\w-]{20,}|eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?)"), "***"),)
HOME_FOLDER = re.compile(
    r"((?:/home|/Users|[A-Za-z]:(?:\\{1,2}|/)(?:Users|Documents and Settings)|/(?:mnt/)?[a-z]/Users)(?:\\{1,2}|/))"
    r"(?!(?:Public|Shared|Default|All Users|linuxbrew)(?![\w.-]))"
    r"""([^\\/:*?"<>|\s,;)'\]]+(?:(?: [^\\/:*?"<>|\s]+){1,3}(?=\\))?)""")
NOBODYS = ("root admin administrator user node npm python java ruby test tester build builder runner jenkins ubuntu debian fedora "
           "vagrant docker app www server client host default public git proxy").split()


def changed(value, change, name=""):
    """The case with each text changed but for octets, digests and words of its own."""
    if isinstance(value, dict):
        return dict((n, v if n == "certs" else changed(v, change, n)) for n, v in value.items())
    if isinstance(value, list):
        return [changed(v, change, name) for v in value]
    isown = name in ("anchors", "chain", "kind", "code", "ocsp", "scts", "hello", "by", "verdict")
    return change(value) if isinstance(value, type(u"")) and not isown else value


def without_people(case):
    """As `rootcause check --save` masks: secrets by their form, and people by their home folders, each the same throughout."""
    case = json.loads(json.dumps(case, **LATIN))  # in Python 2, texts alone
    host = case["target"]["host"]

    def secrets(text):
        for pattern, mask in SECRETS:
            text = pattern.sub(mask, text)
        return text

    case, texts, masks = changed(case, secrets), [], {}
    changed(case, lambda text: texts.append(text) or text)
    taken = set(re.findall(r"\b(user-\d+)\b", " ".join(texts)))
    free = (n for n in ("user-%d" % i for i in range(1, 1 << 20)) if n not in taken)
    for name in [m.group(2) for text in texts for m in HOME_FOLDER.finditer(text)]:
        if name not in masks and not re.match(r"(?:user|host|address)-\d+$", name):
            masks[name] = next(free)
    words = sorted((n for n in masks if len(n) >= 3 and n.lower() not in NOBODYS), key=len, reverse=True)
    anyone = re.compile(r"(?<![\w.-])(?:%s)(?![\w-]|\.\w)" % "|".join(map(re.escape, words)))

    def people(text):
        text = HOME_FOLDER.sub(lambda m: m.group(1) + masks.get(m.group(2), m.group(2)), text)
        return anyone.sub(lambda m: masks[m.group(0)], text) if words else text

    case = changed(case, people)
    case["target"]["host"] = host  # with another name the verdicts would be others
    return case


def settings(target):
    return dict((n, masked(n, os.environ[n], target)) for n in VARIABLES if n in os.environ)


# ---- the trust stores


def pem_certificates(text):
    """The DER of each certificate. Raises ValueError where a list with trust settings is met, or what is no base64."""
    found = []
    for kind, body in re.findall(r"-----BEGIN ((?:X509 |TRUSTED )?CERTIFICATE)-----(.*?)-----END \1-----", text, re.S):
        if kind.startswith("TRUSTED"):
            raise ValueError("it holds trust settings (TRUSTED CERTIFICATE), which this script does not read")
        found.append(base64.b64decode("".join(body.split()).encode("ascii")))
    return found


def read_pem(path):
    with open(path, "rb") as f:
        return pem_certificates(f.read().decode("latin-1"))


def read_hashed(folder):
    """Files named as OpenSSL looks for them (by_dir.c): the hash of a name, numbered from 0 without a gap."""
    names = set(n for n in os.listdir(folder) if re.match(r"[0-9a-f]{8}\.[0-9]+$", n))
    reached = [n for n in sorted(names) if all("%s.%d" % (n[:8], i) in names for i in range(int(n[9:])))]
    return [der for n in reached for der in read_pem(os.path.join(folder, n))]


def read_place(path):
    return read_hashed(path) if os.path.isdir(path) else read_pem(path)


def windows_certificates(ssl):
    """What SSLContext.load_default_certs takes of the Windows stores (Lib/ssl.py): all of ROOT and CA that is good for servers."""
    for store in ("ROOT", "CA"):
        for der, encoding, trust in ssl.enum_certificates(store):
            if encoding == "x509_asn" and (trust is True or "1.3.6.1.5.5.7.3.1" in trust):
                yield der


def chosen(names):
    """What decides, as the case has it."""
    return [{"kind": "variable", "name": n, "value": masked(n, os.environ[n]), "where": ""} for n in names]


def default_store(ssl, context):
    """What ssl.create_default_context() trusts, with what decides it: (store, variables, why)."""
    paths = ssl.get_default_verify_paths()
    # A variable takes the place of the built-in path even where it leads nowhere; folders are a list.
    bundle = os.environ.get(paths.openssl_cafile_env, paths.openssl_cafile)
    folders = os.environ.get(paths.openssl_capath_env, paths.openssl_capath).split(os.pathsep)
    by = chosen(n for n in (paths.openssl_cafile_env, paths.openssl_capath_env) if n in os.environ)
    origin = "ssl.create_default_context(): " + ", ".join(
        (["the Windows stores ROOT and CA"] if os.name == "nt" else []) + [p for p in [bundle] + folders if p and os.path.exists(p)]
    )
    why = "" if by else "the places that its OpenSSL was built with"
    if type(context).__module__ != "ssl":
        replaced = "ssl.SSLContext was replaced by %s: another verifier answers" % type(context).__module__
        return {"id": "python", "origin": origin, "unreadable": replaced}, by, why
    try:
        anchors = [keep(der) for der in windows_certificates(ssl)] if os.name == "nt" else []
        # A file that OpenSSL cannot read is passed over without a word, a damaged one as a whole: what it counts is the truth.
        if os.path.isfile(bundle):
            anchors += [keep(der) for der in read_pem(bundle)]
        loaded = context.cert_store_stats()["x509"]
        if os.name != "nt" and loaded != len(set(anchors)):
            raise ValueError("%s holds %d certificates, and OpenSSL loaded %d" % (bundle, len(set(anchors)), loaded))
        for folder in folders:
            if os.path.isdir(folder):
                anchors += [keep(der) for der in read_hashed(folder)]
            elif os.path.isfile(folder) and ssl.OPENSSL_VERSION_INFO[0] >= 3:
                anchors += [keep(der) for der in read_pem(folder)]
    except Exception as error:
        return {"id": "python", "origin": origin, "unreadable": str(error)}, by, why
    return {"id": "python", "origin": origin, "anchors": sorted(set(anchors), key=anchors.index)}, by, why


def requests_store():
    """The bundle of requests (sessions.py, merge_environment_settings; certs.py), if certifi or requests is there: (store, variables, why, path)."""
    try:
        import certifi
        path, origin = certifi.where(), "certifi %s: %s" % (certifi.__version__, certifi.where())
    except Exception:
        return None
    by, why = [], "certifi, for neither REQUESTS_CA_BUNDLE nor CURL_CA_BUNDLE is set"
    for name in ("CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"):
        if os.environ.get(name):
            path = origin = os.environ[name]
            by, why = chosen([name]), ""
    try:
        anchors = [keep(der) for der in read_place(path)]
        store = {"id": "requests", "origin": origin, "anchors": sorted(set(anchors), key=anchors.index)}
    except Exception as error:
        store = {"id": "requests", "origin": origin, "unreadable": str(error)}
    return store, by, why, path


def requests_context(ssl, path):
    """urllib3 makes a context of its own, and is strict as Python 3.13 is from 2.4.0 on: (context, whether it is the older kind)."""
    where = {"capath": path} if os.path.isdir(path) else {"cafile": path}
    try:
        import urllib3
        is_old = sys.version_info >= (3, 13) and [int(n) for n in urllib3.__version__.split(".")[:2]] < [2, 4]
    except Exception:
        is_old = False
    if not is_old:
        return ssl.create_default_context(**where), False
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(**where)
    return context, True


# ---- what this Python says


def failed(code, by, detail):
    return {"kind": "failed", "failure": {"code": code, "by": by, "detail": detail}}


def network_failure(error):
    if isinstance(error, socket.gaierror):
        return failed("name-not-resolved", "network", str(error))
    if isinstance(error, socket.timeout) or "timed out" in str(error):
        return failed("timeout", "network", str(error))
    refused = getattr(error, "errno", None) in (61, 111, 10061)
    return failed("refused" if refused else "closed", "network", str(error))


def connect(target):
    return socket.create_connection((target["address"] or target["host"], target["port"]), ONE_CONNECTION)


def wrapped(context, target):
    plain = connect(target)
    target["address"] = plain.getpeername()[0]  # every later connection asks the same server
    try:
        return context.wrap_socket(plain, server_hostname=str(target["host"]))
    except Exception:
        plain.close()
        raise


def is_no_tls(error):
    return re.search(r"wrong version number|unknown protocol|packet length too long|http request", str(error), re.I) is not None


def is_cut(ssl, error):
    """The connection ended, or the time did: nobody judged a certificate."""
    ended = (ssl.SSLEOFError, ssl.SSLZeroReturnError, ssl.SSLSyscallError)
    return isinstance(error, ended) or re.search(r"timed out|\bEOF\b", str(error), re.I) is not None


def observe(ssl, context, target, found):
    """One handshake as any program makes it: accepted, or rejected with the text of the exception."""
    try:
        wrapped(context, target).close()
        found.update(verdict="accepted", why="")
    except (ssl.SSLError, ssl.CertificateError) as error:
        if is_cut(ssl, error) or is_no_tls(error):
            found.update(why=str(error))
        else:
            found.update(verdict="rejected", says=str(error), why="")
    except Exception as error:
        found.update(why=str(error) or type(error).__name__)


def shown_chain(ssl, target, send):
    """The chain by this Python's own hello. Nothing is verified, for a chain that fails is to be seen; nothing is sent either."""
    try:
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        secure = wrapped(context, target)
    except (ssl.SSLError, ssl.CertificateError) as error:
        alert = re.match(r"(?:SSLV3|TLSV1|TLSV13)_(?:ALERT_)?(\w+)$", getattr(error, "reason", None) or "")
        if is_cut(ssl, error):
            send["outcome"] = network_failure(error)
        elif is_no_tls(error):
            send["outcome"] = failed("not-tls", "peer", "")
        else:
            send["outcome"] = failed("alert", "peer", alert.group(1).lower()) if alert else failed("unsupported", "self", str(error))
        return None
    except Exception as error:
        send["outcome"] = network_failure(error)
        return None
    send["address"] = target["address"]
    whole = getattr(secure, "get_unverified_chain", None) or getattr(secure._sslobj, "get_unverified_chain", None)
    try:
        if whole is not None:  # bytes from 3.13 on, objects in 3.10 to 3.12
            chain = [c if isinstance(c, bytes) else c.public_bytes(2) for c in whole() or []]
            send["outcome"] = {"kind": "chain", "chain": [keep(der) for der in chain], "tls": None}
            return None
        leaf = secure.getpeercert(True)
        return None if leaf is None else keep(leaf)
    finally:
        secure.close()


# ---- the chain by TLS 1.2, in which it is not encrypted: a ClientHello, and what is answered (RFC 5246, section 7.4)

ALERTS = {0: "close_notify", 10: "unexpected_message", 40: "handshake_failure", 47: "illegal_parameter", 49: "access_denied",
          50: "decode_error", 70: "protocol_version", 71: "insufficient_security", 80: "internal_error",
          109: "missing_extension", 110: "unsupported_extension", 112: "unrecognized_name", 120: "no_application_protocol"}
SUITES = (0xC02B, 0xC02F, 0xC02C, 0xC030, 0xCCA9, 0xCCA8, 0xC009, 0xC013, 0xC00A, 0xC014, 0xC023, 0xC027,
          0x009E, 0x009F, 0x009C, 0x009D, 0x003C, 0x002F, 0x0035, 0x0033, 0x0039, 0x000A)
SCHEMES = (0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0603, 0x0806, 0x0601, 0x0807, 0x0808, 0x0303, 0x0301, 0x0203, 0x0201)


def vector(size, body):
    return struct.pack(">I", len(body))[4 - size:] + body


def numbers(values):
    return b"".join(struct.pack(">H", v) for v in values)


def client_hello(host):
    name = host.encode("ascii")
    is_address = ":" in host or re.match(r"[0-9.]+$", host)
    extensions = [] if is_address else [(0, vector(2, b"\0" + vector(2, name)))]
    extensions += [(23, b""), (0xFF01, b"\0"), (18, b""), (5, b"\1\0\0\0\0"), (11, b"\1\0"),
                   (10, vector(2, numbers((29, 23, 24, 25)))), (13, vector(2, numbers(SCHEMES)))]
    body = b"\3\3" + os.urandom(32) + b"\0" + vector(2, numbers(SUITES)) + b"\1\0"
    body += vector(2, b"".join(struct.pack(">H", n) + vector(2, e) for n, e in extensions))
    return b"\x16\3\1" + vector(2, b"\1" + vector(3, body))


class Octets(object):
    """What came, read from its beginning. Raises ValueError where less is there than is asked for."""

    def __init__(self, data):
        self.data = data

    def take(self, count):
        if count > len(self.data):
            raise ValueError("a message is shorter than it says")
        taken, self.data = self.data[:count], self.data[count:]
        return taken

    def number(self, size):
        return struct.unpack(">I", b"\0" * (4 - size) + self.take(size))[0]

    def vector(self, size):
        return self.take(self.number(size))


class Ended(Exception):
    """The server ended the handshake, or does not speak TLS; the argument is the outcome."""


def messages(sock, deadline):
    """Handshake messages as (type, content)."""
    waiting, handshake, total = b"", b"", 0
    while total < 1 << 20:
        while len(handshake) >= 4 and len(handshake) >= 4 + struct.unpack(">I", b"\0" + handshake[1:4])[0]:
            message = Octets(handshake)
            kind = message.number(1)
            yield kind, message.vector(3)
            handshake = message.data
        while len(waiting) < 5 or len(waiting) < 5 + struct.unpack(">H", waiting[3:5])[0]:
            if waiting and not b"\x14" <= waiting[:1] <= b"\x18":
                raise Ended(failed("not-tls", "peer", re.sub(r"[^ -~].*", "", waiting[:64].decode("latin-1"), flags=re.S)))
            sock.settimeout(max(0.01, deadline - time.time()))
            came = sock.recv(16384)
            if not came:
                raise Ended(failed("closed", "network", "the server closed the connection"))
            waiting, total = waiting + came, total + len(came)
        record = Octets(waiting)
        kind, _ = record.number(1), record.take(2)
        content, waiting = record.vector(2), record.data
        if kind == 21 and content[:1] == b"\2" or kind == 21 and content[1:2] == b"\0":
            number = ord(content[1:2] or b"\0")
            raise Ended(failed("alert", "peer", ALERTS.get(number, "alert %d" % number)))
        if kind == 22:
            handshake += content
    raise Ended(failed("too-much-data", "self", "more than a mebibyte of handshake"))


def plain_chain(target, send):
    """Reads the server's first flight as far as it goes: the chain, the stapled response, whether it wants a certificate of ours."""
    chain = None
    tls = {"version": "", "cipher": "", "alpn": None, "ocsp": None, "scts": None, "clientCertificateRequested": False,
           "by": "prober", "warnings": [], "possession": "not-proved"}
    try:
        sock = connect(target)
        send["address"] = sock.getpeername()[0]
        try:
            sock.sendall(client_hello(target["host"]))
            for kind, content in messages(sock, time.time() + ONE_CONNECTION):
                body = Octets(content)
                if kind == 2:
                    minor = body.number(2) - 0x0301
                    body.take(32), body.vector(1)
                    tls["version"], tls["cipher"] = "1.%d" % minor, "0x%04x" % body.number(2)
                    body.take(1)
                    extensions = Octets(body.vector(2) if body.data else b"")
                    while extensions.data:
                        number, content = extensions.number(2), extensions.vector(2)
                        if number == 18 and content:
                            tls["scts"] = base64.b64encode(content).decode("ascii")
                elif kind == 11:
                    entries, chain = Octets(body.vector(3)), []
                    while entries.data:
                        chain.append(keep(entries.vector(3)))
                elif kind == 22 and body.number(1) == 1:
                    tls["ocsp"] = base64.b64encode(body.vector(3)).decode("ascii")
                elif kind == 13:
                    tls["clientCertificateRequested"] = True
                elif kind == 14:
                    break
        finally:
            sock.close()
    except Ended as end:
        send["outcome"] = end.args[0]
    except (ValueError, struct.error) as error:
        send["outcome"] = failed("malformed", "peer", str(error))
    except Exception as error:
        send["outcome"] = network_failure(error)
    if chain is not None:  # whatever happened behind it
        send["outcome"] = {"kind": "chain", "chain": chain, "tls": tls}


# ---- the case


def look(ssl, target, own, plain, observations):
    """Everything that contacts the server, one after the other; what is not reached in time keeps saying so."""
    for context, found in observations:
        observe(ssl, context, target, found)
    leaf = shown_chain(ssl, target, own)
    plain_chain(target, plain)
    if leaf is None:
        return
    chain = plain["outcome"].get("chain")
    if chain and chain[0] == leaf:
        # Both hellos drew one certificate, so the chain behind it is taken to be one as well.
        plain["hello"], own["hello"] = "any", None
        return
    other = "another than by TLS 1.2" if chain else "and TLS 1.2, which shows all, is refused"
    own["outcome"] = failed("unsupported", "self", "this Python shows the first certificate alone, %s: %s" % (other, leaf))


def parse_target(text):
    match = re.match(r"\[([0-9a-fA-F:.]+)\](?::(\d+))?$|([^:/\s@]+)(?::(\d+))?$|([0-9a-fA-F:.]+)$", text)
    if match is None:
        raise ValueError("the target is host, host:port or [address]:port")
    host = match.group(1) or match.group(3) or match.group(5)
    port = int(match.group(2) or match.group(4) or 443)
    if not 0 < port < 65536:
        raise ValueError("a port is a number from 1 to 65535")
    name = host if isinstance(host, type(u"")) else host.decode("utf-8")
    return {"host": name.encode("idna").decode("ascii").lower().rstrip("."), "port": port}


def client_of(version, openssl):
    """The profile of rootcause that answers for a release with a library, and what there is to say about that."""
    later = "-openssl3" if re.match(r"OpenSSL [3-9]", openssl) else ""
    if version < (3, 7) and openssl.startswith("OpenSSL 1.1.1"):
        later = "-openssl1"
    if version == (2, 7) or (3, 6) <= version <= (3, 10):
        return "python-%d.%d%s" % (version + (later,)), ""
    if version >= (3, 6) or version >= (3,) and version < (3, 4):
        return "python-%d.%d" % version, ""
    return "python-3.6" + later, "judged as Python 3.6, the nearest that is known"


def main(arguments):
    try:
        if not 1 <= len(arguments) <= 2:
            raise ValueError("give host[:port], and at most the address to connect to")
        target = parse_target(arguments[0])
    except (ValueError, UnicodeError) as error:
        print("collect: %s" % error, file=sys.stderr)
        return 2
    variables = settings(target["host"])
    os.environ.pop("SSLKEYLOGFILE", None)  # a context would write to that file
    try:
        import ssl
        context = ssl.create_default_context()
    except Exception as error:
        print("collect: this Python cannot do TLS: %s" % error, file=sys.stderr)
        return 3
    now = int(time.time())
    place = dict(target, address=arguments[1] if len(arguments) > 1 else "")
    release = "%d.%d.%d" % sys.version_info[:3]
    has13 = getattr(ssl, "HAS_TLSv1_3", False)
    client, note = client_of(sys.version_info[:2], ssl.OPENSSL_VERSION)
    if client == "python-3.6" and has13:
        client, note = "python-3.7", "judged as Python 3.7, the nearest whose OpenSSL speaks TLS 1.3"

    def entry(client, store, by, why, **more):
        found = {"program": "python", "version": release, "verdict": "none", "says": "", "why": "it did not end in time"}
        why = "; ".join(words for words in (why, note) if words)
        return dict({"id": client, "store": store["id"], "chosenBy": by, "why": why, "asked": True, "observed": found}, **more)

    store, by, why = default_store(ssl, context)
    stores, clients, observations = [store], [entry(client, store, by, why)], []
    observations.append((context, clients[0]["observed"]))
    second = requests_store()
    if second is not None:
        stores.append(second[0])
        try:
            own, is_old = requests_context(ssl, second[3])
            clients.append(entry("python-3.12" if is_old else client, *second[:3], programs=["requests"]))
            observations.append((own, clients[1]["observed"]))
        except Exception as error:
            clients.append(entry(client, *second[:3], programs=["requests"]))
            clients[1]["observed"]["why"] = str(error)

    late = failed("timeout", "network", "it did not end in time")
    own = {"hello": "tls1.3" if has13 else "tls1.2", "address": place["address"], "try": 1, "outcome": late}
    plain = {"hello": "tls1.2", "address": place["address"], "try": 2 if not has13 else 1, "outcome": late}
    worker = threading.Thread(target=look, args=(ssl, place, own, plain, observations))
    worker.daemon = True
    worker.start()
    worker.join(ALL_CONNECTIONS)
    case = without_people({
        "schema": 1, "at": now, "clock": now,
        "target": dict(target, source="Python %s with %s" % (release, " ".join(ssl.OPENSSL_VERSION.split()[:2]))),
        "certs": dict(CERTS), "sends": [s for s in (own, plain) if s["hello"]], "stores": stores, "clients": clients,
        "options": {"offline": True}, "signatures": [], "contacted": [], "settings": variables,
    })
    print(without_passwords(json.dumps(case, sort_keys=True, indent=1)))
    sys.stdout.flush()
    os._exit(0)  # a name that is still being resolved is not waited for


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
