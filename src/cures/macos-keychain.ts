import type { Host } from '../host/host.ts'
import type { Advice, EntryChange, Step, Tool } from '../model/plan.ts'
import { readCertificate } from '../x509/certificate.ts'
import { writePem } from '../x509/pem.ts'
import { thumbprint } from '../x509/thumbprint.ts'
import type { AnchorToChange, Cure } from './cure.ts'
import { anchorDeltas } from './shared/anchor-deltas.ts'
import { holders } from './shared/holders.ts'
import { served } from './shared/served.ts'
import { unlessUnreadable } from './shared/unless-unreadable.ts'

/** Roots that the user, or the machine's administrator, trusts for TLS (security(1): add-trusted-cert). */
export const macosKeychainCures: readonly Cure[] = [keychainCure('login'), keychainCure('System')]

type Keychain = 'login' | 'System'

function keychainCure(keychain: Keychain): Cure {
  const isUser = keychain === 'login'
  return {
    id: isUser ? 'macos-keychain' : 'macos-keychain-machine',
    title: isUser ? "the user's keychain" : "the machine's keychain",
    owner: 'user',
    scope: isUser ? 'user' : 'machine',
    tried: 'documented',
    plan: unlessUnreadable(async (host, need) => {
      const path = host.platform === 'darwin' ? pathOf(host, keychain) : null
      const clients = served(need, ({ stores }) => stores.some(({ store }) => /^(?:system|macos:anchors)$/i.test(store)))
      if (path === null || clients.length === 0) return null
      const advice = isUser ? await keptRoots(host, path, need.drop) : []
      const missing: AnchorToChange[] = []
      for (const anchor of need.add) if ((await holders(host, ['macos:anchors'], anchor)).length === 0) missing.push(anchor)
      const steps = await Promise.all(missing.map((anchor) => step(host, keychain, path, anchor)))
      if (steps.length + advice.length === 0) return null
      return {
        steps,
        advice,
        deltas: steps.length === 0 ? [] : anchorDeltas('add-anchor', clients, need.add),
        notes:
          steps.length === 0
            ? []
            : [
                'Not yet proved on macOS.',
                'Trusted for TLS servers alone (policy ssl), not for mail or programs.',
                // Release notes of macOS 11.0.1 (FiloSottile/mkcert#322); actions/runner-images#4734.
                `From macOS 11 on ${isUser ? 'your' : 'an administrator’s'} password is asked for on the screen, even of root: over ssh alone it fails, with words like "errSecInternalComponent" or "no user interaction was possible".`,
                ...(isUser
                  ? []
                  : ['Undo takes the trust away and leaves the certificate in the keychain, where it vouches for nothing.']),
              ],
      }
    }),
  }
}

/** `-db` from macOS 10.12 on. */
function pathOf(host: Host, keychain: Keychain): string | null {
  if (keychain === 'System') return '/Library/Keychains/System.keychain'
  const paths = ['login.keychain-db', 'login.keychain'].map((name) => `${host.home}/Library/Keychains/${name}`)
  return host.home === '' ? null : (paths.find((path) => host.stat(path) !== null) ?? null)
}

const program = '/usr/bin/security'
const file = 'certificate.pem'

type Argv = Tool['argv']

/** The user's trust settings and keychain are found by HOME. */
const tool = ({ home }: Host, argv: Argv, { der }: AnchorToChange): Tool => ({
  argv,
  env: home === '' ? {} : { HOME: home },
  files: argv.includes(file) ? { [file]: writePem('CERTIFICATE', der) } : {},
})

/**
 * Deletes a certificate with the user's trust settings for it. Where he has none for any certificate, -t fails with errSecNoTrustSettings
 * (-25263, of which an exit code keeps 81) and the certificate stays (apple-oss-distributions/Security 61901.0.87.0.1,
 * SecurityTool/macOS/keychain_delete.c): so it is when he declined to trust it, after it was put into the keychain.
 */
const deleting =
  '/usr/bin/security delete-certificate -Z "$1" -t "$2"; code=$?; [ $code -eq 81 ] || exit $code; exec /usr/bin/security delete-certificate -Z "$1" "$2"'

/**
 * security(1): add-trusted-cert [-d] [-r resultType] [-p policy] [-k keychain] certFile; delete-certificate [-Z hash] [-t] keychain, where
 * -t deletes the user's trust settings with it; remove-trusted-cert [-d] certFile leaves the certificate.
 */
async function step(host: Host, keychain: Keychain, path: string, anchor: AnchorToChange): Promise<Step> {
  const isUser = keychain === 'login'
  const { subject, issuer } = readCertificate(anchor.der)
  // The other one is refused as an invalid parameter (TrustSettings.cpp, validateApiTrustSettings; FiloSottile/mkcert#322 shows the words).
  const result = subject.canonical === issuer.canonical ? 'trustRoot' : 'trustAsRoot'
  const add: Argv = [program, 'add-trusted-cert', ...(isUser ? [] : ['-d']), '-r', result, '-p', 'ssl', '-k', path, file]
  const wasThere = !isUser || (await isIn(host, path, anchor))
  const undo: Argv = wasThere
    ? [program, 'remove-trusted-cert', ...(isUser ? [] : ['-d']), file]
    : ['/bin/sh', '-c', deleting, 'sh', thumbprint(anchor.der).toUpperCase(), path]
  const change: EntryChange = {
    kind: 'entry',
    store: `macos:${keychain}`,
    certificate: anchor.sha256,
    present: true,
    tool: tool(host, add, anchor),
    undo: tool(host, undo, anchor),
    prompt: isUser
      ? 'macOS asks for your password, or your finger, to change your certificate trust settings. Undo asks likewise.'
      : 'macOS asks for the name and password of an administrator to change the certificate trust settings of the machine.',
  }
  return {
    change,
    why: 'The root is authentic and not among those that macOS trusts for servers; programs that ask the system find it then.',
    needsRights: !isUser,
  }
}

/** Whether it lies in the keychain already, without being trusted: an undo must leave it there then. Not known: it is left. */
async function isIn(host: Host, path: string, { der }: AnchorToChange): Promise<boolean> {
  const env = host.home === '' ? {} : { HOME: host.home }
  const ran = await host.run([program, 'find-certificate', '-a', '-Z', path], { timeout: 10_000, env })
  // A keychain without certificates is no failure (keychain_find.c). What is longer than is kept may have been cut.
  if (ran.kind !== 'ended' || ran.code !== 0 || ran.stdout.length >= 1 << 20) return true
  // From macOS 10.15 on one of the SHA-256 stands before it.
  return ran.stdout.split(/\r?\n/).includes(`SHA-1 hash: ${thumbprint(der).toUpperCase()}`)
}

/** Apple's roots cannot be taken out of a sealed system, and what an administrator set stays his. */
async function keptRoots(host: Host, keychain: string, drop: readonly AnchorToChange[]): Promise<readonly Advice[]> {
  const advice: Advice[] = []
  for (const anchor of drop) {
    const [store] = await holders(host, ['macos:login', 'macos:System', 'macos:SystemRoots'], anchor)
    if (store === undefined) continue
    const isOwn = store === 'macos:login'
    advice.push({
      owner: isOwn ? 'user' : 'operating-system',
      what: isOwn
        ? 'An anchor that is in the way was trusted by the user: Keychain Access can set it back to the system’s defaults.'
        : `An anchor that is in the way comes with the system or its administrator (${store}): an update, or whoever set it, takes it away.`,
      command: isOwn
        ? `${program} delete-certificate -Z ${thumbprint(anchor.der).toUpperCase()} -t '${keychain.replaceAll("'", `'\\''`)}'`
        : '',
    })
  }
  return advice
}
