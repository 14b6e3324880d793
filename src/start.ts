#!/usr/bin/env node
import { join } from 'node:path'
import { parts } from './host/parts.ts'

// The program as it is shipped: `cli.ts` and what it loads lie beside this file, in parts (tools/build.mjs). Of an old Node it asks no
// more than to say so: people whose TLS is broken have old machines.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `rootcause: it needs Node 20.19 or later, and this is ${process.versions.node}\n  install a newer Node; or run rootcause collect on another machine: it prints a script that needs no Node\n`,
  )
  process.exitCode = 2
} else parts(join(__dirname, 'parts'), require)('./cli.cjs')
