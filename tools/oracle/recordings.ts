import { mkdirSync, readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import type { MintedCases } from '../../test/oracle/cases/mint-cases.ts'
import type { Recording } from './client.ts'

const committed = 'test/oracle/recorded'
const casesFile = 'test/oracle/cases/cases.json'

/** The committed cases. */
export const readCases = (): MintedCases => JSON.parse(readFileSync(casesFile, 'utf8')) as MintedCases

/** Writes the cases: recordings made before hold no more. */
export function writeCases({ certificates, cases }: MintedCases): void {
  const rows = (list: readonly string[]): string => list.map((row) => `  ${row}`).join(',\n')
  const certs = rows(Object.entries(certificates).map(([name, der]) => `${JSON.stringify(name)}: ${JSON.stringify(der)}`))
  writeFileSync(
    casesFile,
    `{\n"certificates": {\n${certs}\n},\n"cases": [\n${rows(cases.map((one) => JSON.stringify(one)))}\n]\n}\n`,
  )
}

/** A client's recording; `null`: there is none. */
export function readRecording(id: string, folder = committed): Recording | null {
  const file = join(folder, `${id}.json`)
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Recording) : null
}

/** Every recording, by the name of its file. */
export const readRecordings = (): readonly Recording[] =>
  readdirSync(committed)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .flatMap((name) => readRecording(name.slice(0, -5)) ?? [])

/** Writes a recording, one case a line; cases that were not asked now keep what was said before. */
export function writeRecording({ client, profile, version, cases }: Recording, folder = committed): void {
  mkdirSync(folder, { recursive: true })
  const all = { ...readRecording(client, folder)?.cases, ...cases }
  const rows = Object.keys(all)
    .toSorted()
    .map((name) => `  ${JSON.stringify(name)}: ${JSON.stringify(all[name])}`)
  const head = `"client": ${JSON.stringify(client)},\n"profile": ${JSON.stringify(profile)},\n"version": ${JSON.stringify(version)}`
  writeFileSync(join(folder, `${client}.json`), `{\n${head},\n"cases": {\n${rows.join(',\n')}\n}\n}\n`)
}
