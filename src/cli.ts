#!/usr/bin/env node
import process from 'node:process'
import { keepCompiledCode } from './host/compiled-code.ts'

// Bundled as an ECMAScript module the program has no parts beside it.
if (typeof __filename === 'string') keepCompiledCode(__filename)

// Loaded after that, so that it is kept too.
void import('./commands/main.ts').then(({ main }) => main(process.argv.slice(2)))
