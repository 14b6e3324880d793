#!/usr/bin/env node
import { join } from 'node:path'
import { parts } from './host/parts.ts'

// The program as it is shipped: `cli.ts` and what it loads lie beside this file, in parts (tools/build.mjs).
parts(join(__dirname, 'parts'), require)('./cli.cjs')
