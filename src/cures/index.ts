import { alpineStore } from './alpine-store.ts'
import { archStore } from './arch-store.ts'
import type { Cure } from './cure.ts'
import { debianStore } from './debian-store.ts'
import { fedoraStore } from './fedora-store.ts'
import { gentooStore } from './gentoo-store.ts'
import { suseStore } from './suse-store.ts'
import { systemUpdate } from './system-update.ts'
import { voidStore } from './void-store.ts'
import { cargoCainfo, cargoProjectCainfo } from './cargo-cainfo.ts'
import { certifiUpgrade } from './certifi-upgrade.ts'
import { condaSslVerify } from './conda-ssl-verify.ts'
import { condaTruststore } from './conda-truststore.ts'
import { curlConfig } from './curl-config.ts'
import { denoCert } from './deno-cert.ts'
import { denoSystemStore } from './deno-system-store.ts'
import { firefoxSystemStore } from './firefox-system-store.ts'
import { gitCaInfo, gitServerCaInfo } from './git-ca-info.ts'
import { gitSchannel } from './git-schannel.ts'
import { javaKeystore, javaUserKeystore } from './java-keystore.ts'
import { javaSystemStore } from './java-system-store.ts'
import { namedBundle } from './named-bundle.ts'
import { nixSslCertFile } from './nix-ssl-cert-file.ts'
import { nodeExtraCaCerts } from './node-extra-ca-certs.ts'
import { nodeUseSystemCa } from './node-use-system-ca.ts'
import { npmCafile } from './npm-cafile.ts'
import { nssDatabase } from './nss-database.ts'
import { perlLwpCaFile } from './perl-lwp-ca-file.ts'
import { phpIni } from './php-ini.ts'
import { pipCert } from './pip-cert.ts'
import { pythonTruststore } from './python-truststore.ts'
import { requestsCaBundle } from './requests-ca-bundle.ts'
import { sslCertFile } from './ssl-cert-file.ts'
import { uvSystemCerts } from './uv-system-certs.ts'
import { wgetConfig } from './wget-config.ts'
import { macosKeychainCures } from './macos-keychain.ts'
import { macosPythonOrg } from './macos-python-org.ts'
import { projectCi } from './project-ci.ts'
import { projectDockerfile } from './project-dockerfile.ts'
import { windowsCaDropExpired } from './windows-ca-drop-expired.ts'
import { windowsFetchRoot } from './windows-fetch-root.ts'
import { windowsRootCures } from './windows-root.ts'

/**
 * Every way, in the order of preference: what the owner updates, what switches a runtime to the system's store, what adds or removes an
 * anchor. A new one is one file and one line here.
 */
export const cures: readonly Cure[] = [
  systemUpdate,
  windowsFetchRoot,
  macosPythonOrg,
  certifiUpgrade,
  pythonTruststore,
  nodeUseSystemCa,
  denoSystemStore,
  gitSchannel,
  javaSystemStore,
  condaTruststore,
  uvSystemCerts,
  firefoxSystemStore,
  debianStore,
  fedoraStore,
  suseStore,
  alpineStore,
  archStore,
  gentooStore,
  voidStore,
  namedBundle,
  nodeExtraCaCerts,
  denoCert,
  npmCafile,
  pipCert,
  requestsCaBundle,
  sslCertFile,
  nixSslCertFile,
  perlLwpCaFile,
  gitServerCaInfo,
  gitCaInfo,
  cargoProjectCainfo,
  cargoCainfo,
  curlConfig,
  wgetConfig,
  condaSslVerify,
  phpIni,
  javaUserKeystore,
  javaKeystore,
  nssDatabase,
  windowsCaDropExpired,
  ...windowsRootCures,
  ...macosKeychainCures,
  projectDockerfile,
  projectCi,
]
