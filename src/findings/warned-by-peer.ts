import type { Finding } from '../model/finding.ts'
import type { FindingRule } from './rule.ts'

/** What the capture notes of a server beside its warning alerts (`TlsFacts.warnings`), by what the note says. */
const kinds: readonly { readonly kind: string; readonly severity: Finding['severity']; readonly says: RegExp }[] = [
  { kind: 'clear', severity: 'warning', says: /^\d+ octets in clear between the go-ahead and TLS/ },
  { kind: 'alpn', severity: 'notice', says: /^no_application_protocol where / },
  { kind: 'list', severity: 'notice', says: /^certificate (?:list|message): / },
  { kind: 'alert', severity: 'notice', says: /^/ },
]

/**
 * RC607: the server did what it should not, and went on. One finding for each kind of it.
 * about: nothing. params: `kind`: `alert`: it sent warning alerts, as many do that do not know the name (unrecognized_name, RFC 6066
 * §3); `clear`: something was said in clear behind the go-ahead of STARTTLS; `alpn`: it refused the protocols that were offered, and
 * was asked again without; `list`: the message of certificates is not well formed. `alerts`: the names or notes, joined by `, `; `hellos`.
 */
export const warnedByPeer: FindingRule = ({ world }): readonly Finding[] => {
  const warned = world.evidence.sends.flatMap(({ hello, outcome }) =>
    outcome.kind === 'chain'
      ? (outcome.tls?.warnings ?? []).map((alert) => ({ alert, hello, kind: kinds.find((k) => k.says.test(alert))?.kind }))
      : [],
  )
  return kinds.flatMap(({ kind, severity }): readonly Finding[] => {
    const own = warned.filter((w) => w.kind === kind)
    if (own.length === 0) return []
    const [alerts, hellos] = [new Set(own.map((w) => w.alert)), new Set(own.map((w) => w.hello))]
    const params = { kind, alerts: [...alerts].join(', '), hellos: [...hellos].join(', ') }
    return [{ code: 'RC607', severity, about: [], clients: [], params }]
  })
}
