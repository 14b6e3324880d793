import { readFileSync, writeFileSync } from 'node:fs'

/** What stands behind the offset of the bundle's header in the application, as found in those of .NET 8.0.30 and 10.0.9. */
const marker = Buffer.from('8b1202b96a612038727b930214d7a03213f5b9e6efae3318ee3b2dce24b36aae', 'hex')

/** Assemblies are mapped: each begins at a page. */
const page = 4096

/**
 * Makes a program that runs any assembly out of a self-contained application in one file, whose own `assembly` another one replaces.
 * The bundle is taken as it is; a copy of its header with another entry is put behind it. An entry, as read in a bundle of version 6 (.NET 8):
 * offset, size and compressed size of 8 octets each, a kind of one, and the name behind its length.
 */
export function dotnetHost(application: string, replacement: string, assembly: string, to: string): void {
  const whole = readFileSync(application)
  const at = whole.indexOf(marker)
  if (at < 8) throw new Error(`${application} is no .NET application in one file`)
  const header = Buffer.from(whole.subarray(Number(whole.readBigInt64LE(at - 8))))
  const name = header.indexOf(Buffer.concat([Buffer.from([1, assembly.length]), Buffer.from(assembly)]))
  if (name < 24) throw new Error(`${application} holds no ${assembly}`)
  const program = readFileSync(replacement)
  const start = Math.ceil(whole.length / page) * page
  for (const [i, value] of [start, program.length, 0].entries()) header.writeBigInt64LE(BigInt(value), name - 24 + 8 * i)
  const padding = Buffer.alloc(start - whole.length)
  whole.writeBigInt64LE(BigInt(start + program.length), at - 8)
  writeFileSync(to, Buffer.concat([whole, padding, program, header]), { mode: 0o755 })
}
