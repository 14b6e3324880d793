import type { Host, WindowsBeside } from './host.ts'
import { isWsl } from './is-wsl.ts'
import { interopRegistry, type RegistryAnswer } from './windows-registry.ts'

/** What looking takes beside the machine. */
export interface LookingBeside {
  /** Whether this process has rights over the whole of this Linux. */
  readonly isElevated: boolean
  /** Runs the `reg.exe` at a path; without it the program itself is started. */
  readonly ask?: (program: string, args: readonly string[]) => RegistryAnswer
}

/**
 * The Windows around this WSL; `null`: this is no WSL. What is started is the drive's own `Windows\System32\reg.exe`, and only where nobody
 * with fewer rights than the reader could have put another program there:
 *
 * - Modes and owners below a drive say nothing: without `metadata` WSL shows everything as 0777 (learn.microsoft.com, WSL file permissions).
 *   Windows guards System32 against all but its administrators, whoever asks through WSL asks as the reader's own Windows user, and so does
 *   each program of Windows that is started from here. So it must be certain that the path is Windows' own, and that Windows runs the file.
 * - The path is Windows' own where the kernel says that the whole drive `C:` is mounted there as DrvFs, and nothing above a part of the path.
 *   Mounting takes the rights of root. The search path, variables and `/etc/wsl.conf` have no say.
 * - Windows runs it where it begins with `MZ` and the kernel hands such files to `/init` (microsoft/WSL, src/linux/init/binfmt.h): as a
 *   program of Linux it would run with the rights of the reader.
 * - With elevated rights nothing is started: that no lesser user of this Linux can write the file cannot be seen from here, and a session
 *   of WSL that a Windows administrator opened lets all of them.
 */
export function windowsBeside(
  host: Pick<Host, 'platform' | 'env' | 'readFile' | 'list'>,
  { isElevated, ask }: LookingBeside,
): WindowsBeside | null {
  if (!isWsl(host)) return null
  if (isElevated) return { closed: 'with elevated rights no program of Windows is started from here' }
  try {
    const drive = driveC(text(host, '/proc/self/mountinfo'))
    if (drive === null) return { closed: 'the drive C: of Windows is not mounted here as a whole' }
    if (!isInteropOn(host)) return { closed: 'programs of Windows cannot be started from here (interop is off)' }
    const folder = `${drive}/Windows/System32`
    const program = `${folder}/reg.exe`
    const bytes = host.readFile(program)
    if (bytes?.[0] !== 0x4d || bytes[1] !== 0x5a) return { closed: `${program} is no program of Windows` }
    const { WSL_INTEROP: socket = '' } = host.env
    const own = ask === undefined ? null : (args: readonly string[]) => ask(program, args)
    // The socket of this session (binfmt.cpp); without one WSL looks for those of the processes above.
    return {
      registry: interopRegistry(own ?? { folder, env: /^\/run\/WSL\/\d+_interop$/.test(socket) ? { WSL_INTEROP: socket } : {} }),
    }
  } catch (error) {
    return { closed: error instanceof Error ? error.message : String(error) }
  }
}

const text = ({ readFile }: Pick<Host, 'readFile'>, path: string): string =>
  new TextDecoder().decode(readFile(path) ?? new Uint8Array())

const registered = '/proc/sys/fs/binfmt_misc'

/** Whether files that begin with `MZ` go to WSL's `/init`: `WSLInterop`, with systemd also `WSLInterop-late`. */
const isInteropOn = (host: Pick<Host, 'readFile' | 'list'>): boolean =>
  (host.list(registered) ?? []).some((name) => {
    if (!name.startsWith('WSLInterop')) return false
    const lines = text(host, `${registered}/${name}`).split('\n')
    return ['enabled', 'interpreter /init', 'magic 4d5a'].every((line) => lines.includes(line))
  })

/**
 * Where the whole drive `C:` is mounted, by `/proc/self/mountinfo` (proc_pid_mountinfo(5)): of type `drvfs` in WSL 1, in WSL 2 of type `9p`
 * with `aname=drvfs;path=C:\` (microsoft/WSL, src/linux/init/drvfs.cpp). The tag of a `virtiofs` names no drive. `null`: nowhere, or
 * something else lies above it or above a part of the path of System32.
 */
function driveC(mountinfo: string): string | null {
  const mounts = mountinfo.split('\n').flatMap((line) => {
    const [before = '', behind = ''] = line.split(' - ')
    const [, , , root = '', point = ''] = before.split(' ').map(unescaped)
    // Blanks in options stay as they are (microsoft/WSL#10056).
    const [type = '', source = '', ...options] = behind.split(' ').map(unescaped)
    return point === '' ? [] : [{ root, point, isC: root === '/' && isDriveC(type, source, options.join(' ')) }]
  })
  const found = mounts.findIndex(({ isC }) => isC)
  const point = mounts[found]?.point ?? '/'
  if (point === '/') return null
  const path = `${point}/windows/system32/reg.exe/`.toLowerCase()
  const isOver = ({ point: other }: { readonly point: string }, i: number): boolean => {
    const place = other.toLowerCase().replace(/\/$/, '')
    // What lies at the drive's place or below it is in the way whenever it came, what lies above only if it came later.
    return i !== found && path.startsWith(`${place}/`) && (i > found || place.startsWith(point.toLowerCase()))
  }
  return mounts.some(isOver) ? null : point
}

function isDriveC(type: string, source: string, options: string): boolean {
  if (type === 'drvfs') return /^c:\\?$/i.test(source)
  return type === '9p' && /(?:^|,)aname=drvfs;path=c:\\{0,2}(?:[;,]|$)/i.test(options)
}

const unescaped = (field: string): string =>
  field.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
