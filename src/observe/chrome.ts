import type { Probe } from './probe.ts'
import { addressOf, browsing, copiesOf, visited } from './shared/browser.ts'
import { bracketed } from './shared/direct.ts'

/** Once TLS stands (net/base/net_error_list.h): what the server sends is not HTTP, or nothing. */
const behind = ['net::ERR_EMPTY_RESPONSE', 'net::ERR_INVALID_HTTP_RESPONSE', 'net::ERR_INVALID_RESPONSE', 'net::ERR_ABORTED']

/** No way up was found, or none that is trusted (cert_status_flags.cc). */
const noIssuer = 'net::ERR_CERT_AUTHORITY_INVALID'

/**
 * Chromium and what is built on it, without a window: a home of its own with the user's NSS database in it, where this kind looks for it;
 * policies are the machine's, and hold. All names but the server's lead nowhere, so that it fetches no issuer either. Its sandbox is off, for
 * it does not start as root or in a container otherwise: the answer is stopped before anything of it gets where the sandbox is needed.
 */
export const chrome: Probe = {
  runtime: 'chrome',
  trusts: [],
  isBrowser: true,
  invoke: browsing((machine, question) => {
    const { installation, stores } = question.asking
    const database = stores.find(({ store }) => store.startsWith('nss:'))?.store.slice('nss:'.length)
    const { host, address } = question
    return {
      argv: [
        installation.path,
        '--headless',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-dev-shm-usage',
        '--disable-breakpad',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-quic',
        '--no-first-run',
        '--no-default-browser-check',
        '--no-proxy-server',
        `--host-resolver-rules=MAP ${bracketed(host)} ${bracketed(address)}, MAP * ~NOTFOUND, EXCLUDE ${bracketed(address)}`,
        '--user-data-dir=./profile',
        '--remote-debugging-pipe',
        'about:blank',
      ],
      copies: database === undefined ? {} : copiesOf(machine, database, ['cert9.db'], '.pki/nssdb/'),
      visit: { protocol: 'devtools', url: addressOf(question) },
    }
  }),
  read: (ended, { pointsOn }) => {
    const told = visited(ended, behind)
    return told.kind === 'failed' && told.says === noIssuer && pointsOn
      ? { kind: 'none', why: `${noIssuer}, but it was kept from fetching what the certificates point to` }
      : told
  },
}
