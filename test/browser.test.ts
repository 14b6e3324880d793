import { createContext, runInContext } from 'node:vm'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { beforeAll, describe, expect, it } from 'vitest'
import { diagnose } from '../src/diagnose.ts'
import { recordedSignatures } from '../src/graph/world.ts'
import { renderJson } from '../src/report/json.ts'
import { sealedCase } from './support/sealed-case.ts'

const entry = fileURLToPath(new URL('../src/index.ts', import.meta.url))

describe('the library in a browser', () => {
  let code = ''
  let inputs: readonly string[] = []

  beforeAll(async () => {
    const built = await build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      metafile: true,
      format: 'iife',
      globalName: 'rootcause',
      platform: 'browser',
      logLevel: 'silent',
    })
    code = built.outputFiles[0]?.text ?? ''
    inputs = Object.keys(built.metafile.inputs)
  })

  it('bundles without one module of Node', () => {
    expect(code.length).toBeGreaterThan(50_000)
    expect(inputs.filter((i) => i.includes('node:'))).toEqual([])
    expect(inputs.some((i) => i.endsWith('src/validation/evaluate.ts'))).toBe(true)
  })

  it('replays a case to the same report as on Node, with nothing of Node in reach', () => {
    const evidence = sealedCase('addtrust-2020', [
      { id: 'python-3.8', store: 'windows-lazy' },
      { id: 'go-1.15', store: 'linux-bundle' },
    ])
    // A bare realm: ECMAScript itself, and the two classes for text that every browser has.
    const realm = createContext({ TextDecoder, TextEncoder, input: JSON.stringify(evidence) })
    runInContext(code, realm, { timeout: 20_000 })
    const there: unknown = runInContext(
      'rootcause.renderJson(rootcause.diagnose(JSON.parse(input), { verify: rootcause.recordedSignatures }))',
      realm,
      { timeout: 20_000 },
    )
    const here = renderJson(diagnose(evidence, { verify: recordedSignatures }))
    expect(there).toBe(here)
    expect(here).toContain('certificate has expired (_ssl.c:1108)')
  })
})
