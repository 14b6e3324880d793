import { describe, expect, test } from 'vitest'
import { machineFacts } from '../../src/commands/machine-facts.ts'
import { resolvers } from '../../src/commands/resolvers.ts'
import type { Evidence } from '../../src/model/evidence.ts'
import { type Machine, machine } from '../support/machine.ts'

const inside = ['10.1.2.3']
const outside = ['192.0.2.7']

// As systemd 252 writes them: networkd for a wired link, and resolved for the tunnel of a VPN that NetworkManager told it of.
const stub = 'nameserver 127.0.0.53\noptions edns0 trust-ad\nsearch home.arpa\n'
const wired = 'ADMIN_STATE=configured\nOPER_STATE=routable\nDNS=192.168.1.1\nDOMAINS=home.arpa\nROUTE_DOMAINS=\nLLMNR=yes\n'
const tunnel =
  '# This is private data. Do not parse.\nLLMNR=yes\nMDNS=no\nDEFAULT_ROUTE=no\nSERVERS=10.0.0.2 10.0.0.3\nDOMAINS=corp.example ~eu.corp.example\n'
const list = '# third party\nnameserver 192.168.1.1\nnameserver 10.0.0.2\nnameserver 10.0.0.3\n'
const resolved = (over: NonNullable<Machine['files']> = {}): Machine => ({
  files: {
    '/etc/resolv.conf': stub,
    '/etc/nsswitch.conf': 'passwd: files\nhosts: files mdns4_minimal [NOTFOUND=return] dns # usual\n',
    '/run/systemd/netif/links/2': wired,
    '/run/systemd/resolve/netif/5': tunnel,
    '/run/systemd/resolve/resolv.conf': list,
    ...over,
  },
})
const ask = (of: Machine, name: string, addresses: readonly string[] = outside) => resolvers(machine(of), name, addresses)

describe('Linux with systemd-resolved', () => {
  test('a domain of one link alone has name servers of its own, whatever address they gave', () => {
    expect(ask(resolved(), 'wiki.Corp.example.')).toEqual({
      kind: 'own-domain',
      domain: 'corp.example',
      servers: ['10.0.0.2', '10.0.0.3'],
      where: ['/run/systemd/resolve/netif/5'],
    })
    expect(ask(resolved(), 'corp.example')).toMatchObject({ domain: 'corp.example' })
    expect(ask(resolved(), 'a.eu.corp.example')).toMatchObject({ domain: 'eu.corp.example' })
    expect(ask(resolved(), 'notcorp.example')).toBeNull()
    expect(ask(resolved(), 'corp.example.org')).toBeNull()
  })

  test('the longest domain decides, and two links that have it answer together', () => {
    const other = 'SERVERS=10.9.0.1:53%tun1#dns.corp.example\nDOMAINS=~eu.corp.example\n'
    const of = resolved({ '/run/systemd/resolve/netif/7': other })
    expect(ask(of, 'a.eu.corp.example')).toMatchObject({
      servers: ['10.0.0.2', '10.0.0.3', '10.9.0.1:53%tun1#dns.corp.example'],
      where: ['/run/systemd/resolve/netif/5', '/run/systemd/resolve/netif/7'],
    })
    // All that there are answer for the longer domain, so that the shorter one, which is set apart, does not count.
    const all = 'SERVERS=10.0.0.2 10.0.0.3 192.168.1.1\nDOMAINS=~us.corp.example\n'
    expect(ask(resolved({ '/run/systemd/resolve/netif/7': all }), 'a.us.corp.example')).toBeNull()
  })

  test('the search list of the only name servers sets nothing apart', () => {
    const { '/run/systemd/resolve/netif/5': _, ...files } =
      resolved({ '/run/systemd/resolve/resolv.conf': 'nameserver 192.168.1.1' }).files ?? {}
    expect(ask({ files }, 'nas.home.arpa')).toBeNull()
    expect(ask(resolved(), 'nas.home.arpa')).toMatchObject({ domain: 'home.arpa', servers: ['192.168.1.1'] })
  })

  test('a link that networkd manages is set by networkd alone', () => {
    const of = (state: string) =>
      resolved({ '/run/systemd/netif/links/5': `ADMIN_STATE=${state}\nDNS=10.0.0.9\nROUTE_DOMAINS=vpn.example\n` })
    expect(ask(of('configured'), 'wiki.corp.example')).toBeNull()
    expect(ask(of('configured'), 'a.vpn.example')).toMatchObject({ servers: ['10.0.0.9'] })
    for (const state of ['unmanaged', 'pending', 'initialized']) {
      expect(ask(of(state), 'wiki.corp.example')).toMatchObject({ servers: ['10.0.0.2', '10.0.0.3'] })
      expect(ask(of(state), 'a.vpn.example')).toBeNull()
    }
  })

  test('global settings, and files that add to them', () => {
    const of = resolved({
      '/etc/systemd/resolved.conf': '[Resolve]\n#DNS=\nDNS=192.0.2.53\nDomains=old.example\n',
      '/etc/systemd/resolved.conf.d/consul.conf': '[Resolve]\nDNS=\nDNS=127.0.0.1:8600\nDomains=\nDomains=~consul.example\n',
      '/etc/systemd/resolved.conf.d/note.txt': 'Domains=note.example',
    })
    expect(ask(of, 'web.consul.example')).toEqual({
      kind: 'own-domain',
      domain: 'consul.example',
      servers: ['127.0.0.1:8600'],
      where: ['/etc/systemd/resolved.conf.d/consul.conf'],
    })
    expect(ask(of, 'a.old.example')).toBeNull()
    expect(ask(of, 'a.note.example')).toBeNull()
  })

  test('it counts only where programs ask it', () => {
    const with_ = (hosts: string, server: string) =>
      ask(
        resolved({ '/etc/nsswitch.conf': `hosts: ${hosts}\n`, '/etc/resolv.conf': `nameserver ${server}\n` }),
        'wiki.corp.example',
      )
    expect(with_('files dns', '192.168.1.1')).toBeNull()
    expect(with_('files dns', '127.0.0.54')).not.toBeNull()
    expect(with_('mymachines resolve [!UNAVAIL=return] files dns', '192.168.1.1')).not.toBeNull()
    expect(with_('files dns resolve', '192.168.1.1')).toBeNull()
    expect(with_('files [resolve] dns', '192.168.1.1')).toBeNull()
    expect(with_('files', '127.0.0.53')).toBeNull()
    const { '/etc/nsswitch.conf': _, ...files } = resolved().files ?? {}
    expect(ask({ files }, 'wiki.corp.example')).not.toBeNull()
  })

  test('a route for all names sets nothing apart', () => {
    const of = resolved({ '/run/systemd/resolve/netif/5': 'SERVERS=10.0.0.2\nDOMAINS=~.\n' })
    expect(ask(of, 'wiki.corp.example')).toBeNull()
  })

  test('a name of one label is completed from the search list, unless it ends with a dot', () => {
    const of = resolved({ '/etc/resolv.conf': `${stub}search corp.example\n` })
    expect(ask(of, 'wiki')).toMatchObject({ domain: 'corp.example' })
    expect(ask(of, 'wiki.')).toBeNull()
    // Which of two had an answer nobody knows.
    expect(ask(resolved({ '/etc/resolv.conf': `${stub}search home.arpa corp.example\n` }), 'wiki')).toBeNull()
    expect(ask(resolved({ '/etc/resolv.conf': 'nameserver 127.0.0.53\ndomain corp.example\n' }), 'wiki')).toMatchObject({
      domain: 'corp.example',
    })
  })

  test('what this user may not read is not known, and nothing fails', () => {
    const denied = { error: 'EACCES: permission denied' }
    expect(ask(resolved({ '/run/systemd/resolve/netif/5': denied }), 'wiki.corp.example')).toBeNull()
    expect(ask({ files: { '/etc/resolv.conf': denied, '/etc/nsswitch.conf': denied } }, 'wiki.corp.example', inside)).toEqual({
      kind: 'private-address',
      domain: '',
      servers: [],
      where: [],
    })
    const host = {
      ...machine(resolved()),
      list: () => {
        throw new Error('EACCES')
      },
    }
    expect(resolvers(host, 'wiki.corp.example', outside)).toBeNull()
  })
})

describe('a public name with private addresses', () => {
  const plain: Machine = {
    files: {
      '/etc/resolv.conf': 'search corp.example\nnameserver 10.0.0.2 # first\n; nameserver 10.0.0.9\nnameserver 192.0.2.53\n',
    },
  }

  test('names the name servers in the order in which they are asked', () => {
    const told = { kind: 'private-address', domain: '', servers: ['10.0.0.2', '192.0.2.53'], where: ['/etc/resolv.conf'] }
    expect(ask(plain, 'api.example.org', inside)).toEqual(told)
    expect(ask({ ...plain, platform: 'darwin' }, 'api.example.org', ['fd00::1', '192.168.0.9'])).toEqual(told)
    expect(ask({ ...plain, platform: 'other' }, 'api.example.org', inside)).toEqual(told)
    expect(ask({ platform: 'win32' }, 'api.example.org', inside)).toEqual({ ...told, servers: [], where: [] })
    expect(ask(resolved(), 'api.example.org', inside)).toMatchObject({
      servers: ['192.168.1.1', '10.0.0.2', '10.0.0.3'],
      where: ['/run/systemd/resolve/resolv.conf'],
    })
  })

  test('is told for no other name and no other address', () => {
    expect(ask(plain, 'api.example.org', outside)).toBeNull()
    expect(ask(plain, 'api.example.org', [...inside, ...outside])).toBeNull()
    expect(ask(plain, 'api.example.org', ['127.0.0.1'])).toBeNull()
    expect(ask(plain, 'api.example.org', [])).toBeNull()
    for (const name of ['nas', 'nas.lan', 'wiki.corp', 'x.localhost', 'localhost', '', '10.1.2.3', 'fd00::1'])
      expect(ask(plain, name, inside), name).toBeNull()
  })
})

describe('macOS', () => {
  const of: Machine = {
    platform: 'darwin',
    files: {
      '/etc/resolver/corp.example': '# VPN\nnameserver 10.0.0.2\nnameserver 10.0.0.3.5353\n',
      '/etc/resolver/office': 'domain branch.example\nport 5300\n',
    },
  }
  test('a file of /etc/resolver has the servers of the domain that it is named after, or that it names', () => {
    expect(ask(of, 'wiki.corp.example')).toEqual({
      kind: 'own-domain',
      domain: 'corp.example',
      servers: ['10.0.0.2', '10.0.0.3.5353'],
      where: ['/etc/resolver/corp.example'],
    })
    expect(ask(of, 'a.branch.example')).toMatchObject({ servers: ['127.0.0.1'], where: ['/etc/resolver/office'] })
    expect(ask(of, 'a.office')).toBeNull()
    expect(ask({ ...of, platform: 'linux' }, 'wiki.corp.example')).toBeNull()
  })
})

describe('Windows: the Name Resolution Policy Table', () => {
  const local = 'HKLM\\SYSTEM\\CurrentControlSet\\Services\\Dnscache\\Parameters\\DnsPolicyConfig'
  const policy = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows NT\\DNSClient\\DnsPolicyConfig'
  const table = (
    key: string,
    rules: Readonly<Record<string, Readonly<Record<string, string | number>>>>,
  ): NonNullable<Machine['registry']> => ({
    [key]: { keys: Object.keys(rules), values: {} },
    ...Object.fromEntries(
      Object.entries(rules).map(([id, values]) => [`${key}\\${id}`, { keys: [], values: { Version: 2, ...values } }]),
    ),
  })
  const vpn = { '{1}': { Name: '.corp.example\n.branch.example', ConfigOptions: 8, GenericDNSServers: '10.0.0.2; 10.0.0.3' } }
  const on = (registry: NonNullable<Machine['registry']>, name: string) => ask({ platform: 'win32', registry }, name)

  test('a suffix means what ends in it, and a name without a dot before it that host alone', () => {
    expect(on(table(local, vpn), 'wiki.branch.example')).toEqual({
      kind: 'own-domain',
      domain: 'branch.example',
      servers: ['10.0.0.2', '10.0.0.3'],
      where: [`${local}\\{1}`],
    })
    expect(on(table(local, vpn), 'notcorp.example')).toBeNull()
    expect(on(table(local, vpn), 'corp.example')).toBeNull()
    const host = { '{2}': { Name: 'vpn.corp.example', ConfigOptions: 8, GenericDNSServers: '192.0.2.53' } }
    expect(on(table(local, { ...vpn, ...host }), 'vpn.corp.example')).toMatchObject({ servers: ['192.0.2.53'] })
    expect(on(table(local, { ...vpn, ...host }), 'a.vpn.corp.example')).toMatchObject({ domain: 'corp.example' })
    expect(on(table(local, host), 'a.vpn.corp.example')).toBeNull()
  })

  test('a rule that names no server excepts its names', () => {
    const except = { '{2}': { Name: 'www.corp.example', ConfigOptions: 8, GenericDNSServers: '' } }
    expect(on(table(local, { ...vpn, ...except }), 'www.corp.example')).toBeNull()
    expect(on(table(local, { ...vpn, ...except }), 'wiki.corp.example')).not.toBeNull()
  })

  test('only the options that are switched on count; DirectAccess has servers of its own', () => {
    const rule = (ConfigOptions: number) => ({
      '{1}': { Name: '.corp.example', ConfigOptions, GenericDNSServers: '10.0.0.2', DirectAccessDNSServers: 'fd00::53;fd00::54' },
    })
    expect(on(table(local, rule(2)), 'wiki.corp.example')).toBeNull()
    expect(on(table(local, rule(4)), 'wiki.corp.example')).toMatchObject({ servers: ['fd00::53', 'fd00::54'] })
    expect(on(table(local, rule(0xa)), 'wiki.corp.example')).toMatchObject({ servers: ['10.0.0.2'] })
  })

  test('group policy puts the local table aside, even with an empty one', () => {
    const other = { '{9}': { Name: '.corp.example', ConfigOptions: 8, GenericDNSServers: '10.9.9.9' } }
    expect(on({ ...table(local, vpn), ...table(policy, other) }, 'wiki.corp.example')).toMatchObject({ servers: ['10.9.9.9'] })
    expect(on({ ...table(local, vpn), ...table(policy, {}) }, 'wiki.corp.example')).toBeNull()
  })

  test('a rule for all names sets nothing apart, and a table that cannot be read is none', () => {
    expect(
      on(table(local, { '{1}': { Name: '.', ConfigOptions: 8, GenericDNSServers: '10.0.0.2' } }), 'wiki.corp.example'),
    ).toBeNull()
    const host = {
      ...machine({ platform: 'win32' }),
      registry: () => {
        throw new Error('access is denied')
      },
    }
    expect(resolvers(host, 'wiki.corp.example', outside)).toBeNull()
  })
})

describe('in the evidence', () => {
  const sends: Evidence['sends'] = ['10.1.2.3', '10.1.2.3', ''].map((address) => ({
    hello: 'tls1.3',
    address,
    try: 1,
    outcome: { kind: 'chain', chain: [], tls: null },
  }))
  const seen: Pick<Evidence, 'target' | 'sends' | 'contacted'> = {
    target: { host: 'wiki.corp.example', port: 443 },
    sends,
    contacted: [],
  }
  const facts = (of: Machine, over: Partial<typeof seen> = {}, connect: string | null = null) =>
    machineFacts({ ...seen, ...over }, { connect }, { host: machine(of) })

  test('it stands only where the system looked for the name in the DNS', () => {
    expect(facts(resolved())).toMatchObject({ platform: 'linux', resolvers: { kind: 'own-domain' } })
    expect(facts({})).toMatchObject({ resolvers: { kind: 'private-address' } })
    expect(facts(resolved(), {}, '10.1.2.3')).toEqual({ platform: 'linux' })
    expect(facts(resolved(), { contacted: ['proxy cache:3128'] })).toEqual({ platform: 'linux' })
    const hosts = facts(resolved({ '/etc/hosts': '10.1.2.3 wiki.corp.example\n' }))
    expect(Object.keys(hosts)).toEqual(['platform', 'hostsEntries'])
    expect(facts(resolved(), { target: { host: 'api.example.org', port: 443 }, sends: [] })).toEqual({ platform: 'linux' })
  })
})
