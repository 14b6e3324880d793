#!/bin/sh
# What openssl, curl and wget on this machine trust, and what they make of one TLS server, as a case for
# `rootcause check case.json`.
#
#   sh -s -- example.org[:port] [address] < collect.sh > case.json
#   docker exec -i container sh -s -- example.org < collect.sh > case.json
#
# Needs a POSIX shell, awk, sed, tr, sort and openssl; or base64, sha256sum and curl or wget: then the chain stays unknown.
# Ends within 30 seconds.
#
# It reads    the certificates of the bundles and folders that these programs use, and the variables named in VARIABLES.
# It contacts the server named, directly and nobody else: openssl three times (handshakes alone), then curl (a HEAD) and
#             wget (a GET) once each, without configuration files, cookies or passwords; wget not where an address is given.
# It writes   the case to standard output. Nothing goes to a disk. Private keys are never looked for.
# Users and passwords in URLs, tokens, and what stands behind names like password are replaced by ***, whatever they stand in, and hosts of
#             proxies and what they except by masked, but for the server's own and localhost. No other variable is read. Names of people in paths stay, and the case says so ("unmasked"): check masks them when it reads it.
#
# Exit status: 0 a case was written, 2 the target cannot be read, 3 no program here can be asked.
set -eu
LC_ALL=C
export LC_ALL
SECONDS_EACH=5
VARIABLES="SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE OPENSSL_CONF SSLKEYLOGFILE
  HTTPS_PROXY HTTP_PROXY ALL_PROXY NO_PROXY https_proxy http_proxy all_proxy no_proxy"
BUNDLES="/etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem
  /etc/ssl/ca-bundle.pem /var/lib/ca-certificates/ca-bundle.pem /etc/ssl/cert.pem /usr/local/etc/ssl/cert.pem"

refuse() {
  printf 'collect: %s\n' "$2" >&2
  exit "$1"
}

has() { command -v "$1" >/dev/null 2>&1; }

# A text as what stands between the quotes of a JSON string.
json() {
  tr '\t' ' ' | tr -d '\000-\010\013-\037\177' | sed 's/\\/\\\\/g; s/"/\\"/g' |
    awk 'NR > 1 { printf "%s", "\\n" } { printf "%s", $0 }'
}
text() { printf '%s' "$1" | json; }

# Runs a program without input, and ends it after a while: status 143.
limited() {
  "$@" </dev/null &
  child=$!
  (
    exec >/dev/null 2>&1
    sleep "$SECONDS_EACH" &
    nap=$!
    trap 'kill "$nap"' TERM
    wait "$nap" && kill "$child"
  ) &
  guard=$!
  status=0
  wait "$child" 2>/dev/null || status=$?
  kill "$guard" 2>/dev/null || :
  return "$status"
}

# ---- the target

[ $# -ge 1 ] && [ $# -le 2 ] || refuse 2 'give host[:port], and at most the address to connect to'
case $1 in
  \[*\]:*) host=${1#?}; host=${host%%]*}; port=${1##*]:} ;;
  \[*\]) host=${1#?}; host=${host%]}; port=443 ;;
  *:*:*) host=$1; port=443 ;;
  *:*) host=${1%%:*}; port=${1##*:} ;;
  *) host=$1; port=443 ;;
esac
case $host in '' | -* | *[!A-Za-z0-9.:_-]*) refuse 2 'the host is a name in ASCII or an address' ;; esac
case $port in '' | *[!0-9]* | ??????*) refuse 2 'a port is a number from 1 to 65535' ;; esac
[ "$port" -ge 1 ] && [ "$port" -le 65535 ] || refuse 2 'a port is a number from 1 to 65535'
case ${2-} in -* | *[!0-9A-Fa-f.:]*) refuse 2 'the second argument is an IP address' ;; esac
host=$(printf '%s' "${host%.}" | tr 'A-Z' 'a-z')
address=${2-}
bracketed() { case $1 in *:*) printf '[%s]' "$1" ;; *) printf '%s' "$1" ;; esac; }
place=$(bracketed "${address:-$host}"):$port
case $host in *[!0-9.]*) isaddress=no ;; *) isaddress=yes ;; esac
case $host in *:*) isaddress=yes ;; esac
has openssl || has curl || has wget || refuse 3 'there is no openssl, curl or wget here'

# ---- settings: these variables alone, proxies without passwords (those of other URLs go where the case is written)

SETTINGS=
for name in $VARIABLES; do
  eval "[ \"\${$name+set}\" ]" || continue
  eval "value=\$$name"
  case $name in
    NO_PROXY | no_proxy)
      value=$(printf '%s' "$value" | tr ', \t\n' '\n\n\n\n' | awk -v host=".$host" '
        NF {
          bare = tolower($1); sub(/^\*?\./, "", bare); end = "." bare
          own = bare ~ /^(\*$|localhost|127\.|\[?::1)/ || substr(host, length(host) - length(end) + 1) == end
          printf "%s%s", (n++ ? "," : ""), (own ? $1 : "masked")
        }')
      ;;
    *PROXY | *proxy)
      value=$(printf '%s' "$value" | tr '\n' ' ' | sed -e 's|^\([A-Za-z0-9+.-]*://\)\{0,1\}.*@|\1***@|' -e 's|\(@[^/?#]*\)[/?#].*|\1|')
      proxy=${value#*://}
      case ${proxy#'***@'} in
        localhost* | 127.* | '[::1]'*) ;;
        *) value=$(printf '%s' "$value" | sed 's|^\([A-Za-z0-9+.-]*://\)\{0,1\}\(\*\*\*@\)\{0,1\}\(\[[^]]*]\)\{0,1\}[^:/?#]*|\1\2masked|') ;;
      esac
      ;;
  esac
  SETTINGS="$SETTINGS${SETTINGS:+, }\"$name\": \"$(text "$value")\""
done
unset SSLKEYLOGFILE # openssl and curl would write to that file

# ---- trust stores

if has base64 && has sha256sum && [ "$(printf 'YQ==' | base64 -d 2>/dev/null)" = a ]; then
  digest() { base64 -d | sha256sum; }
elif has openssl; then
  digest() { openssl base64 -d -A | openssl dgst -sha256 -r; }
else
  refuse 3 'there is neither openssl nor sha256sum with base64 here'
fi

# Certificates of a PEM text in base64, one a line; a line with a reason where it cannot be told what it holds.
certificates() {
  awk '
    /^-----BEGIN TRUSTED CERTIFICATE-----/ { print "! it holds trust settings (TRUSTED CERTIFICATE), which this script does not read" }
    /^-----BEGIN (X509 )?CERTIFICATE-----/ { inside = 1; body = ""; next }
    /^-----END (X509 )?CERTIFICATE-----/ {
      if (inside && (body !~ /^[A-Za-z0-9+\/]+=*$/ || length(body) % 4)) print "! a certificate in it is no base64"
      else if (inside) print body
      inside = 0
    }
    inside { gsub(/[ \t\r]/, ""); body = body $0 }'
}

# Puts certificates in base64, one a line, into the case, and prints their names.
CERTS=
named() {
  while read -r der; do
    hash=$(printf '%s' "$der" | digest)
    printf '%s %s\n' "${hash%% *}" "$der"
  done
}
names() { awk 'NF && !seen[$1]++ { printf "%s\"%s\"", (n++ ? ", " : ""), $1 }'; }

# Files and folders, one a line: as one store, by the places themselves. In a folder OpenSSL opens what a hash is the name of.
STORES=
store_of() {
  STORE=$(printf '%s\n' "$1" | awk 'NF { printf "%s%s", (n++ ? " + " : ""), $0 }')
  [ "$STORE" ] || STORE='nothing'
  key=$(text "$STORE")
  case $STORES in *"{\"id\": \"$key\","*) return 0 ;; esac
  read_der=$(
    printf '%s\n' "$1" | while read -r path; do
      if [ -d "$path" ]; then
        for file in "$path"/[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f].[0-9]*; do
          if [ -f "$file" ]; then
            cat "$file"
            echo
          fi
        done
      elif [ -f "$path" ]; then
        cat "$path" || echo '! it cannot be read'
      fi
    done 2>/dev/null | certificates
  )
  reason=$(printf '%s\n' "$read_der" | sed -n 's/^! //p' | sed -n 1p)
  for path in $1; do
    [ -r "$path" ] || [ ! -e "$path" ] || reason="$path cannot be read"
  done
  if [ "$reason" ]; then
    content="\"unreadable\": \"$(text "$reason")\""
  else
    lines=$([ -z "$read_der" ] || printf '%s\n' "$read_der" | awk '!seen[$0]++' | named)
    CERTS="$CERTS
$lines"
    content="\"anchors\": [$(printf '%s\n' "$lines" | names)]"
  fi
  STORES="$STORES${STORES:+,
}{\"id\": \"$key\", \"origin\": \"$key\", $content}"
}

# What OpenSSL's library trusts by itself: a variable takes the place of the built-in path even where it leads nowhere.
openssl_places() {
  folder=$(openssl version -d 2>/dev/null | sed -n 's/^OPENSSLDIR: *"\{0,1\}\([^"]*\)"\{0,1\}.*/\1/p')
  printf '%s\n' "${SSL_CERT_FILE-$folder/cert.pem}"
  printf '%s\n' "${SSL_CERT_DIR-$folder/certs}" | tr ':' '\n'
}
existing() { while read -r path; do [ ! -e "$path" ] || printf '%s\n' "$path"; done; }
# A variable that decides, as the case has it.
setting() { printf '{"kind": "variable", "name": "%s", "value": "%s", "where": ""}' "$1" "$(text "$2")"; }
OPENSSL_BY=$(
  [ -z "${SSL_CERT_FILE+set}" ] || setting SSL_CERT_FILE "$SSL_CERT_FILE"
  [ -z "${SSL_CERT_FILE+set}" ] || [ -z "${SSL_CERT_DIR+set}" ] || printf ', '
  [ -z "${SSL_CERT_DIR+set}" ] || setting SSL_CERT_DIR "$SSL_CERT_DIR"
)
OPENSSL_WHY=
[ "$OPENSSL_BY" ] || OPENSSL_WHY='the places that OpenSSL was built with'
BY=$OPENSSL_BY

# ---- what the programs say

CLIENTS=
# client, program, version, why this store beside what BY holds, verdict, its words, why there are none
client() {
  CLIENTS="$CLIENTS${CLIENTS:+,
}{\"id\": \"$1\", \"store\": \"$(text "$STORE")\", \"chosenBy\": [$BY], \"why\": \"$(text "$4")\", \"asked\": true,
  \"observed\": {\"program\": \"$2\", \"version\": \"$3\", \"verdict\": \"$5\", \"says\": \"$(text "$6")\", \"why\": \"$(text "$7")\"}}"
}

SENDS=
send() { # class of hello, outcome
  SENDS="$SENDS${SENDS:+,
}{\"hello\": \"$1\", \"address\": \"${address:-}\", \"try\": 1, \"outcome\": $2}"
}
failed() { printf '{"kind": "failed", "failure": {"code": "%s", "by": "%s", "detail": "%s"}}' "$1" "$2" "$(text "$3")"; }

alert_name() {
  case $1 in
    0) echo close_notify ;; 10) echo unexpected_message ;; 40) echo handshake_failure ;; 47) echo illegal_parameter ;;
    49) echo access_denied ;; 50) echo decode_error ;; 70) echo protocol_version ;; 71) echo insufficient_security ;;
    80) echo internal_error ;; 109) echo missing_extension ;; 110) echo unsupported_extension ;;
    112) echo unrecognized_name ;; 116) echo certificate_required ;; *) echo "alert $1" ;;
  esac
}

# A line of OpenSSL's queue of errors, without the thread before it.
error_line() { printf '%s\n' "$1" | sed -n 's/^[0-9A-Fa-f]*:\(error:.*\)/\1/p' | sed -n 1p; }

# The connection ended, or no TLS was spoken: nobody judged a certificate.
is_no_tls() {
  case $1 in
    *'unexpected eof'* | *'SSL_ERROR_SYSCALL'* | *'SSL_ERROR_EOF'* | *'wrong version number'* | *'unknown protocol'* | *'packet length too long'*) ;;
    *) return 1 ;;
  esac
}

# Why a handshake of openssl showed no certificate: its output, its status.
no_chain() {
  number=$(printf '%s\n' "$1" | sed -n 's/.*SSL alert number \([0-9]*\).*/\1/p' | sed -n 1p)
  line=$(error_line "$1")
  case $2:$1 in
    143:*) failed timeout network "it did not end in $SECONDS_EACH seconds" ;;
    *'onnection refused'*) failed refused network 'connection refused' ;;
    *'not known'* | *'o address'* | *getaddrinfo* | *BIO_lookup*) failed name-not-resolved network "${line:-the name has no address}" ;;
    *'nreachable'* | *'onnection timed out'*) failed unreachable network "${line:-unreachable}" ;;
    *)
      if [ "$number" ]; then
        failed alert peer "$(alert_name "$number")"
      else
        case $line in
          *'wrong version number'* | *'unknown protocol'* | *'packet length too long'* | *'http request'*) failed not-tls peer '' ;;
          *'unexpected eof'* | '') failed closed network 'the connection was closed' ;;
          *) failed unsupported self "$line" ;;
        esac
      fi
      ;;
  esac
}

# One handshake that shows the chain: class of hello, further options. Status 1: no chain.
show() {
  class=$1
  shift
  status=0
  said=$(limited openssl s_client -connect "$place" "$@" -showcerts 2>&1) || status=$?
  chain=$(printf '%s\n' "$said" | awk '/^Server certificate/ && shown { exit } /^-----BEGIN CERT/ { shown = 1 } { print }' | certificates)
  if [ -z "$chain" ]; then
    send "$class" "$(no_chain "$said" "$status")"
    return 1
  fi
  lines=$(printf '%s\n' "$chain" | named)
  CERTS="$CERTS
$lines"
  # What was negotiated is told where it decides who goes on: the rest of the handshake is not shown.
  version=$(printf '%s\n' "$said" | sed -n 's/^ *Protocol *: TLSv1$/1.0/p; s/^ *Protocol *: TLSv1\.1$/1.1/p' | sed -n 1p)
  tls=null
  [ -z "$version" ] || tls="{\"version\": \"$version\", \"cipher\": \"\", \"alpn\": null, \"ocsp\": null, \"scts\": null,
  \"clientCertificateRequested\": false, \"by\": \"node-tls\", \"warnings\": [], \"possession\": \"not-proved\"}"
  send "$class" "{\"kind\": \"chain\", \"chain\": [$(printf '%s\n' "$lines" | awk '{ printf "%s\"%s\"", (NR > 1 ? ", " : ""), $1 }')], \"tls\": $tls}"
}

ask_openssl() {
  release=$(openssl version)
  library=${release%% *}
  release=${release#* }
  release=${release%% *}
  case $library in LibreSSL) id=libressl-$release ;; *) id=openssl-s_client-$(printf '%s' "$release" | tr -d 'a-z' | sed 's/-.*//') ;; esac
  STORE_PLACES=$(openssl_places | existing)
  store_of "$STORE_PLACES"
  help=$(openssl s_client -help 2>&1) || :
  case $help in *-tls1_3*) class=tls1.3 ;; *) class=tls1.2 ;; esac
  if [ $isaddress = no ]; then
    set -- -servername "$host"
    name=-verify_hostname
  else
    set --
    case $help in *-noservername*) set -- -noservername ;; esac
    name=-verify_ip
  fi
  reached=yes
  show $class "$@" || reached=no
  case $SENDS in
    *'"code": "timeout"'* | *'"code": "refused"'* | *'"code": "name-not-resolved"'* | *'"code": "unreachable"'*)
      client "$id" openssl "$release" "$OPENSSL_WHY" none '' 'the server was not reached in time'
      GOES_ON=no
      return 0
      ;;
  esac
  [ "$class" = tls1.2 ] || show tls1.2 "$@" -no_tls1_3 || :
  status=0
  said=$(limited openssl s_client -connect "$place" "$@" -verify_return_error $name "$host" 2>&1) || status=$?
  verify=$(printf '%s\n' "$said" | sed -n '/^verify error:/p' | sed -n 1p)
  result=$(printf '%s\n' "$said" | sed -n 's/^ *\(Verify return code: .*\)/\1/p' | sed -n 1p)
  if [ "$verify" ]; then
    client "$id" openssl "$release" "$OPENSSL_WHY" rejected "$verify
$result" ''
  elif [ $reached = yes ] && [ $status != 143 ] && case $result in 'Verify return code: 0 '*) ;; *) false ;; esac then
    client "$id" openssl "$release" "$OPENSSL_WHY" accepted '' ''
  elif is_no_tls "$said"; then
    client "$id" openssl "$release" "$OPENSSL_WHY" none '' "$(error_line "$said")"
  elif [ "$(error_line "$said")" ]; then
    client "$id" openssl "$release" "$OPENSSL_WHY" rejected "$(error_line "$said")" ''
  else
    client "$id" openssl "$release" "$OPENSSL_WHY" none '' 'the handshake did not end'
  fi
}

# The bundle of the system, for programs that do not tell theirs.
system_bundle() {
  for path in $BUNDLES; do
    if [ -f "$path" ]; then
      printf '%s' "$path"
      return 0
    fi
  done
}

ask_curl() {
  about=$(curl -q --version 2>/dev/null | sed -n 1p)
  release=$(printf '%s' "$about" | awk '{ print $2 }')
  case $about in
    *' OpenSSL/'* | *' quictls/'*) backend=openssl ;; *' GnuTLS/'*) backend=gnutls ;; *) backend=other ;;
  esac
  set --
  [ -z "$address" ] || set -- --connect-to "::$(bracketed "$address"):"
  status=0
  said=$(limited curl -q -v -sS -I -o /dev/null --noproxy '*' --max-time "$SECONDS_EACH" "$@" "https://$(bracketed "$host"):$port/" 2>&1) || status=$?
  told=$(printf '%s\n' "$said" | sed -n 's/^\*  *CAfile: //p; s/^\*  *CApath: //p' | awk '$0 != "none" && !seen[$0]++')
  why='the bundle that curl was built with'
  BY=
  for variable in SSL_CERT_FILE SSL_CERT_DIR CURL_CA_BUNDLE; do
    eval "value=\${$variable-}"
    [ -z "$value" ] || { BY=$(setting "$variable" "$value"); why=; }
  done
  [ "$told" ] || told=${CURL_CA_BUNDLE:-$(system_bundle)}
  store_of "$told"
  words=$(printf '%s\n' "$said" | sed -n '/^curl: (/p' | sed -n 1p)
  if [ $status = 35 ] && is_no_tls "$words"; then status="cut"; fi
  case $status in
    0 | 8 | 22 | 52 | 56) client "curl-$release-$backend" curl "$release" "$why" accepted '' '' ;;
    35 | 51 | 60 | 91) client "curl-$release-$backend" curl "$release" "$why" rejected "$words" '' ;;
    *) client "curl-$release-$backend" curl "$release" "$why" none '' "${words:-it ended with status $status}" ;;
  esac
}

ask_wget() {
  about=$(wget --version 2>/dev/null | sed -n '/^GNU Wget /p; /+ssl/p') || :
  case $about in 'GNU Wget '*) ;; *) return 0 ;; esac # BusyBox's does not verify
  release=$(printf '%s\n' "$about" | awk 'NR == 1 { print $3 }')
  case $about in
    *+ssl/gnutls*) backend=gnutls; store_of "$(system_bundle)"; BY=; why='the bundle of the system' ;;
    *+ssl/openssl*) has openssl || return 0; backend=openssl; store_of "$(openssl_places | existing)"; BY=$OPENSSL_BY; why=$OPENSSL_WHY ;;
    *) return 0 ;;
  esac
  status=0
  said=$(LC_ALL=C.UTF-8 limited wget --no-config --no-proxy --no-hsts --no-cookies --no-netrc -nv --tries=1 --timeout="$SECONDS_EACH" \
    --max-redirect=0 -O /dev/null "https://$(bracketed "$host"):$port/" 2>&1) || status=$?
  case $status in
    0 | 8) client "wget-$release-$backend" wget "$release" "$why" accepted '' '' ;;
    5) client "wget-$release-$backend" wget "$release" "$why" rejected "$said" '' ;;
    *) client "wget-$release-$backend" wget "$release" "$why" none '' "${said:-it ended with status $status}" ;;
  esac
}

GOES_ON=yes
source=
if has openssl; then
  source=$(openssl version | awk '{ print $1, $2 }')
  ask_openssl
else
  send tls1.3 "$(failed unsupported self 'there is no openssl here, and curl and wget show no chain')"
fi
if [ $GOES_ON = yes ] && has curl; then ask_curl; fi
if [ $GOES_ON = yes ] && has wget && [ -z "$address" ]; then ask_wget; fi

# Programs repeat in their errors what a variable gave them, and stores are named by it: so all that is written goes through here, but for
# the lines of certificates.
caseless() { awk -v t="$1" 'BEGIN { for (i = 1; i <= length(t); i++) { c = substr(t, i, 1); printf "%s", c ~ /[a-z]/ ? "[" c toupper(c) "]" : c } }'; }
SECRET=$(caseless '(password|passwd|passphrase|secret|token|api[_-]?key|access[_-]?key|pwd|_auth|pin-value|authorization)')
BEARER=$(caseless '(basic|bearer|negotiate|ntlm|digest)')
without_secrets() {
  sed -E -e '/^"[0-9a-f]{64}": "/b' -e 's|://[^" ]*@|://***@|g' -e 's|([ "=])[^"=/ :@]*:[^"=/ @]*@|\1***@|g' \
    -e "s/$BEARER +[A-Za-z0-9._~+/=-]{8,}/\1 ***/g" -e "s/$SECRET([\\\\\"' ]*[=:][\\\\\"' ]*)[^\\\\\"' &;,]+/\1\2***/g" \
    -e 's/(gh[pousr]_|github_pat_|npm_)[A-Za-z0-9_]{20,}/***/g' -e 's/(glpat|xox[abeoprs]|pypi|sk)-[A-Za-z0-9_-]{10,}/***/g' \
    -e 's/(AKIA|ASIA)[A-Z0-9]{16}/***/g' -e 's/eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_.-]{8,}/***/g' \
    -e 's/-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*/***/g' -e 's/[A-Za-z0-9_.+-]+@(([A-Za-z0-9_-]+\.)+[A-Za-z]{2,})/***@\1/g'
}

now=$(date +%s)
without_secrets <<END
{"schema": 1, "at": $now, "clock": $now,
"target": {"host": "$host", "port": $port, "source": "$(text "${source:-a shell without openssl}")"},
"certs": {$(printf '%s\n' "$CERTS" | sort -u | awk 'NF == 2 { printf "%s\n\"%s\": \"%s\"", (n++ ? "," : ""), $1, $2 }')},
"sends": [$SENDS],
"stores": [$STORES],
"clients": [$CLIENTS],
"options": {"offline": true}, "signatures": [], "contacted": [], "unmasked": "people",
"settings": {$SETTINGS}}
END
