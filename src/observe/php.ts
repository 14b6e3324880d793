import type { Probe } from './probe.ts'
import { fromHere } from './environment.ts'
import { bracketed, direct, fileSettings } from './shared/direct.ts'
import { scriptAnswer } from './shared/script-answer.ts'

const script = `[$target, $port, $host] = array_slice($argv, -3);
$warnings = [];
set_error_handler(function ($number, $text) use (&$warnings) { $warnings[] = trim($text); return true; });
$context = stream_context_create(['ssl' => ['peer_name' => $host, 'SNI_enabled' => true]]);
$stream = stream_socket_client("ssl://$target:$port", $number, $text, 8, STREAM_CLIENT_CONNECT, $context);
$last = end($warnings);
if (count($warnings) > 1 && strpos($last, 'Unable to connect to') !== false) array_pop($warnings);
echo $stream ? "ACCEPT\\n" : "FAILED\\n" . implode("\\n", $warnings) . "\\n";`

/** PHP's streams. `-n`: no php.ini, with what it prepends; what it says of certificates goes on by `-d`. */
export const php: Probe = {
  runtime: 'php',
  trusts: ['SSL_CERT_FILE', 'SSL_CERT_DIR'],
  invoke: direct((machine, question) => {
    const { asking, address, port, host } = question
    const set = fileSettings(question, machine.home)
    const trust = ['openssl.cafile', 'openssl.capath'].flatMap((name) => {
      const value = set.get(name)
      return value === undefined ? [] : ['-d', `${name}=${fromHere(machine, value)}`]
    })
    return { argv: [asking.installation.path, '-n', ...trust, '-r', script, '--', bracketed(address), String(port), host] }
  }),
  read: scriptAnswer,
}
