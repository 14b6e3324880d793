import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Host, WindowsBeside } from '../../src/host/host.ts'
import { windowsBeside } from '../../src/host/windows-beside.ts'
import { interopRegistry, type RegistryAnswer } from '../../src/host/windows-registry.ts'
import { locateStores, readStore } from '../../src/stores/index.ts'
import { type Entry, machine } from '../support/machine.ts'
import {
  base,
  blob,
  driveC,
  interop,
  key,
  none,
  options,
  printed,
  program,
  proxyRoot,
  withinWindows,
  wslFiles,
} from '../support/wsl.ts'

const looked = (
  over: Readonly<Record<string, Entry>> = {},
  isElevated = false,
  ask: (at: string) => RegistryAnswer = () => none,
): WindowsBeside | null => windowsBeside(machine({ files: { ...wslFiles, ...over } }), { isElevated, ask })

describe('whether reg.exe of the Windows around this WSL may be started', () => {
  test('it may: the whole drive C: is mounted, and Windows runs what begins with MZ', () => {
    const asked: string[] = []
    const found = looked({}, false, (at) => (asked.push(at), none))
    expect(found).toHaveProperty('registry')
    if (found !== null && 'registry' in found) found.registry('HKLM\\SOFTWARE')
    expect(new Set(asked)).toEqual(new Set([program]))
  })

  test('no WSL: nothing lies beside it', () => {
    expect(looked({ '/proc/version': 'Linux version 6.1.0-28-amd64 (debian-kernel@lists.debian.org)' })).toBeNull()
    expect(windowsBeside(machine({ platform: 'win32' }), { isElevated: false })).toBeNull()
  })

  test.each([
    ['WSL 1', '71 60 0:47 / /mnt/c rw,noatime - drvfs C: rw,uid=1000,gid=1000,case=off', '/mnt/c'],
    ['virtio, where a tag names the source', `71 60 0:47 / /mnt/c rw - 9p drvfs ${options}`, '/mnt/c'],
    ['another root of the drives in /etc/wsl.conf', driveC.replace('/mnt/c', '/c'), '/c'],
    ['a name with a blank', driveC.replace('/mnt/c', '/my\\040drives/c'), '/my drives/c'],
    ['optional fields', driveC.replace('noatime -', 'noatime shared:3 master:1 -'), '/mnt/c'],
  ])('%s: it is found where the drive is', (_, line, point) => {
    const asked: string[] = []
    const found = looked(
      { '/proc/self/mountinfo': `${base}\n${line}\n`, [`${point}/Windows/System32/reg.exe`]: 'MZ' },
      false,
      (at) => (asked.push(at), none),
    )
    if (found !== null && 'registry' in found) found.registry('HKLM\\SOFTWARE')
    expect(asked[0]).toBe(`${point}/Windows/System32/reg.exe`)
  })

  test.each([
    ['nothing is mounted: a folder /mnt/c of Linux itself', base],
    ['another drive', driveC.replace('path=C:', 'path=D:').replace('C:\\134', 'D:\\134')],
    ['a folder of the drive', driveC.replace('path=C:\\;', 'path=C:\\Users\\evil;')],
    ['a folder whose name begins with a blank', driveC.replace('path=C:\\;', 'path=C:\\ evil;')],
    ['a part of the drive, bound there', driveC.replace('0:47 / /mnt/c', '0:47 /Users/evil /mnt/c')],
    ['a network share that calls itself C:', '71 60 0:47 / /mnt/c rw - cifs C:\\134 rw'],
    ['a FUSE of somebody', '71 60 0:47 / /mnt/c rw - fuse.sshfs C:\\134 rw,aname=drvfs;path=C:\\;uid=1000'],
    ['another 9p', '71 60 0:47 / /mnt/c rw - 9p C:\\134 rw,aname=other,path=C:\\,trans=tcp'],
    ['a virtiofs, whose tag names no drive', '71 60 0:47 / /mnt/c rw - virtiofs drvfsC rw'],
    ['something mounted over it', `${driveC}\n90 71 0:60 / /mnt/c rw - tmpfs tmpfs rw`],
    ['something mounted over it, listed before it', `90 71 0:60 / /mnt/c rw - tmpfs tmpfs rw\n${driveC}`],
    ['something mounted over a folder above', `${driveC}\n90 60 0:60 / /mnt rw - tmpfs tmpfs rw`],
    ['something mounted over Windows', `${driveC}\n90 71 0:60 / /mnt/c/Windows rw - fuse.x x rw`],
    ['something mounted over System32, in other letters', `90 71 0:60 / /mnt/c/WINDOWS/system32 rw - fuse.x x rw\n${driveC}`],
    ['something mounted over the program', `${driveC}\n90 71 0:60 / ${program} rw - ext4 /dev/sdc rw`],
  ])('not where the path may be another than Windows’ own: %s', (_, mountinfo) => {
    expect(looked({ '/proc/self/mountinfo': `${mountinfo}\n` })).toEqual({
      closed: 'the drive C: of Windows is not mounted here as a whole',
    })
  })

  test('a mount beside the path is none of its business', () => {
    expect(
      looked({ '/proc/self/mountinfo': `${base}\n${driveC}\n90 71 0:60 / /mnt/c/Users rw - tmpfs tmpfs rw\n` }),
    ).toHaveProperty('registry')
  })

  test.each([
    ['off', interop.replace('enabled', 'disabled')],
    ['of another interpreter', interop.replace('/init', '/tmp/init')],
    ['of other files', interop.replace('4d5a', '7f45')],
  ])('not where interop is %s', (_, text) => {
    expect(looked({ '/proc/sys/fs/binfmt_misc/WSLInterop': text })).toEqual({
      closed: 'programs of Windows cannot be started from here (interop is off)',
    })
    // systemd has a registration of its own.
    expect(
      looked({ '/proc/sys/fs/binfmt_misc/WSLInterop': text, '/proc/sys/fs/binfmt_misc/WSLInterop-late': interop }),
    ).toHaveProperty('registry')
  })

  test.each([
    ['a program of Linux', '\u007fELF'],
    ['a script', '#!/bin/sh\n'],
    ['empty', ''],
  ])('not where reg.exe is %s', (_, text) => {
    expect(looked({ [program]: text })).toEqual({ closed: `${program} is no program of Windows` })
  })

  test('not with elevated rights: a lesser user may be able to write there', () => {
    const asked: string[] = []
    expect(looked({}, true, (at) => (asked.push(at), none))).toHaveProperty('closed')
    expect(asked).toEqual([])
  })

  test('what cannot be read closes it', () => {
    expect(looked({ [program]: { error: 'EACCES: permission denied' } })).toEqual({ closed: 'EACCES: permission denied' })
  })
})

describe('the stores of the Windows around this WSL', () => {
  test('are read as on Windows, and say whose they are', async () => {
    for (const name of ['windows-beside:ROOT', 'windows-beside:LM/ROOT']) {
      const content = await readStore(withinWindows(), name)
      expect(content?.origin).toMatch(/^Windows \(beside this WSL\): /)
      expect(content !== null && 'certificates' in content ? content.certificates.map(({ der }) => der) : []).toEqual([proxyRoot])
    }
    expect(await readStore(withinWindows(), 'windows-beside:GP/ROOT')).toBeNull()
  })

  test('that cannot be read say why, and are not empty', async () => {
    expect(await readStore(withinWindows({}, true), 'windows-beside:ROOT')).toEqual({
      origin: 'Windows (beside this WSL)',
      unreadable: 'with elevated rights no program of Windows is started from here',
    })
  })

  test('are listed on WSL alone, and Windows’ own names lead nowhere there', async () => {
    const beside = (host: Host) => locateStores(host).filter(({ name }) => name.startsWith('windows'))
    expect(beside(withinWindows()).map(({ name }) => name)).toEqual(['windows-beside:ROOT', 'windows-beside:CA'])
    expect(beside(withinWindows({ files: { '/proc/version': 'Linux version 6.1.0-28-amd64' } }))).toEqual([])
    expect(await readStore(withinWindows(), 'windows:ROOT')).toBeNull()
    expect(await readStore(machine({ files: wslFiles }), 'windows-beside:ROOT')).toBeNull()
  })

  test.skipIf(process.platform === 'win32')('a real program in the place of reg.exe is asked, in its own folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'rootcause-beside-'))
    try {
      writeFileSync(join(folder, 'printed'), printed)
      writeFileSync(
        join(folder, 'reg.exe'),
        '#!/bin/sh\ncase "$1 $2 $3 $WSL_INTEROP" in\n"query HKLM\\SOFTWARE\\Microsoft\\SystemCertificates /s /run/WSL/8_interop") /bin/cat printed ;;\n*) exit 1 ;;\nesac\n',
      )
      chmodSync(join(folder, 'reg.exe'), 0o755)
      const registry = interopRegistry({ folder, env: { WSL_INTEROP: '/run/WSL/8_interop' } })
      expect(registry('HKLM\\SOFTWARE\\Microsoft\\SystemCertificates')?.keys).toEqual(['ROOT'])
      expect(registry(key.replace('HKEY_LOCAL_MACHINE', 'HKLM'))?.values['Blob']).toEqual(
        new Uint8Array(Buffer.from(blob, 'hex')),
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
