import type { Cure } from './cure.ts'
import { switchCure } from './shared/switch-cure.ts'
import { isOf, served } from './shared/served.ts'
import { userVariable } from './shared/user-variable.ts'

const onWindows = switchCure({
  id: 'java-system-store',
  title: "the system's store for Java",
  owner: 'runtime',
  scope: 'user',
  tried: 'documented',
  reaches: isOf('java'),
  set: (host) =>
    userVariable(host, {
      name: 'JAVA_TOOL_OPTIONS',
      value: '-Djavax.net.ssl.trustStoreType=Windows-ROOT',
      isAppended: true,
      why: "Every Java of this user that starts after it asks Windows' store ROOT in the place of its own.",
    }),
  notes: ['Not yet proved on Windows.'],
})

/** Where Debian's ca-certificates-java keeps what the system trusts (its hook jks-keystore). */
const ofDebian = '/etc/ssl/certs/java/cacerts'

/**
 * Windows: the type Windows-ROOT of SunMSCAPI (JDK Providers documentation). Debian: the JDKs of the distribution ask a file that follows the
 * system's store, so that a cure of that one is theirs too; this says so.
 */
export const javaSystemStore: Cure = {
  ...onWindows,
  plan: async (host, need) => {
    if (host.platform === 'win32') return onWindows.plan(host, need)
    const follows = served(need, isOf('java')).some(({ askings }) =>
      askings.some(({ stores }) => stores.some(({ store }) => realOf(host, store) === ofDebian)),
    )
    if (!follows || need.add.length === 0) return null
    const what = `Java reads ${ofDebian} here, which follows the system's store: what is added there reaches it where ca-certificates-java is installed.`
    return { steps: [], deltas: [], notes: [], advice: [{ owner: 'operating-system', what, command: '' }] }
  },
}

function realOf(host: Parameters<Cure['plan']>[0], path: string): string {
  try {
    return host.realPath(path) ?? path
  } catch {
    return path
  }
}
