import { alertWords } from '../alerts.ts'
import type { CauseWord } from '../cause-words.ts'
import { namesCause } from '../names-cause.ts'
import type { KnownText } from './known-text.ts'

/** What the peer may have meant, seen from a program of which it is not known whether it is the client or the server. */
const causesByNumber: Readonly<Record<number, readonly CauseWord[]>> = {
  41: ['client-cert-required'],
  42: ['client-cert-rejected', 'client-cert-required'],
  43: ['purpose', 'client-cert-rejected'],
  44: ['revoked', 'client-cert-rejected'],
  // RFC 8446 §6.2: it has expired or is not currently valid.
  45: ['expired-unspecified', 'not-yet-valid', 'client-cert-rejected'],
  46: ['client-cert-rejected', 'unknown-issuer', 'wrong-host'],
  48: ['unknown-issuer', 'client-cert-rejected'],
  49: ['client-cert-rejected'],
  70: ['protocol'],
  71: ['protocol'],
  86: ['protocol'],
  112: ['wrong-host'],
  113: ['revocation-unavailable'],
  116: ['client-cert-required'],
  120: ['protocol'],
}

/** Known by `alert` and their words alone. */
const named: readonly number[] = [40, 42, 43, 44, 45, 46, 47, 48, 70, 71, 116]

/** Alerts that only say that something is wrong. */
const vague: readonly number[] = [42, 46]

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** Every alert, in the words of every library. A peer's alert is the other side's verdict. */
export const alertsKnown: readonly KnownText[] = alertWords.map(({ number, name, openssl, go, rustls, gnutls }) => {
  const causes = causesByNumber[number] ?? ['handshake-unspecified']
  const upper = openssl?.toUpperCase().replaceAll(' ', '_')
  const reason = openssl?.replace(/^(?:sslv3|tlsv1|tlsv13) (?:alert )?/, '')
  const forms = [
    `fatal alert: ${name}(?!_)`,
    `received alert \\[${number}\\]`,
    `SSL alert number ${number}(?!\\d)`,
    `Windows \\w+ alert ${number}(?!\\d)`,
    `TLS alert message was received[^\\n]{0,80}alert code (?:is )?${number}(?!\\d)`,
    `fatal alert code (?:is )?${number}(?!\\d)`,
    `alert (?:number|code)[ :=]{1,2}${number}(?!\\d)`,
    `TLS alert: '${escape(name.replace(/_/g, ''))}'`,
    `remote error: tls: (?:alert\\(${number}\\)${go === undefined ? '' : `|${escape(go)}(?![\\w ]{0,3}[a-z]{3})`})`,
    ...(rustls === undefined ? [] : [`fatal alert: ${rustls}(?!\\w)`, `AlertReceived\\(${rustls}\\)`]),
    ...(upper === undefined ? [] : [`(?<!\\w)(?:ERR_SSL_)?${escape(upper)}(?!\\w)`]),
    ...(openssl?.includes(' alert ') === true && reason !== undefined
      ? [`(?:sslv3|ssl\\/tls|tlsv1|tlsv1\\.?3|tls) alert:? ${escape(reason)}(?![\\w ]{0,3}[a-z]{4})`]
      : []),
    ...(openssl !== undefined && !openssl.includes(' alert ') ? [escape(openssl)] : []),
    ...(named.includes(number) && reason !== undefined ? [`(?<!\\w)alert ${escape(reason)}(?!\\w)`] : []),
    ...(gnutls === undefined
      ? []
      : [`A TLS (?:fatal|warning) alert has been received(?:: |\\.\\n)[^\\n]{0,40}${escape(gnutls)}`]),
    `\\(IN\\), TLS alert, ${escape((reason ?? name).replace(/_/g, ' '))} \\(${512 + number}\\)`,
    `(?:received|got|peer sent|sent us)[^\\n]{0,30}alert[:( ]{1,3}['"]?${escape(name)}(?!_)`,
    `SSLV?3? alert (?:read|write)?:fatal:${escape(name.replace(/_/g, ' '))}`,
  ]
  return {
    runtime: null,
    version: null,
    pattern: new RegExp(
      forms.map((form) => form.replace(/(\[(?:\\.|[^\]\\])*\])|(?<!\\) /g, (_, group?: string) => group ?? '\\s+')).join('|'),
      'i',
    ),
    causes,
    namesCause: namesCause(causes) && !vague.includes(number),
    who: 'peer',
    known: 'observed',
  }
})
