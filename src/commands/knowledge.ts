import { productIn } from '../findings/facts/private-authority.ts'
import { nodeSignatureVerifier } from '../host/node-signature-verifier.ts'
import type { Statement } from '../model/authenticity.ts'
import type { Sha256 } from '../model/sha256.ts'
import type { Knowledge, KnownStore } from '../roots/authenticity/knowledge.ts'
import { type BuiltInStatements, builtInStatements } from '../roots/authenticity/built-in-statements.ts'
import { distrustedIn } from '../incidents/index.ts'
import { notBeforeRelease } from '../roots/authenticity/freshness.ts'
import type { CandidatePool } from '../roots/candidate-pool.ts'
import type { RootTable } from '../roots/table.ts'
import type { ProgrammeData } from '../programmes/cached-content.ts'
import type { UnixSeconds } from '../model/time.ts'
import type { StoreSource } from './candidate-sources.ts'
import { referenceJudge } from './reference-judge.ts'

/** What was gathered, before it is weighed. */
export interface Gathered {
  readonly now: UnixSeconds
  readonly table: RootTable
  readonly published: ProgrammeData
  readonly pool: CandidatePool
  readonly stores: readonly KnownStore[]
  /** As the user typed it; `null`: nothing. */
  readonly ownFingerprint: string | null
}

/** Everything that bears on authenticity, as the rule takes it. */
export function knowledgeOf({ now, table, published, pool, stores, ownFingerprint }: Gathered): Knowledge {
  const verify = nodeSignatureVerifier()
  return {
    now: notBeforeRelease(now),
    table,
    pool,
    statements: statementsBySha256(builtInStatements(table), published.statements),
    publications: published.publications,
    stores,
    revoked: published.revoked,
    accepts: referenceJudge(verify),
    signed: (child, issuer) => verify(child, issuer.subjectPublicKeyInfo),
    interceptor: productIn,
    distrustedIn,
    ownFingerprint,
  }
}

/** What the product's own table and what publications say, by certificate. */
function statementsBySha256(builtIn: BuiltInStatements, published: readonly Statement[]): Knowledge['statements'] {
  const bySha256 = new Map<Sha256, Statement[]>()
  for (const statement of published) {
    const own = bySha256.get(statement.sha256)
    if (own === undefined) bySha256.set(statement.sha256, [statement])
    else own.push(statement)
  }
  return (sha256) => [...builtIn(sha256), ...(bySha256.get(sha256) ?? [])]
}

/** A store of this machine as what bears on authenticity. */
export function knownStore({ name, certificates, rejected, isAdministrators }: StoreSource): KnownStore {
  return { id: name, anchors: certificates, rejected, kept: isAdministrators ? 'administrator' : 'other' }
}
