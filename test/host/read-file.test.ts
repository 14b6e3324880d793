import { execFileSync, spawn } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { nodeHost } from '../../src/host/node-host.ts'

const folder = mkdtempSync(join(tmpdir(), 'read-file-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('what is no file never holds the program up', () => {
  it('a file is read whole, and what is not there is null', () => {
    const path = join(folder, 'a')
    writeFileSync(path, 'text')
    expect(nodeHost.readFile(path)).toEqual(new TextEncoder().encode('text'))
    expect(nodeHost.readFile(join(folder, 'absent'))).toBeNull()
    expect(nodeHost.readFile(join(path, 'below'))).toBeNull()
  })

  it('a folder is refused in the words of the system', () => {
    expect(() => nodeHost.readFile(folder)).toThrow('EISDIR')
  })

  it('a file that is larger than the bound is refused before it is read', () => {
    const path = join(folder, 'huge')
    writeFileSync(path, '')
    // Sparse: it takes no room.
    truncateSync(path, 2 ** 29 + 1)
    expect(() => nodeHost.readFile(path)).toThrow('larger than 512 MiB')
  })

  const isUnix = process.platform !== 'win32'
  it.skipIf(!isUnix)('a named pipe and an endless device are refused, and /dev/null is empty', () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    expect(() => nodeHost.readFile(pipe)).toThrow('no file, but a device, a pipe or a socket')
    expect(() => nodeHost.readFile('/dev/zero')).toThrow('no file, but a device, a pipe or a socket')
    expect(nodeHost.readFile('/dev/null')).toHaveLength(0)
  })

  it.skipIf(process.platform !== 'linux')(
    'what the shell opened for us is read to its end, however late it comes (Linux: /proc)',
    () => {
      const pipe = join(folder, 'of-shell')
      execFileSync('mkfifo', [pipe])
      const reading = openSync(pipe, constants.O_RDONLY | constants.O_NONBLOCK)
      const writing = openSync(pipe, 'w')
      writeSync(writing, 'one ')
      spawn('sh', ['-c', 'printf two'], { stdio: ['ignore', writing, 'ignore'] })
      closeSync(writing)
      expect(String(nodeHost.readFile(`/proc/self/fd/${reading}`))).toBe('one two')
      closeSync(reading)
    },
  )
})
