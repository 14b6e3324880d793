#!/usr/bin/env node
import module from 'node:module'

// Node 22.1 and later keep compiled code between runs; the rest starts without.
const { enableCompileCache } = module as typeof module & { readonly enableCompileCache?: () => unknown }
enableCompileCache?.()

const { main } = await import('./commands/main.ts')
await main(process.argv.slice(2))
