import { createContext, runInContext } from 'node:vm'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, it } from 'vitest'
import { at } from './support.ts'

const folder = fileURLToPath(new URL('../../src/roots/', import.meta.url))

it('the table and what reads it run in a browser, with nothing of Node in reach', async () => {
  const built = await build({
    stdin: {
      contents: `
        import { loadRoots } from './load.ts'
        import { parsePlatformId } from './platform-id.ts'
        import { storeAt, trustStoreAt } from './store-at.ts'
        export const sizeOf = async (id) => trustStoreAt(storeAt(await loadRoots(), parsePlatformId(id)), id, () => undefined).anchors.length`,
      resolveDir: folder,
    },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'roots',
    platform: 'browser',
    logLevel: 'silent',
  })
  // A bare realm: ECMAScript itself, and the two classes for text that every browser has.
  const realm = createContext({ TextDecoder, TextEncoder })
  runInContext(built.outputFiles[0]?.text ?? '', realm, { timeout: 20_000 })
  expect(await (runInContext("roots.sizeOf('debian-12')", realm, { timeout: 20_000 }) as Promise<number>)).toBe(
    at('debian-12').anchors.length,
  )
})
