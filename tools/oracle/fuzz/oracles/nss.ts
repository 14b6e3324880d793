import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nss as family } from '../../../../src/clients/nss.ts'
import type { Case } from '../../../../test/validation/agreement/random-case.ts'
import { versionOf } from '../../../../test/validation/agreement/real-clients.ts'
import { clientEnvironment, faketimeLibrary, runCommand } from '../../run-command.ts'
import { familyProfile } from '../family-profile.ts'
import type { Ask, FuzzException, FuzzOracle } from '../oracle.ts'

/** SEC_ERROR_REUSED_ISSUER_AND_SERIAL, SEC_ERROR_BAD_DER, SEC_ERROR_INVALID_ARGS and SEC_ERROR_LIBRARY_FAILURE: what is not taken in. */
const undecoded = /^couldn't import sent-\d+\.der, -(?:8054|8183|8187|8191) /

const exceptions: readonly FuzzException[] = [
  {
    reason: 'a date without an octet is not taken in, which the reader does not tell from one that has too few',
    explains: (theirs, _ours, { sent, store }) =>
      (undecoded.test(theirs) || theirs.includes('ERROR -8179')) &&
      [...sent, ...store.anchors.map((a) => a.certificate)].some(({ dateAnomalies: { notBefore, notAfter } }) =>
        [notBefore, notAfter].some((codes) => codes.includes('time-malformed') && codes.includes('time-without-seconds')),
      ),
  },
]

/** Milliseconds after which a tool is killed. */
const limit = 10_000
/** Cases that are asked at the same time. */
const atOnce = 2

/** A database of its own for each case, into which one process puts the store; a second one judges. 25 ms a case on an idle machine. */
const vfychain: Ask = async (cases) => {
  const work = mkdtempSync(join(tmpdir(), 'fuzz-nss-'))
  try {
    const empty = join(work, 'empty')
    mkdirSync(empty)
    await tool(work, null, ['certutil', '-N', '-d', `sql:${empty}`, '--empty-password'])
    const answers: string[] = []
    let next = 0
    const worker = async (): Promise<void> => {
      for (let i = next++; i < cases.length; i = next++) {
        const one = cases[i]
        if (one !== undefined) answers[i] = await judged(one, join(work, String(i)), empty)
      }
    }
    await Promise.all(Array.from({ length: atOnce }, worker))
    return answers
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

async function judged({ sent, store, at }: Case, folder: string, empty: string): Promise<string> {
  cpSync(empty, folder, { recursive: true })
  const file = (name: string, octets: Uint8Array | string): string => {
    const path = join(folder, name)
    writeFileSync(path, octets)
    return path
  }
  const database = `sql:${folder}`
  const additions = store.map((der, i) => `-A -d ${database} -n stored-${i} -t C,, -i ${file(`stored-${i}.der`, der)}\n`)
  await tool(folder, null, ['certutil', '-B', '-d', database, '-i', file('additions', additions.join(''))])
  const chain = sent.map((der, i) => file(`sent-${i}.der`, der))
  const said = await tool(folder, at, ['vfychain', '-d', database, '-u', '1', ...chain])
  rmSync(folder, { recursive: true, force: true })
  if (said.startsWith('Chain is good!')) return 'accepted'
  return said.replaceAll(`${folder}/`, '').trim().replaceAll('\n', ' | ')
}

async function tool(home: string, at: number | null, argv: readonly string[]): Promise<string> {
  const ran = await runCommand({ argv }, clientEnvironment(home, at), '', limit)
  return ran.isKilled ? 'no answer: killed' : ran.stdout + ran.stderr
}

/** vfychain of NSS 3.87, with its own way of verifying; it asks for no name. */
export const nss: readonly FuzzOracle[] = [
  {
    id: 'nss-vfychain-3.87',
    version: () => {
      const version = versionOf('dpkg-query', '-W', '-f', '${Version}', 'libnss3-tools')
      return version?.startsWith('2:3.87') === true && faketimeLibrary() !== null ? `vfychain ${version}` : null
    },
    profile: () => familyProfile(family(), 'nss-vfychain-3.87'),
    start: async () => vfychain,
    // A certificate of a database is called by the nickname that it has there.
    compared: (text) =>
      undecoded.test(text)
        ? 'unreadable'
        : text
            .split(/ \| |\n/)
            .map((part) => part.trim().replace(/^(CERT \d+\.).*$/, '$1'))
            .join(' | '),
    code: (text) => (undecoded.test(text) ? 'unreadable' : (/ERROR (-\d+)/.exec(text)?.[1] ?? text)),
    exceptions,
    asksHost: false,
  },
]
