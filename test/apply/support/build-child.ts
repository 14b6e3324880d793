import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** Bundles the child of the tests to a file that Node runs. */
export const buildChild = (outfile: string): Promise<unknown> =>
  build({
    entryPoints: [fileURLToPath(new URL('killed-child.ts', import.meta.url))],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    logLevel: 'error',
  })
