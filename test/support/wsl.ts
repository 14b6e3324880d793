import type { Host } from '../../src/host/host.ts'
import { windowsBeside } from '../../src/host/windows-beside.ts'
import type { RegistryAnswer } from '../../src/host/windows-registry.ts'
import { rootCertificate } from '../../src/lab/authority.ts'
import { concat } from '../../src/lab/der-writer.ts'
import { labKey } from '../../src/lab/key.ts'
import { utc } from '../../src/lab/shapes.ts'
import { type Entry, machine, type Machine } from './machine.ts'

const wsl2 = 'Linux version 5.15.90.1-microsoft-standard-WSL2 (oe-user@oe-host) #1 SMP'
/** As `/proc/self/mountinfo` of WSL 2 has it: microsoft/WSL#7152 for the form, src/linux/init/drvfs.cpp for the options. */
export const base = '60 1 8:32 / / rw,relatime - ext4 /dev/sdc rw,discard,errors=remount-ro'
export const options =
  'rw,dirsync,aname=drvfs;path=C:\\;uid=1000;gid=1000;symlinkroot=/mnt/,mmap,access=client,msize=65536,trans=fd,rfd=8,wfd=8'
export const driveC = `71 60 0:47 / /mnt/c rw,noatime - 9p C:\\134 ${options}`
export const interop = 'enabled\ninterpreter /init\nflags: PF\noffset 0\nmagic 4d5a\n'
export const program = '/mnt/c/Windows/System32/reg.exe'

/** What a WSL of a usual Windows has of it. */
export const wslFiles: Readonly<Record<string, Entry>> = {
  '/proc/version': wsl2,
  '/proc/self/mountinfo': `${base}\n${driveC}\n`,
  '/proc/sys/fs/binfmt_misc/status': 'enabled\n',
  '/proc/sys/fs/binfmt_misc/WSLInterop': interop,
  [program]: 'MZ\u0090',
}

/** As `reg.exe` ends where there is no such key. */
export const none: RegistryAnswer = { code: 1, stdout: new Uint8Array(), stderr: new Uint8Array() }
/** What somebody put into Windows. */
export const proxyRoot = rootCertificate(
  { subject: { CN: 'Example Proxy CA' }, key: labKey('p-256', 'beside') },
  { notBefore: utc('2020-01-01T00:00:00Z'), notAfter: utc('2040-01-01T00:00:00Z') },
)
/** MS-GPEF §2.2.1.1.1: property 32 is the certificate. */
export const blob = Buffer.from(concat(new Uint8Array(Uint32Array.of(32, 1, proxyRoot.length).buffer), proxyRoot))
  .toString('hex')
  .toUpperCase()
const top = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SystemCertificates'
export const key = `${top}\\ROOT\\Certificates\\${'0'.repeat(40)}`
/** In the form that reg.exe prints (recorded from Wine 8). */
export const printed = `\r\n${top}\\ROOT\\Certificates\r\n\r\n${key}\r\n    Blob    REG_BINARY    ${blob}\r\n`
const answering = (_: string, args: readonly string[]): RegistryAnswer =>
  args.join(' ') === 'HKLM\\SOFTWARE\\Microsoft\\SystemCertificates /s'
    ? { ...none, code: 0, stdout: new TextEncoder().encode(printed) }
    : none

/** A WSL whose Windows answers, and holds `proxyRoot` alone. */
export const withinWindows = (over: Machine = {}, isElevated = false): Host => {
  const host = machine({ ...over, files: { ...wslFiles, ...over.files } })
  return { ...host, windowsBeside: async () => windowsBeside(host, { isElevated, ask: answering }) }
}
