import { describe, expect, it } from 'vitest'
import { curlrcPlaces } from '../../src/runtimes/shared/curlrc-places.ts'
import { machine } from '../support/machine.ts'

/** By curl's source, release by release: src/tool_homedir.c up to 7.80, src/tool_findfile.c from 7.81 on. */
const linux = (version: string | null, env: Readonly<Record<string, string>>): readonly string[] =>
  curlrcPlaces(machine({ home: '/home/u', env }), { folder: '/usr/bin', version })
const all = { HOME: '/h', XDG_CONFIG_HOME: '/x', CURL_HOME: '/c' }

describe('where curl looks for its configuration file', () => {
  it.each<readonly [string, Readonly<Record<string, string>>, readonly string[]]>([
    ['7.72.0', all, ['/c/.curlrc']],
    ['7.72.0', { HOME: '/h', XDG_CONFIG_HOME: '/x' }, ['/h/.curlrc']],
    ['7.73.0', { HOME: '/h', XDG_CONFIG_HOME: '/x' }, ['/x/.curlrc', '/h/.curlrc']],
    ['7.81.0', all, ['/c/.curlrc', '/x/.curlrc', '/h/.curlrc']],
    ['7.81.0', { HOME: '/h' }, ['/h/.curlrc']],
    ['7.82.0', { HOME: '/h' }, ['/h/.curlrc', '/h/.config/curlrc']],
    ['7.88.1', all, ['/c/.curlrc', '/x/.curlrc', '/h/.curlrc']],
    ['8.9.1', { HOME: '/h', XDG_CONFIG_HOME: '/x' }, ['/x/.curlrc', '/h/.curlrc']],
    ['8.10.0', { HOME: '/h', XDG_CONFIG_HOME: '/x' }, ['/x/curlrc', '/h/.curlrc']],
    ['8.14.1', { HOME: '/h', CURL_HOME: '/c' }, ['/c/.curlrc', '/h/.curlrc', '/c/.config/curlrc']],
    ['8.14.1', { CURL_HOME: '', HOME: '/h', XDG_CONFIG_HOME: '' }, ['/h/.curlrc', '/h/.config/curlrc']],
  ])('%s, %j', (version, env, places) => {
    expect(linux(version, env)).toEqual(places)
  })

  it('a release that is not known is taken for a new one', () => {
    expect(linux(null, all)).toEqual(linux('8.17.0', all))
  })

  it('on Windows also under another name, and beside the program', () => {
    const host = machine({
      platform: 'win32',
      home: 'C:\\Users\\u',
      env: { USERPROFILE: 'C:\\Users\\u', APPDATA: 'C:\\Users\\u\\AppData\\Roaming' },
    })
    expect(curlrcPlaces(host, { folder: 'C:\\Windows\\System32', version: '8.13.0' })).toEqual([
      'C:\\Users\\u\\.curlrc',
      'C:\\Users\\u\\_curlrc',
      'C:\\Users\\u\\AppData\\Roaming\\.curlrc',
      'C:\\Users\\u\\AppData\\Roaming\\_curlrc',
      'C:\\Users\\u\\Application Data\\.curlrc',
      'C:\\Users\\u\\Application Data\\_curlrc',
      'C:\\Windows\\System32\\.curlrc',
      'C:\\Windows\\System32\\_curlrc',
    ])
  })
})
