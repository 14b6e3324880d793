import { once } from '../../model/once.ts'

/** A product that ends TLS on its way, looks into it and signs anew with a root of its own, by the names that it gives to that root. */
interface Interceptor {
  readonly product: string
  /** In the common name or the organisation. */
  readonly pattern: RegExp
}

/**
 * Names that products give their roots by default. From memory: none was seen or looked up. An administrator may have chosen another name,
 * and a name proves nothing: it is a hint at whom to ask.
 */
const interceptors: readonly Interceptor[] = [
  { product: 'Zscaler', pattern: /zscaler/i },
  { product: 'Netskope', pattern: /netskope|goskope/i },
  { product: 'Fortinet FortiGate', pattern: /fortinet|fortigate|^FG[TVS0-9][0-9A-Z]{8,}/i },
  { product: 'Palo Alto Networks', pattern: /palo ?alto|pan-?os|prisma access|globalprotect/i },
  { product: 'Cisco Umbrella', pattern: /cisco umbrella|opendns/i },
  { product: 'Cisco', pattern: /cisco .*(?:wsa|ironport|secure web|firepower)/i },
  { product: 'Blue Coat or Symantec ProxySG', pattern: /blue ?coat|proxysg|symantec web security/i },
  { product: 'Forcepoint', pattern: /forcepoint|websense/i },
  { product: 'Check Point', pattern: /check ?point (?:https|ssl|mgmt|inspection)|\bcheckpoint\b/i },
  { product: 'Sophos', pattern: /sophos/i },
  { product: 'Trellix or McAfee Web Gateway', pattern: /mcafee|trellix|skyhigh/i },
  { product: 'Barracuda', pattern: /barracuda/i },
  { product: 'WatchGuard', pattern: /watchguard|fireware/i },
  { product: 'SonicWall', pattern: /sonicwall/i },
  { product: 'Cloudflare Gateway', pattern: /cloudflare for teams|gateway ca - cloudflare/i },
  { product: 'iboss', pattern: /\biboss\b/i },
  { product: 'Menlo Security', pattern: /menlo security/i },
  { product: 'Lightspeed', pattern: /lightspeed (?:systems|filter|rocket)/i },
  { product: 'Securly', pattern: /securly/i },
  { product: 'Smoothwall', pattern: /smoothwall/i },
  { product: 'Untangle', pattern: /untangle/i },
  { product: 'Kaspersky', pattern: /kaspersky/i },
  { product: 'ESET', pattern: /\beset ssl filter|\beset\b.*filter/i },
  { product: 'Avast', pattern: /avast.*(?:shield|trusted|untrusted|generated)/i },
  { product: 'AVG', pattern: /\bavg\b.*(?:shield|trusted|untrusted|generated)/i },
  { product: 'Bitdefender', pattern: /bitdefender/i },
  { product: 'Norton', pattern: /norton .*(?:shield|root)/i },
  { product: 'Dr.Web', pattern: /dr\.?web/i },
  { product: 'AdGuard', pattern: /adguard/i },
  { product: 'G DATA', pattern: /\bg ?data\b.*(?:mail|web|root)/i },
  { product: 'Trend Micro', pattern: /trend ?micro/i },
  { product: 'mitmproxy', pattern: /mitmproxy/i },
  { product: 'Charles', pattern: /charles proxy/i },
  { product: 'Fiddler', pattern: /fiddler/i },
  { product: 'Burp Suite', pattern: /portswigger/i },
  { product: 'Proxyman', pattern: /proxyman/i },
  { product: 'HTTP Toolkit', pattern: /http toolkit/i },
  { product: 'OWASP ZAP', pattern: /\b(?:owasp )?z(?:ed )?a(?:ttack )?p(?:roxy)? root ca|owasp zap/i },
  { product: 'Superfish', pattern: /superfish/i },
  { product: 'Squid', pattern: /\bsquid\b/i },
  { product: 'pfSense', pattern: /pfsense/i },
  {
    product: 'an egress proxy',
    pattern:
      /\b(?:egress|interception|inspection|ssl-?bump|mitm|tls-?proxy|decrypt(?:ion)?)[\s_-]*(?:proxy|ca|root|authority)?\b/i,
  },
]

/** All patterns in one: nearly every name is none of theirs. */
const any = once(() => new RegExp(interceptors.map(({ pattern }) => pattern.source).join('|'), 'i'))

/** The product that gives its root such a name; `null`: none that is known does. */
export function interceptorOf(label: string): string | null {
  if (!any().test(label)) return null
  return interceptors.find(({ pattern }) => pattern.test(label))?.product ?? null
}
