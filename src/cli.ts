#!/usr/bin/env node
import module from 'node:module'

// Node 22.1 and later keep compiled code between runs; the rest starts without.
const { enableCompileCache } = module as typeof module & { readonly enableCompileCache?: () => unknown }
enableCompileCache?.()

// Loaded after that, so that it is kept too.
void import('./commands/main.ts').then(({ main }) => main(process.argv.slice(2)))
