import { describe, expect, it } from 'vitest'
import { explain } from '../../src/explain/explain.ts'
import recorded from './powershell-7.json' with { type: 'json' }
import { powershellSessions } from './support/powershell-sessions.ts'

/** What powershell-real.test.ts had PowerShell 7.4.9 on .NET 8.0.30 print against the lab, colours and cuts as they came. */
const texts = new Map(recorded.map((record) => [record.name, record]))

describe('errors as PowerShell 7 printed them', () => {
  it.each(powershellSessions)('$name: $fault', ({ name, causes, target }) => {
    const { text = '', port = 0 } = texts.get(name) ?? {}
    expect(text).not.toBe('')
    const { recognised } = explain(text)
    expect(recognised.map((each) => ({ runtime: each.runtime, causes: each.causes.join(' ') }))).toEqual(
      causes === '' ? [] : [{ runtime: 'dotnet', causes }],
    )
    expect(recognised.map(({ host, port: at }) => [host, at])).toEqual(
      causes === '' ? [] : [target ? ['localhost', port] : [null, null]],
    )
  })

  it('with the ends of lines of Windows, without the colours, and with blanks at the ends lost in a copy', () => {
    for (const { name, causes } of powershellSessions) {
      const { text = '' } = texts.get(name) ?? {}
      // oxlint-disable-next-line no-control-regex -- what a terminal leaves out of a copy
      const plain = text.replace(/\u001b\[[0-9;?]*[a-zA-Z]|\u001b=/g, '').replace(/\r?\n/g, '\r\n')
      for (const copy of [plain, plain.replace(/ +\r\n/g, '\r\n')])
        expect(explain(copy).recognised[0]?.causes.join(' ') ?? '', name).toBe(causes)
    }
  })
})
