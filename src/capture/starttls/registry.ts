import type { StarttlsProtocol } from '../../model/evidence.ts'
import { ftp } from './ftp.ts'
import { imap } from './imap.ts'
import { ldap } from './ldap.ts'
import { lmtp } from './lmtp.ts'
import { mysql } from './mysql.ts'
import { pop3 } from './pop3.ts'
import { postgres } from './postgres.ts'
import { smtp } from './smtp.ts'
import type { StarttlsEntry } from './starttls-entry.ts'
import { xmpp } from './xmpp.ts'

/** Every protocol that goes over to TLS, by its name. */
export const starttlsRegistry: Readonly<Record<StarttlsProtocol, StarttlsEntry>> = {
  smtp,
  lmtp,
  imap,
  pop3,
  ftp,
  xmpp,
  postgres,
  mysql,
  ldap,
}

/** How that protocol goes over to TLS. */
export const starttlsOf = (protocol: StarttlsProtocol): StarttlsEntry => starttlsRegistry[protocol]
