import type { Probe } from './probe.ts'
import { fromHere } from './environment.ts'
import { bracketed, direct, fileSettings } from './shared/direct.ts'
import { scriptAnswer } from './shared/script-answer.ts'

/** 51, 60: the peer's certificate (libcurl-errors(3)). The handshake was completed when CURLINFO_APPCONNECT_TIME is above zero. */
const script = `[$target, $port, $host] = array_slice($argv, -3);
$curl = curl_init("https://$host:$port/");
curl_setopt_array($curl, [CURLOPT_NOBODY => true, CURLOPT_RETURNTRANSFER => true, CURLOPT_CONNECTTIMEOUT => 8, CURLOPT_TIMEOUT => 9,
  CURLOPT_CONNECT_TO => ["::$target:"], CURLOPT_PROXY => '']);
$done = curl_exec($curl);
$code = curl_errno($curl);
if ($done !== false || curl_getinfo($curl, CURLINFO_APPCONNECT_TIME) > 0) echo "ACCEPT\\n";
else echo $code === 60 || $code === 51 ? 'REJECT' : 'FAILED', "\\n", curl_error($curl), "\\n";`

/** What is built in cannot be loaded once more: PHP would say so. */
const quiet = ['-d', 'display_errors=0', '-d', 'display_startup_errors=0', '-d', 'extension=curl']

/** PHP's ext/curl, with a HEAD. `-n`: no php.ini, with what it prepends; what it says of certificates goes on by `-d`. */
export const phpCurl: Probe = {
  runtime: 'php-curl',
  trusts: [],
  invoke: direct((machine, question) => {
    const { asking, address, port, host } = question
    const path = asking.installation.path
    const beside = machine.platform === 'win32' ? ['-d', `extension_dir=${path.replace(/[^\\/]*$/, 'ext')}`] : []
    const set = fileSettings(question, machine.home)
    const trust = ['openssl.cafile', 'curl.cainfo'].flatMap((name) => {
      const value = set.get(name)
      return value === undefined ? [] : ['-d', `${name}=${fromHere(machine, value)}`]
    })
    const target = [bracketed(address), String(port), bracketed(host)]
    return { argv: [path, '-n', ...quiet, ...beside, ...trust, '-r', script, '--', ...target] }
  }),
  read: scriptAnswer,
}
