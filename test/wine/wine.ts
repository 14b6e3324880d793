import { spawnSync } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'

const nodeExe = process.env['ROOTCAUSE_NODE_EXE'] ?? ''

/** Why nothing can be run under Wine here; `null`: it can. */
export const missing: string | null =
  spawnSync('wine', ['--version'], { timeout: 10_000 }).status !== 0
    ? 'wine is not installed'
    : !existsSync(nodeExe)
      ? 'ROOTCAUSE_NODE_EXE names no node.exe'
      : null

/** A fresh Windows in a temporary folder. Nothing of the user's own Wine is touched. */
export interface Wine {
  /** Runs a program of it; throws where it does not end well. */
  readonly run: (argv: readonly string[]) => void
  /** Bundles a TypeScript file, runs it in node.exe, and gives back the JSON that it wrote to the file named by OUT. */
  readonly node: (file: string) => unknown
  /** Puts a value of octets into the registry. */
  readonly setBinary: (key: string, name: string, value: Uint8Array) => void
  readonly remove: () => void
}

/** Makes it; takes about 20 s. */
export function freshWine(): Wine {
  const folder = mkdtempSync(join(tmpdir(), 'rootcause-wine-'))
  const windows = (name: string): string => `Z:${join(folder, name).replaceAll('/', '\\')}`
  const started = (program: string, args: readonly string[], more: Readonly<Record<string, string>> = {}): void => {
    // To a file: a pipe for its output ends node.exe under Wine.
    const log = openSync(join(folder, 'log.txt'), 'w')
    const { status } = spawnSync(program, args, {
      cwd: folder,
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, WINEPREFIX: join(folder, 'prefix'), WINEDEBUG: '-all', ...more },
      stdio: ['ignore', log, log],
      timeout: 120_000,
    })
    closeSync(log)
    if (status !== 0)
      throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${readFileSync(join(folder, 'log.txt'), 'utf8')}`)
  }
  started('wineboot', ['-i'])
  // Node wants Windows 8.1; Wine 8 begins as Windows 7.
  started('winecfg', ['-v', 'win10'])
  return {
    run: (argv) => started('wine', argv),
    node: (file) => {
      const script = join(folder, 'script.cjs')
      buildSync({
        entryPoints: [file],
        bundle: true,
        platform: 'node',
        target: 'node20',
        format: 'cjs',
        outfile: script,
        logLevel: 'error',
      })
      started('wine', [nodeExe, windows('script.cjs')], { OUT: windows('out.json') })
      return JSON.parse(readFileSync(join(folder, 'out.json'), 'utf8')) as unknown
    },
    setBinary: (key, name, value) => {
      const hex = [...value].map((octet) => octet.toString(16).padStart(2, '0')).join(',')
      writeFileSync(
        join(folder, 'import.reg'),
        `Windows Registry Editor Version 5.00\r\n\r\n[${key}]\r\n"${name}"=hex:${hex}\r\n`,
      )
      started('wine', ['reg', 'import', windows('import.reg')])
    },
    remove: () => {
      started('wineserver', ['-k'])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
