import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { nss as family } from '../../../../src/clients/nss.ts'
import type { Case } from '../../../../test/validation/agreement/random-case.ts'
import { versionOf } from '../../../../test/validation/agreement/real-clients.ts'
import { clientEnvironment, faketimeLibrary, runCommand } from '../../run-command.ts'
import { familyProfile } from '../family-profile.ts'
import type { Ask, FuzzOracle } from '../oracle.ts'

/** SEC_ERROR_REUSED_ISSUER_AND_SERIAL, SEC_ERROR_BAD_DER, SEC_ERROR_INVALID_ARGS and SEC_ERROR_LIBRARY_FAILURE: what is not taken in. */
const undecoded = /^couldn't import sent-\d+\.der, -(?:8054|8183|8187|8191) /

/** Milliseconds after which a tool is killed. */
const limit = 10_000
/** Cases that are asked at the same time. */
const atOnce = 2

/** A database of its own for each case, into which one process puts the store; a second one judges. 25 ms a case on an idle machine. */
const vfychain =
  (...flags: readonly string[]): Ask =>
  async (cases) => {
    const work = mkdtempSync(join(tmpdir(), 'fuzz-nss-'))
    try {
      const empty = join(work, 'empty')
      mkdirSync(empty)
      await certutil(work, '-N', '-d', `sql:${empty}`, '--empty-password')
      const answers: string[] = []
      let next = 0
      const worker = async (): Promise<void> => {
        for (let i = next++; i < cases.length; i = next++) {
          const one = cases[i]
          if (one !== undefined) answers[i] = await judged(one, join(work, String(i)), empty, flags)
        }
      }
      await Promise.all(Array.from({ length: atOnce }, worker))
      return answers
    } finally {
      rmSync(work, { recursive: true, force: true })
    }
  }

async function judged({ sent, store, at }: Case, folder: string, empty: string, flags: readonly string[]): Promise<string> {
  cpSync(empty, folder, { recursive: true })
  const file = (name: string, octets: Uint8Array | string): string => {
    const path = join(folder, name)
    writeFileSync(path, octets)
    return path
  }
  const database = `sql:${folder}`
  const additions = store.map((der, i) => `-A -d ${database} -n stored-${i} -t C,, -i ${file(`stored-${i}.der`, der)}\n`)
  const batch = async (lines: readonly string[]) =>
    certutil(folder, '-B', '-d', database, '-i', file('additions', lines.join('')))
  // A batch ends with the first certificate that is refused.
  if ((await batch(additions)) !== 0) for (const line of additions) await batch([line])
  const chain = sent.map((der, i) => file(`sent-${i}.der`, der))
  const argv = ['vfychain', '-d', database, '-u', '1', ...flags, ...chain]
  const ran = await runCommand({ argv }, clientEnvironment(folder, at), '', limit)
  const said = ran.isKilled ? 'no answer: killed' : ran.stdout + ran.stderr
  rmSync(folder, { recursive: true, force: true })
  if (said.startsWith('Chain is good!')) return 'accepted'
  return said.replaceAll(`${folder}/`, '').trim().replaceAll('\n', ' | ')
}

/** The exit code. */
const certutil = async (home: string, ...argv: readonly string[]): Promise<number | null> =>
  (await runCommand({ argv: ['certutil', ...argv] }, clientEnvironment(home, null), '', limit)).code

function oracle(id: string, ...flags: readonly string[]): FuzzOracle {
  return {
    id,
    version: () => {
      const version = versionOf('dpkg-query', '-W', '-f', '${Version}', 'libnss3-tools')
      return version?.startsWith('2:3.87') === true && faketimeLibrary() !== null ? `vfychain ${version}` : null
    },
    profile: () => familyProfile(family(), id),
    start: async () => vfychain(...flags),
    // A certificate of a database is called by the nickname that it has there.
    compared: (text) =>
      undecoded.test(text)
        ? 'unreadable'
        : text
            .split(/ \| |\n/)
            .map((part) => part.trim().replace(/^(CERT \d+\.).*$/, '$1'))
            .join(' | '),
    code: (text) => (undecoded.test(text) ? 'unreadable' : (/ERROR (-\d+)/.exec(text)?.[1] ?? text)),
    exceptions: [],
    asksHost: false,
  }
}

/** vfychain of NSS 3.87, with its own way of verifying and with libpkix; it asks for no name. */
export const nss: readonly FuzzOracle[] = [oracle('nss-vfychain-3.87'), oracle('nss-vfychain-3.87-libpkix', '-pp')]
