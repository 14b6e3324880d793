import { aiohttp } from './aiohttp.ts'
import { botocore } from './botocore.ts'
import { conda } from './conda.ts'
import { gcloud } from './gcloud.ts'
import { httpx } from './httpx.ts'
import { pip } from './pip.ts'
import { poetry } from './poetry.ts'
import { pyinstaller } from './pyinstaller.ts'
import { python } from './python.ts'
import { requests } from './requests.ts'
import { uv } from './uv.ts'
import { node } from './node.ts'
import { npm } from './npm.ts'
import { yarn } from './yarn.ts'
import { deno } from './deno.ts'
import { bun } from './bun.ts'
import { java } from './java.ts'
import { go } from './go.ts'
import { dotnet } from './dotnet.ts'
import { docker } from './docker.ts'
import { kubectl } from './kubectl.ts'
import { openssl } from './openssl.ts'
import { curl } from './curl.ts'
import { wget } from './wget.ts'
import { git } from './git.ts'
import { gnutls } from './gnutls.ts'
import { ruby } from './ruby.ts'
import { php } from './php.ts'
import { phpCurl } from './php-curl.ts'
import { perl } from './perl.ts'
import { httpTiny } from './http-tiny.ts'
import { lwp } from './lwp.ts'
import { cargo } from './cargo.ts'
import { nix } from './nix.ts'
import { postgres } from './postgres.ts'
import { mysql } from './mysql.ts'
import { firefox } from './firefox.ts'
import { chrome } from './chrome.ts'
import { electron } from './electron.ts'
import { powershell } from './powershell.ts'
import type { Runtime } from './runtime.ts'

/** Every runtime. A new one is one file and one line here. */
export const runtimes: readonly Runtime[] = [
  python,
  pip,
  requests,
  httpx,
  aiohttp,
  conda,
  uv,
  poetry,
  botocore,
  gcloud,
  pyinstaller,
  node,
  npm,
  yarn,
  deno,
  bun,
  java,
  go,
  // Before .NET, which is the same client: it can be run where there is no SDK.
  powershell,
  dotnet,
  docker,
  kubectl,
  openssl,
  curl,
  wget,
  git,
  gnutls,
  ruby,
  php,
  phpCurl,
  perl,
  httpTiny,
  lwp,
  cargo,
  nix,
  postgres,
  mysql,
  firefox,
  chrome,
  electron,
]
