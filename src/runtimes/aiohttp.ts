import type { Runtime } from './runtime.ts'
import { certifiIn } from './shared/certifi.ts'
import { foreignVariables, keyLog } from './shared/foreign-variables.ts'
import { pythonDefaults } from './shared/python-defaults.ts'
import { libraryAt, libraryInstallations, librariesNamed } from './shared/python-library.ts'
import { gone } from './shared/gone.ts'
import { inFile } from './shared/setting.ts'
import { packageIn } from './shared/site-packages.ts'

/**
 * aiohttp, and what is built on it (discord.py): `ssl.create_default_context()`, made once when it is imported (aiohttp: connector.py).
 * certifi is not read, though it is often beside it.
 */
export const aiohttp: Runtime = {
  id: 'aiohttp',
  title: 'aiohttp and discord.py',
  names: ['discord.py', 'discord'],
  find: async (host) =>
    librariesNamed(host, 'aiohttp').flatMap((found) => {
      const discord = packageIn(host, found.environment.site, 'discord', 'discord.py')
      return libraryInstallations(host, 'aiohttp', [found]).map((installation) =>
        discord === null
          ? installation
          : { ...installation, note: `${installation.note}, with discord.py ${discord.version ?? ''}`.trim() },
      )
    }),
  asks: async (host, installation) => {
    const found = libraryAt(librariesNamed(host, 'aiohttp'), installation)
    if (found === null) return gone(installation)
    const { withoutEffect, ...defaults } = await pythonDefaults(host, found.environment)
    const certifi = certifiIn(host, found.environment.site)
    const unread =
      certifi === null || certifi.version === null || defaults.stores.some(({ store }) => store === certifi.bundle)
        ? []
        : [
            {
              setting: inFile('certifi', certifi.version, certifi.bundle, 0),
              reason: 'other-runtime' as const,
              params: { by: 'requests, httpx, botocore', instead: 'SSL_CERT_FILE' },
            },
          ]
    return {
      installation,
      ...defaults,
      withoutEffect: [...withoutEffect, ...foreignVariables(host, ['SSL_CERT_FILE', 'SSL_CERT_DIR']), ...unread],
      dangers: keyLog(host),
      source: `observed: aiohttp 3.14.3 on Python 3.11.7; ${defaults.source}`,
    }
  },
}
