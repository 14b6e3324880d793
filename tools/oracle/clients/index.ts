import type { OracleClient } from '../client.ts'
import { curls } from './curl.ts'
import { deno } from './deno.ts'
import { dotnet } from './dotnet.ts'
import { gnutls } from './gnutls.ts'
import { go } from './go.ts'
import { java } from './java.ts'
import { nodes } from './node.ts'
import { openssl } from './openssl.ts'
import { opensslPrograms } from './openssl-programs.ts'
import { pythons } from './python.ts'
import { scripting } from './scripting.ts'

/** Every real client that the oracle knows. */
export const oracleClients: readonly OracleClient[] = [
  ...openssl,
  ...pythons,
  ...curls,
  ...opensslPrograms,
  ...gnutls,
  ...go,
  ...nodes,
  ...deno,
  ...dotnet,
  ...scripting,
  ...java,
]
