/** A product that ends TLS on its way, looks into it and signs anew with a root of its own, by the names that it gives to that root. */
interface Interceptor {
  readonly product: string
  /** In the common name or the organisation, whatever the case; here in lower case. One of them has to be there. */
  readonly words: readonly string[]
  /** What has to fit beside, where the word alone says too little. It is made ready only then: forty expressions take 2 ms. */
  readonly pattern?: RegExp
}

/**
 * Names that products give their roots by default. Read: those that Chromium knows (chrome/browser/resources/ssl/ssl_error_assistant,
 * `mitm_software`, version 3); ZAP's and HTTP Toolkit's in their source; Netskope's, Cloudflare's, ESET's, AVG's, Norton's, AdGuard's, Charles',
 * Burp's, Fiddler's and Superfish's as people pasted them. The others are from memory. An administrator may have chosen another name, and a
 * name proves nothing: it is a hint at whom to ask.
 */
const interceptors: readonly Interceptor[] = [
  { product: 'Zscaler', words: ['zscaler'] },
  { product: 'Netskope', words: ['netskope', 'goskope'] },
  {
    product: 'Fortinet FortiGate',
    words: ['fortinet', 'fortigate', 'fg'],
    pattern: /fortinet|fortigate|^FG[TVS0-9][0-9A-Z]{8,}/i,
  },
  { product: 'Palo Alto Networks', words: ['palo alto', 'paloalto', 'pan-os', 'panos', 'prisma access', 'globalprotect'] },
  { product: 'Cisco Umbrella', words: ['cisco umbrella', 'opendns'] },
  { product: 'Cisco', words: ['cisco '], pattern: /cisco .*(?:wsa|ironport|secure web|firepower)/i },
  { product: 'Blue Coat or Symantec ProxySG', words: ['blue coat', 'bluecoat', 'proxysg', 'symantec web security'] },
  { product: 'Forcepoint', words: ['forcepoint', 'websense'] },
  {
    product: 'Check Point',
    words: ['check point', 'checkpoint'],
    pattern: /check ?point (?:https|ssl|mgmt|inspection)|\bcheckpoint\b/i,
  },
  { product: 'Sophos', words: ['sophos'] },
  { product: 'Trellix or McAfee Web Gateway', words: ['mcafee', 'trellix', 'skyhigh'] },
  { product: 'Barracuda', words: ['barracuda'] },
  { product: 'WatchGuard', words: ['watchguard', 'fireware'] },
  { product: 'SonicWall', words: ['sonicwall'] },
  { product: 'Cloudflare Gateway', words: ['cloudflare for teams', 'gateway ca - cloudflare'] },
  { product: 'iboss', words: ['iboss'], pattern: /\biboss\b/i },
  { product: 'Menlo Security', words: ['menlo security'] },
  { product: 'Lightspeed', words: ['lightspeed systems', 'lightspeed filter', 'lightspeed rocket'] },
  { product: 'Securly', words: ['securly'] },
  { product: 'Smoothwall', words: ['smoothwall'] },
  { product: 'Untangle', words: ['untangle'] },
  { product: 'Kaspersky', words: ['kaspersky'] },
  { product: 'ESET', words: ['eset'], pattern: /\beset ssl filter|\beset\b.*filter/i },
  { product: 'Avast', words: ['avast'], pattern: /avast.*(?:shield|trusted|untrusted|generated)/i },
  { product: 'AVG', words: ['avg'], pattern: /\bavg\b.*(?:shield|trusted|untrusted|generated)/i },
  { product: 'Bitdefender', words: ['bitdefender'] },
  { product: 'Norton', words: ['norton '], pattern: /norton .*(?:shield|root)/i },
  { product: 'Dr.Web', words: ['dr.web', 'drweb'] },
  { product: 'AdGuard', words: ['adguard'] },
  { product: 'G DATA', words: ['g data', 'gdata'], pattern: /\bg ?data\b.*(?:mail|web|root)/i },
  { product: 'Trend Micro', words: ['trend micro', 'trendmicro', 'iwss.trend'] },
  { product: 'ContentKeeper', words: ['contentkeeper'] },
  { product: 'Cyberoam', words: ['cyberoam'] },
  { product: 'NetSpark', words: ['netspark'] },
  { product: 'mitmproxy', words: ['mitmproxy'] },
  { product: 'Charles', words: ['charles proxy'] },
  { product: 'Fiddler', words: ['fiddler'] },
  { product: 'Burp Suite', words: ['portswigger'] },
  { product: 'Proxyman', words: ['proxyman'] },
  { product: 'HTTP Toolkit', words: ['http toolkit'] },
  {
    product: 'OWASP ZAP',
    words: ['zap', 'zattack', 'zed '],
    pattern: /\b(?:owasp )?z(?:ed )?a(?:ttack )?p(?:roxy)? root ca|owasp zap/i,
  },
  { product: 'Superfish', words: ['superfish'] },
  { product: 'Squid', words: ['squid'], pattern: /\bsquid\b/i },
  { product: 'pfSense', words: ['pfsense'] },
  {
    product: 'an egress proxy',
    words: ['egress', 'interception', 'inspection', 'ssl-bump', 'sslbump', 'mitm', 'tls-proxy', 'tlsproxy', 'decrypt'],
    pattern:
      /\b(?:egress|interception|inspection|ssl-?bump|mitm|tls-?proxy|decrypt(?:ion)?)[\s_-]*(?:proxy|ca|root|authority)?\b/i,
  },
]

/** The product that gives its root such a name; `null`: none that is known does. */
export function interceptorOf(label: string): string | null {
  const lower = label.toLowerCase()
  const fits = ({ words, pattern }: Interceptor): boolean =>
    words.some((word) => lower.includes(word)) && (pattern === undefined || pattern.test(label))
  return interceptors.find(fits)?.product ?? null
}
