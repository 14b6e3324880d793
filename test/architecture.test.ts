import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Folder, and the folders that it may import. An arrow that is not here does not exist. `*`: anything but commands. */
const may: Readonly<Record<string, readonly string[]>> = {
  model: [],
  der: ['model'],
  x509: ['der', 'model'],
  graph: ['x509', 'model'],
  validation: ['graph', 'x509', 'der', 'model'],
  messages: ['model'],
  clients: ['messages', 'model'],
  explain: ['messages', 'model'],
  findings: ['validation', 'graph', 'x509', 'model'],
  incidents: ['model'],
  remedies: ['validation', 'graph', 'x509', 'model'],
  health: ['findings', 'incidents', 'model'],
  report: ['messages', 'model'],
  roots: ['validation', 'graph', 'x509', 'der', 'model'],
  programmes: ['host', 'roots', 'x509', 'der', 'model'],
  cures: ['host', 'runtimes', 'stores', 'roots', 'x509', 'model'],
  apply: ['host', 'x509', 'model'],
  diagnosis: ['validation', 'graph', 'messages', 'x509', 'model'],
  'diagnose.ts': ['clients', 'diagnosis', 'findings', 'graph', 'incidents', 'remedies', 'validation', 'model'],
  host: ['model'],
  capture: ['host', 'x509', 'model'],
  fetch: ['host', 'x509', 'model'],
  clock: ['fetch', 'findings', 'x509', 'model'],
  stores: ['host', 'x509', 'model'],
  runtimes: ['host', 'x509', 'model'],
  observe: ['host', 'messages', 'model'],
  lab: ['x509', 'model'],
  terminal: ['report', 'model'],
  collect: [],
  commands: ['*'],
  'cli.ts': ['commands'],
  'start.ts': ['host'],
  'index.ts': ['*'],
  'node.ts': ['*'],
  'version.ts': [],
}

/** Members of these are added one file at a time, and never know each other: only what is shared lies beside the registry. */
const registries: Readonly<Record<string, { readonly members: string; readonly shared: RegExp }>> = {
  clients: {
    members: 'src/clients/',
    shared: /^(index|resolve|default-set|release|sources|fidelity|extensions-known|library\/.*)\.ts$/,
  },
  findings: { members: 'src/findings/', shared: /^(index|rule|facts\/.*)\.ts$/ },
  incidents: { members: 'src/incidents/', shared: /^(index|incident|fact|match)\.ts$/ },
  health: { members: 'src/health/', shared: /^(index|rule|view|private-anchors)\.ts$/ },
  remedies: { members: 'src/remedies/', shared: /^(index|rule|facts\/.*)\.ts$/ },
  faults: { members: 'src/lab/faults/', shared: /^index\.ts$/ },
  starttls: {
    members: 'src/capture/starttls/',
    shared: /^(registry|starttls-entry|before-tls|line-dialogue|lines|reply-codes|mail-submission)\.ts$/,
  },
  stores: { members: 'src/stores/', shared: /^(index|store|certificate-files|shared\/.*)\.ts$/ },
  observe: { members: 'src/observe/', shared: /^(index|probe|environment|observe-client|shared\/.*)\.ts$/ },
  programmes: { members: 'src/programmes/', shared: /^(index|published-source|addresses|cached-content|shared\/.*)\.ts$/ },
  cures: { members: 'src/cures/', shared: /^(index|cure|choose|shared\/.*|scripts\/.*)\.ts$/ },
  runtimes: { members: 'src/runtimes/', shared: /^(index|runtime|search-path|shared\/.*)\.ts$/ },
}

/** The core runs in a browser: it names nothing of Node, no clock and no chance. */
const core = [
  'model',
  'der',
  'x509',
  'graph',
  'validation',
  'messages',
  'clients',
  'findings',
  'incidents',
  'remedies',
  'health',
  'report',
  'roots',
  'diagnosis',
  'diagnose.ts',
  'index.ts',
]
const forbiddenInCore = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bprocess\.|\bconsole\.|\bglobalThis\b/

/** Where Node's own modules may stand. The lab is a set of servers; commands write what they are asked to. */
const nodeFolders = ['host', 'capture', 'clock', 'fetch', 'lab', 'commands', 'terminal', 'start.ts']

/** Which packages may stand where: as few places as can be, for each is a risk and a weight. */
const packages: Readonly<Record<string, RegExp>> = {
  '@noble/hashes': /^src\/x509\//,
  '@stricli/core': /^src\/commands\//,
  valibot: /^src\/(capture\/(case-file|cases-file)|commands\/saved-stores)\.ts$/,
  socks: /^src\/capture\/proxy\/socks5\.ts$/,
  diff: /^src\/report\/plan\/line-changes\.ts$/,
  'get-east-asian-width': /^src\/terminal\/columns\.ts$/,
}

interface Arrow {
  readonly file: string
  readonly from: string
  readonly to: string
}

const files = walk('src').filter((f) => f.endsWith('.ts'))
const arrows = files.flatMap(arrowsOf)

function walk(dir: string): readonly string[] {
  return readdirSync(join(root, dir), { withFileTypes: true }).flatMap((e) => {
    const path = `${dir}/${e.name}`
    return e.isDirectory() ? walk(path) : [path]
  })
}

/** Types count: an import that is erased is still a dependence of the reader. */
function arrowsOf(file: string): readonly Arrow[] {
  const text = readFileSync(join(root, file), 'utf8')
  const found: Arrow[] = []
  for (const [, a, b, c] of text.matchAll(
    /^(?:import|export|\})[^'\n]*\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm,
  )) {
    const to = a ?? b ?? c ?? ''
    found.push({ file, from: folderOf(file), to: to.startsWith('.') ? normalize(join(dirname(file), to)) : to })
  }
  return found
}

function folderOf(path: string): string {
  return path.split('/')[1] ?? ''
}

const isInternal = ({ to }: Arrow): boolean => to.startsWith('src/')

describe('architecture', () => {
  it('is seen whole: a checker that goes blind passes everything', () => {
    expect(files.length).toBeGreaterThan(150)
    expect(arrows.length).toBeGreaterThan(500)
    expect(new Set(files.map(folderOf))).toEqual(
      new Set(Object.keys(may).filter((f) => files.some((file) => folderOf(file) === f))),
    )
  })

  it('every folder imports only what it may', () => {
    const wrong = arrows.filter(isInternal).filter(({ from, to }) => {
      const folder = folderOf(to)
      const allowed = may[from] ?? []
      if (folder === from || folder === 'version.ts') return false
      return allowed.includes('*') ? folder === 'commands' : !allowed.includes(folder)
    })
    expect(wrong.map(({ file, to }) => `${file} -> ${to}`)).toEqual([])
  })

  it('there are no cycles', () => {
    const next = grouped()
    const state = new Map<string, 'open' | 'done'>()
    const cycles: string[] = []
    const visit = (file: string, trail: readonly string[]): void => {
      if (state.get(file) === 'done') return
      if (state.get(file) === 'open') {
        cycles.push([...trail.slice(trail.indexOf(file)), file].join(' -> '))
        return
      }
      state.set(file, 'open')
      for (const to of next.get(file) ?? []) visit(to, [...trail, file])
      state.set(file, 'done')
    }
    for (const file of files) visit(file, [])
    expect(cycles).toEqual([])
  })

  it('members of a registry do not know each other', () => {
    const wrong = Object.values(registries).flatMap(({ members, shared }) =>
      arrows.filter(({ file, to }) => {
        if (!file.startsWith(members) || !to.startsWith(members)) return false
        return !shared.test(file.slice(members.length)) && !shared.test(to.slice(members.length))
      }),
    )
    expect(wrong.map(({ file, to }) => `${file} -> ${to}`)).toEqual([])
  })

  it('Node stands only at the edge', () => {
    const wrong = arrows.filter(({ from, to }) => to.startsWith('node:') && !nodeFolders.includes(from))
    expect(wrong.map(({ file, to }) => `${file} -> ${to}`)).toEqual([])
  })

  it('each package stands only where it was let in', () => {
    const wrong = arrows.filter(({ file, to }) => {
      if (to.startsWith('node:') || to.startsWith('src/')) return false
      const name = Object.keys(packages).find((p) => to === p || to.startsWith(`${p}/`))
      return name === undefined || packages[name]?.test(file) !== true
    })
    expect(wrong.map(({ file, to }) => `${file} -> ${to}`)).toEqual([])
  })

  it('the core names no clock, no chance and nothing of Node', () => {
    const wrong = files
      .filter((file) => core.includes(folderOf(file)))
      .filter((file) => forbiddenInCore.test(withoutComments(readFileSync(join(root, file), 'utf8'))))
    expect(wrong).toEqual([])
  })

  it('no file of the engine knows a client by name', () => {
    const names = /'(?:node|python|curl|go|java|gnutls-cli|rustls|deno)-\d/
    const wrong = files
      .filter((f) => f.startsWith('src/validation/'))
      .filter((f) => names.test(readFileSync(join(root, f), 'utf8')))
    expect(wrong).toEqual([])
  })

  it('no file is longer than 500 lines', () => {
    const long = files
      .filter((file) => !file.startsWith('src/roots/data/')) // generated, a line for each fact
      .map((file) => [file, readFileSync(join(root, file), 'utf8').split('\n').length] as const)
      .filter(([, n]) => n > 500)
    expect(long).toEqual([])
  })
})

function grouped(): ReadonlyMap<string, readonly string[]> {
  const next = new Map<string, string[]>()
  for (const { file, to } of arrows.filter(isInternal)) next.set(file, [...(next.get(file) ?? []), to])
  return next
}

const withoutComments = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
