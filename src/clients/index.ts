import type { ClientProfile } from '../model/client.ts'
import { boringssl } from './boringssl.ts'
import { botan } from './botan.ts'
import { bun } from './bun.ts'
import { cargo } from './cargo.ts'
import { android } from './android.ts'
import { apple } from './apple.ts'
import { chrome } from './chrome.ts'
import { cryptoapi } from './cryptoapi.ts'
import { curl } from './curl.ts'
import { dotnet } from './dotnet.ts'
import { firefox } from './firefox.ts'
import { gnutls } from './gnutls.ts'
import { go } from './go.ts'
import { java } from './java.ts'
import { mbedtls } from './mbedtls.ts'
import { libressl } from './libressl.ts'
import { mono } from './mono.ts'
import { node } from './node.ts'
import { nss } from './nss.ts'
import { openssl } from './openssl.ts'
import { opensslPrograms } from './openssl-programs.ts'
import { perl } from './perl.ts'
import { php } from './php.ts'
import { python } from './python.ts'
import { rfc5280 } from './rfc5280.ts'
import { ruby } from './ruby.ts'
import { rustls } from './rustls.ts'
import { s2n } from './s2n.ts'
import { wolfssl } from './wolfssl.ts'
import { once } from '../model/once.ts'

/** Profiles that are kept in one file. Most runs ask for few families, and to build them all costs more than to judge a chain. */
interface Family {
  /** What the ids begin with, see `partsOf`. */
  readonly tools: readonly string[]
  readonly profiles: () => readonly ClientProfile[]
  /** Those of a release, and maybe others. */
  readonly ofRelease: (release: string) => readonly ClientProfile[]
}

function family(build: () => readonly ClientProfile[], ...tools: readonly string[]): Family {
  const profiles = once(build)
  return { tools, profiles, ofRelease: profiles }
}

/** A family of many releases, of which one can be built alone. What it builds twice is one object: profiles are compared by identity. */
function byRelease(
  build: (isAsked: (release: string) => boolean) => readonly ClientProfile[],
  ...tools: readonly string[]
): Family {
  const known = new Map<string, ClientProfile>()
  const kept = (profile: ClientProfile): ClientProfile => {
    const first = known.get(profile.id) ?? profile
    known.set(profile.id, first)
    return first
  }
  const releases = new Map<string, readonly ClientProfile[]>()
  return {
    tools,
    profiles: once(() => build(() => true).map(kept)),
    ofRelease: (release) => {
      const built = releases.get(release) ?? build((other) => other === release).map(kept)
      releases.set(release, built)
      return built
    },
  }
}

/** Every family. A new one is one file and one line here. */
const families: readonly Family[] = [
  byRelease(openssl, 'openssl-verify', 'openssl-s_client'),
  byRelease(python, 'python'),
  byRelease(node, 'node'),
  byRelease(curl, 'curl', 'php-curl'),
  family(opensslPrograms, 'wget', 'git'),
  family(bun, 'bun'),
  family(cargo, 'cargo'),
  family(boringssl, 'boringssl-tool', 'grpc', 'envoy'),
  family(libressl, 'libressl'),
  family(perl, 'perl', 'lwp'),
  family(ruby, 'ruby'),
  family(php, 'php'),
  byRelease(go, 'go'),
  byRelease(java, 'java'),
  family(gnutls, 'gnutls-cli', 'wget', 'curl', 'git'),
  family(rustls, 'rustls', 'deno'),
  family(nss, 'nss-tstclnt', 'nss-vfychain'),
  family(firefox, 'firefox'),
  family(chrome, 'chrome', 'chrome-pki'),
  family(cryptoapi, 'schannel', 'dotnet-windows', 'curl', 'git'),
  family(dotnet, 'dotnet'),
  family(apple, 'sectrust', 'curl'),
  family(android, 'android'),
  family(mbedtls, 'mbedtls'),
  family(s2n, 's2n'),
  family(mono, 'mono'),
  family(botan, 'botan'),
  family(wolfssl, 'wolfssl'),
  family(rfc5280, 'rfc5280', 'rfc5280-strict'),
]

/** Every profile, by family. */
export const clients = once((): readonly ClientProfile[] => families.flatMap(({ profiles }) => profiles()))

/** The profiles of a tool, and those that share a file with them; a file whose profiles nobody takes is not built. `release`: of it, at least. */
export function* profilesOf(tool: string, release: string | null = null): Generator<ClientProfile, void> {
  for (const { tools, profiles, ofRelease } of families) {
    if (tools.includes(tool)) yield* release === null ? profiles() : ofRelease(release)
  }
}
