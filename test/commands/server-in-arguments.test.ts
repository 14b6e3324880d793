import { describe, expect, it } from 'vitest'
import { serverInArguments } from '../../src/commands/server-in-arguments.ts'

describe('the server that a command names', () => {
  it.each([
    [['-sS', 'https://localhost:31504/'], 'localhost:31504'],
    [['-c', "import urllib.request as u; u.urlopen('https://api.example/v1?x=1')"], 'api.example'],
    [['clone', 'https://me:secret@git.example:8443/a.git'], 'git.example:8443'],
    [['wss://[2001:db8::1]:443/live'], '[2001:db8::1]:443'],
    [['HTTPS://Example.org#top'], 'Example.org'],
  ])('%j names %s', (args, server) => {
    expect(serverInArguments(args)).toBe(server)
  })

  it.each([[[]], [['http://plain.example/']], [['https://a.example', 'https://b.example']], [['https:///nothing']]])(
    '%j names none, or more than one',
    (args) => {
      expect(serverInArguments(args)).toBeNull()
    },
  )

  it('twice the same is one', () => {
    expect(serverInArguments(['https://a.example/1', 'https://a.example/2'])).toBe('a.example')
  })
})
