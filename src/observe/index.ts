import { bun } from './bun.ts'
import { chrome } from './chrome.ts'
import { curl } from './curl.ts'
import { deno } from './deno.ts'
import { dotnet } from './dotnet.ts'
import { firefox } from './firefox.ts'
import { git } from './git.ts'
import { gnutls } from './gnutls.ts'
import { go } from './go.ts'
import { httpTiny } from './http-tiny.ts'
import { java } from './java.ts'
import { node } from './node.ts'
import { openssl } from './openssl.ts'
import { perl } from './perl.ts'
import { lwp } from './lwp.ts'
import { php } from './php.ts'
import { phpCurl } from './php-curl.ts'
import { powershell } from './powershell.ts'
import type { Probe } from './probe.ts'
import { python } from './python.ts'
import { ruby } from './ruby.ts'
import { wget } from './wget.ts'

/** Every probe, one for each kind of client. A new one is one file and one line here. */
export const probes: readonly Probe[] = [
  python,
  node,
  curl,
  openssl,
  wget,
  git,
  gnutls,
  java,
  go,
  deno,
  bun,
  ruby,
  php,
  phpCurl,
  perl,
  httpTiny,
  lwp,
  powershell,
  dotnet,
  firefox,
  chrome,
]
