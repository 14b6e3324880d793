// Real clients on our own cases: node tools/run-ts.mjs tools/oracle/main.ts
//   (nothing)      asks every client that this machine has about every case, and records what it said
//   --install      gets the others first, into a folder outside of the repository; with --list it only gets them. Those that
//                  need a whole Debian are got when --client has their full name
//   --compare      records nothing: prints how far the engine agrees with what is recorded
//   --list         which clients are here
//   --mint         writes the cases anew: all recordings have to be made again
//   --to folder    recordings are written there, and not to those that are committed
//   --client a,b   --case text    only these clients, only cases whose name has the text in it
import process from 'node:process'
import { parseArgs } from 'node:util'
import { ownCases } from '../../test/oracle/cases/index.ts'
import { mintCases } from '../../test/oracle/cases/mint-cases.ts'
import type { Install, OracleClient } from './client.ts'
import { oracleClients } from './clients/index.ts'
import { oracleFolder as folder } from './clients/installed.ts'
import { printAgreement } from './print-agreement.ts'
import { install } from './install.ts'
import { isOnRequest, onRequest } from './on-request.ts'
import { record } from './record.ts'
import { readCases, readRecordings, writeCases, writeRecording } from './recordings.ts'
import { faketimeLibrary } from './run-command.ts'
import { serveCases } from './serve-cases.ts'

const { values } = parseArgs({
  options: {
    install: { type: 'boolean', default: false },
    compare: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    mint: { type: 'boolean', default: false },
    to: { type: 'string' },
    client: { type: 'string' },
    case: { type: 'string', default: '' },
  },
})
const wanted = values.client?.split(',')
const isWanted = (id: string): boolean => wanted === undefined || wanted.some((text) => id.startsWith(text))
const say = (text: string): void => void process.stderr.write(`${text}\n`)

if (values.install) installLacking()
if (values.mint) writeCases(mintCases(ownCases))
else if (values.compare)
  printAgreement(
    readCases(),
    readRecordings().filter(({ client }) => isWanted(client)),
    values.case,
  )
else if (values.list) list()
else await recordAll()

/** One that cannot be had is told, and the others are got all the same. */
function installLacking(): void {
  const isLacking = ({ id, find, install }: OracleClient): boolean =>
    install !== undefined && isWanted(id) && find(folder) === null
  // One may bring others with it.
  for (const client of oracleClients) {
    if (client.install === undefined || isOnRequest(client, wanted) || !isLacking(client)) continue
    try {
      install(client.install, folder)
      if (isLacking(client))
        say(`${client.id}: not installed: what is here of ${nameOf(client.install)} is another release, and nothing else has it`)
    } catch (error) {
      say(`${client.id}: not installed: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  const left = oracleClients.filter((client) => isOnRequest(client, wanted) && isLacking(client))
  if (left.length > 0) say(onRequest(left))
}

function nameOf(from: Install): string {
  if (from.from === 'debootstrap') return from.name
  return from.from === 'apt' ? from.packages.join(', ') : from.package
}

function list(): void {
  for (const { id, find } of oracleClients.filter(({ id }) => isWanted(id))) say(`${id}: ${find(folder)?.version ?? 'not here'}`)
}

async function recordAll(): Promise<void> {
  const cases = readCases()
  const asked = cases.cases.filter(({ name }) => name.includes(values.case))
  const clients = oracleClients.filter(({ id }) => isWanted(id))
  const plain = await serveCases(cases, asked, null)
  const other = clients.some(({ protocol }) => protocol === 'h2') ? await serveCases(cases, asked, 'h2') : plain
  const { served } = plain
  say(`${served.length} cases, of which ${served.filter(({ by }) => by === 'raw').length} by the lab's own octets`)
  try {
    for (const client of clients) {
      const program = client.find(folder)
      if (program === null) say(`${client.id}: not here`)
      else if (client.clock === 'faketime' && faketimeLibrary(program.root) === null) say(`${client.id}: needs libfaketime`)
      else {
        const began = performance.now()
        const recording = await record(client, program, cases, (client.protocol === 'h2' ? other : plain).served, folder)
        writeRecording(recording, values.to)
        const count = (result: string): number => Object.values(recording.cases).filter((c) => c.result === result).length
        const counts = ['A', 'R', 'H', 'n'].map((result) => `${result} ${count(result)}`).join(', ')
        say(`${client.id} (${program.version}): ${counts}; ${Math.round((performance.now() - began) / 1000)} s`)
      }
    }
  } finally {
    await Promise.all([...new Set([plain, other])].map(({ close }) => close()))
  }
}
