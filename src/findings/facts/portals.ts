/**
 * Names that captive portals and routers give the certificates with which they answer instead of a server. Aruba's and Meraki's as people pasted them;
 * the others from memory.
 */
const portals: readonly { readonly product: string; readonly pattern: RegExp }[] = [
  // Guest access: the name of the portal as it is shipped.
  { product: 'Aruba', pattern: /^(?:securelogin|captiveportal-login)\.|\barubanetworks\.com$/i },
  { product: 'Cisco Meraki', pattern: /(?:^|\.)network-auth\.com$/i },
  { product: 'Cisco wireless controllers', pattern: /^(?:1\.1\.1\.1|192\.0\.2\.1)$|cisco.*(?:webauth|virtual interface)/i },
  { product: 'Ruckus', pattern: /ruckus(?:wireless|networks)?\b/i },
  { product: 'FortiGate', pattern: /^FG[TVS0-9][0-9A-Z]{8,}|fortigate|fortinet/i },
  { product: 'UniFi', pattern: /^unifi(?:\.local)?$/i },
  { product: 'MikroTik', pattern: /mikrotik|^router\.lan$/i },
  { product: 'pfSense', pattern: /pfsense/i },
  { product: 'FRITZ!Box', pattern: /^(?:fritz\.box|.*\.myfritz\.net)$/i },
  { product: 'Netgear', pattern: /routerlogin\.(?:net|com)$/i },
  { product: 'a captive portal', pattern: /captive[-.]?portal|hotspot|^(?:guest|wifi|wlan)[-.].*|^login\.(?:wifi|wlan|net)\b/i },
]

/** The product that a certificate with such a name belongs to; `null`: none that is known. */
export const portalOf = (name: string): string | null => portals.find(({ pattern }) => pattern.test(name))?.product ?? null
