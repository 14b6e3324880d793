import { expect, test } from 'vitest'
import { nextFix } from '../../src/commands/next-fix.ts'
import { targetFlags } from '../../src/commands/target-flags.ts'
import { typedAgain } from '../../src/commands/typed-again.ts'
import type { Context } from '../../src/commands/context.ts'
import { machine } from '../support/machine.ts'

/** As stricli writes a flag (`allowKebabForCamel`). */
const typed = (flag: string): string => `--${flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

test.each(Object.entries(targetFlags))('what is to be pasted repeats %s', (flag, { kind }) => {
  const given = kind === 'boolean' ? true : 'variadic' in targetFlags[flag as keyof typeof targetFlags] ? ['a value'] : 'a value'
  const again = typedAgain('example.org', { [flag]: given })
  expect(again).toBe(`example.org ${typed(flag)}${kind === 'boolean' ? '' : " 'a value'"}`)
  expect(typedAgain('example.org', { [flag]: kind === 'boolean' ? false : undefined })).toBe('example.org')
})

/** What `check` writes below its report. */
function next(target: string, flags: Parameters<typeof nextFix>[1]): string {
  const written: string[] = []
  const stdout = { write: (text: string) => written.push(text) }
  nextFix(target, flags, { process: { stdout }, host: machine({}) } as unknown as Context)
  return written.join('')
}

test('check leads on to fix by the way by which it reached the target', () => {
  const flags = { starttls: 'smtp', port: 587, connect: '192.0.2.1', servername: 'mx.example', hello: ['tls1.2-rsa'] } as const
  expect(next('mail.example', flags)).toContain(
    'rootcause fix mail.example --port 587 --starttls smtp --servername mx.example --connect 192.0.2.1 --hello tls1.2-rsa',
  )
  // What came on standard input is gone.
  expect(next('-', flags)).toBe('')
})
