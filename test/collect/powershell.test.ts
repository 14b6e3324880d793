import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readCaseFile } from '../../src/capture/case-file.ts'
import { decodeText } from '../../src/capture/decode-text.ts'
import { collectors } from '../../src/collect/collectors.ts'
import { faults } from '../../src/lab/index.ts'
import { seconds } from '../../src/model/time.ts'
import { caseOf, reportOf, sha256 } from './support/collected.ts'

const now = seconds(1_795_000_000)

/**
 * What the script prints on Windows, by hand: it was run on Linux alone (powershell-real.test.ts). The sentence is that of SslStream in .NET
 * Framework, which holds no other where verification threw it (a transcript: dell/OpenManage-PowerShell-Modules#4).
 */
function recording(id: string, says: string): string {
  const built = faults.find((f) => f.id === id)?.build(now)
  if (built === undefined) throw new Error(id)
  const { chain, anchors, host } = built
  const observed = {
    program: 'powershell',
    version: '5.1.19041.4648',
    verdict: says === '' ? 'accepted' : 'rejected',
    says,
    why: '',
  }
  return asWindowsPowershell({
    schema: 1,
    at: now,
    clock: now,
    target: { host, port: 443, source: 'PowerShell 5.1.19041.4648' },
    certs: Object.fromEntries([...chain, ...anchors].map((der) => [sha256(der), Buffer.from(der).toString('base64')])),
    sends: [{ hello: 'any', address: '192.0.2.1', try: 1, outcome: { kind: 'chain', chain: chain.map(sha256), tls: null } }],
    stores: [
      { id: 'ROOT', origin: 'Root and AuthRoot', anchors: anchors.map(sha256) },
      { id: 'CA', origin: 'CA', anchors: [] },
      { id: 'Disallowed', origin: 'Disallowed', anchors: [], settings: {} },
    ],
    clients: [{ id: 'dotnet-windows', store: 'ROOT', why: 'the stores that .NET asks', asked: true, observed }],
    options: { offline: true },
    signatures: [],
    contacted: [],
    settings: { HTTPS_PROXY: 'http://***@proxy.test:3128' },
    seen: { errors: says === '' ? 'None' : 'RemoteCertificateChainErrors', status: ['NotTimeValid'] },
  })
}

/**
 * In the form of ConvertTo-Json of 5.1, which PowerShell/PowerShell#7693 shows: two blanks behind a colon, members below the end of the name,
 * an empty line in what is empty. As `>` of 5.1 writes it: UTF-16 with its mark, read as every file is.
 */
function asWindowsPowershell(value: unknown): string {
  const lines = (v: unknown, indent: number): string => {
    const [open, close] = Array.isArray(v) ? '[]' : '{}'
    if (typeof v !== 'object' || v === null) return JSON.stringify(v)
    const members = Object.entries(v).map(([name, member]) => {
      const head = Array.isArray(v) ? '' : `${JSON.stringify(name)}:  `
      return `${' '.repeat(indent + 4)}${head}${lines(member, indent + 4 + head.length)}`
    })
    return `${open}\r\n${members.join(',\r\n')}\r\n${' '.repeat(indent)}${close}`
  }
  return decodeText(Buffer.from(`\ufeff${lines(value, 0)}\r\n`, 'utf16le'))
}

const classic = 'The remote certificate is invalid according to the validation procedure.'

describe('collect --as powershell on Windows: cases of the shape that it prints', () => {
  it.each([
    ['good', '', 'accepted'],
    ['expired-leaf', classic, 'rejected'],
    // Windows fetches roots when it needs them: one that is not there is an unknown input.
    ['unknown-root', classic, 'undetermined'],
  ] as const)('%s, said to be %j: check computes %s', (id, says, verdict) => {
    const evidence = caseOf({ code: 0, stdout: recording(id, says), stderr: '', ms: 0 })
    const [result] = reportOf(evidence).results
    expect(result).toMatchObject({
      client: 'dotnet-windows',
      verdict: { kind: verdict },
      observed: { program: 'powershell', says },
    })
  })

  it('prints every member that a case must have', () => {
    const members = Object.keys(JSON.parse(recording('good', '')))
    const block = collectors.powershell.slice(collectors.powershell.indexOf('$case = [ordered]@{'))
    for (const member of members) expect(block).toMatch(new RegExp(`^ {4}${member} = `, 'm'))
  })
})

const folder = new URL('recorded/', import.meta.url)
const recorded = readdirSync(folder).filter((name) => name.startsWith('powershell-7-'))

/** What the script printed under PowerShell 7.4.9 on Linux against servers of the lab, recorded by powershell-real.test.ts with BLESS set. */
describe('collect --as powershell: recordings of a real PowerShell 7', () => {
  it('are five', () => expect(recorded.toSorted()).toHaveLength(5))

  it.each(recorded)('%s: check computes the verdict that .NET gave, and foretells its words', (name) => {
    const stdout = readFileSync(new URL(name, folder), 'utf8')
    const evidence = caseOf({ code: 0, stdout, stderr: '', ms: 0 })
    const verdict = name.includes('good') ? 'accepted' : 'rejected'
    expect(evidence.clients[0]?.observed?.verdict).toBe(verdict)
    const [result] = reportOf(evidence).results
    expect(result).toMatchObject({ client: 'dotnet-8-openssl', verdict: { kind: verdict }, observed: { agreement: 'same' } })
  })
})

/** As Windows PowerShell prints in a narrow window: rundeck/rundeck#3830 has a transcript of a string that it broke. */
describe('a case that was broken at the width of a window', () => {
  const whole = readFileSync(new URL('powershell-7-good.json', folder), 'utf8').replace(
    '"why": ""',
    String.raw`"why": "a \"\u00e9\\ b"`,
  )
  const broken = (width: number) => whole.replace(new RegExp(`(.{${width}})(?=.)`, 'g'), '$1\r\n')

  it('nothing of it is lost, wherever the breaks fall', () => {
    const expected = readCaseFile(whole, 'x')
    for (let width = 60; width <= 132; width++) {
      expect(() => JSON.parse(broken(width)) as unknown).toThrow()
      expect(readCaseFile(broken(width), 'x')).toEqual(expected)
    }
  })

  it('and what is cut or was never JSON is refused as before', () => {
    for (const text of ['', '{', '{"a": "b', 'null', whole.slice(0, -20)])
      expect(() => readCaseFile(text, 'x.json')).toThrow(/x\.json is not (?:JSON|a case file)/)
  })
})

describe.each(Object.entries(collectors))('collect --as %s', (_, script) => {
  it('says at its head what it reads, contacts and writes', () => {
    const head = script.slice(0, 2200)
    for (const word of ['It reads', 'It contacts', 'It writes', 'Private keys are never', 'Exit status', '30 seconds'])
      expect(head).toContain(word)
  })

  it('is ASCII, with lines that end as Unix ends them', () => {
    expect(script).toMatch(/^[\x20-\x7e\n]+$/)
    expect(script.endsWith('\n')).toBe(true)
  })

  it('names nothing that writes a file, runs another program behind its back, or opens a key', () => {
    const body = script.replaceAll(/^\s*#.*$/gm, '')
    expect(body).not.toMatch(
      /Out-File|Set-Content|Add-Content|Export-|Add-Type|Invoke-Expression|Invoke-WebRequest|PrivateKey|HasPrivateKey/,
    )
    expect(body).not.toMatch(/open\([^)]*"[wa]b?"|subprocess|os\.system|urlopen|\bmktemp\b|>\s*"?\$HOME|\btee\b/)
  })
})

it('what is printed is the file in the sources, to the octet', () => {
  for (const [language, end] of [
    ['python', 'py'],
    ['powershell', 'ps1'],
    ['sh', 'sh'],
  ] as const)
    expect(collectors[language]).toBe(readFileSync(new URL(`../../src/collect/collect.${end}`, import.meta.url), 'utf8'))
})
