import type { Ended, Told } from '../probe.ts'
import { scriptAnswer } from './script-answer.ts'

/** For every Node since 4, and Bun: the last three arguments are address, port and name. It prints the error's code, a tab and its message. */
export const nodeScript = `var tls = require('tls'), net = require('net'), a = process.argv.slice(-3)
var o = { host: net.isIP(a[2]) ? a[2] : a[0], port: Number(a[1]), rejectUnauthorized: true }
if (!net.isIP(a[2])) o.servername = a[2]
function tell(text) { process.stdout.write(text + '\\n', function () { process.exit(0) }) }
setTimeout(function () { tell('FAILED\\n\\ttimed out') }, 8000)
try {
  tls.connect(o, function () { tell('ACCEPT') }).on('error', function (e) { tell('FAILED\\n' + (e.code || '') + '\\t' + e.message) })
} catch (e) { tell('FAILED\\n\\t' + e.message) }
`

/** The codes with which Node says that it does not accept a certificate: those of X509_verify_cert, and of the name. */
const verdicts = /CERT|ISSUER|LEAF_SIGNATURE|SELF_SIGNED|CRL|PATH_LENGTH|INVALID_(CA|PURPOSE)|UNSPECIFIED|HOSTNAME/

/** The answer in the form in which Node prints an error that nobody caught. */
export function nodeAnswer(ended: Ended): Told {
  const told = scriptAnswer(ended)
  if (told.kind !== 'failed') return told
  const [code = '', message = ''] = told.says.split(/\t([^]*)/)
  const isName = code === 'ERR_TLS_CERT_ALTNAME_INVALID'
  const says = isName ? `Error [${code}]: ${message}` : `Error: ${message}${code === '' ? '' : ` (${code})`}`
  return { kind: 'failed', says, ...(verdicts.test(code) ? { isVerdict: true } : {}) }
}
