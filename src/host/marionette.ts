import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Driver } from './visit.ts'

/** Of a page without an end the beginning is enough. */
const capabilities = { acceptInsecureCerts: false, pageLoadStrategy: 'eager' }

/** What the error page knows beside its address: `SEC_ERROR_UNKNOWN_ISSUER`. */
const codeOfErrorPage = 'return document.getFailedCertSecurityInfo().errorCodeString'

/**
 * Firefox by Marionette, its protocol for WebDriver (firefox-source-docs, Marionette: Protocol): over TCP, a message is its length in octets,
 * a colon, and JSON: `[0, id, command, params]`, answered by `[1, id, error, result]`. Port 0 lets Firefox choose, which writes it down in
 * its profile.
 */
export const marionette: Driver = {
  pipes: 0,
  visit: async (child, folder, url) => {
    const socket = await connected(join(folder, 'MarionetteActivePort'), () => child.exitCode === null)
    try {
      const answers = messages(socket)
      await answers.next()
      let id = 0
      const tell = async (command: string, params: object): Promise<Answer> => {
        const text = JSON.stringify([0, ++id, command, params])
        socket.write(`${Buffer.byteLength(text)}:${text}`)
        const { value } = await answers.next()
        return answerOf(value)
      }
      const begun = await tell('WebDriver:NewSession', { capabilities: { alwaysMatch: capabilities } })
      if (begun.error !== null) throw new Error(begun.error.message)
      const { error } = await tell('WebDriver:Navigate', { url })
      if (error === null) return null
      if (error.error !== 'insecure certificate') return error.message === '' ? error.error : error.message
      const { result } = await tell('WebDriver:ExecuteScript', { script: codeOfErrorPage, args: [] })
      return typeof result === 'string' ? `Error code: ${result}` : error.error
    } finally {
      socket.destroy()
    }
  },
}

interface Answer {
  readonly error: { readonly error: string; readonly message: string } | null
  readonly result: unknown
}

function answerOf(message: unknown): Answer {
  if (!Array.isArray(message)) throw new Error('it ended before it answered')
  const [, , error, result] = message as readonly unknown[]
  const { value } = isRecord(result) ? result : { value: null }
  if (!isRecord(error)) return { error: null, result: value }
  const text = (name: string): string => (typeof error[name] === 'string' ? error[name] : '')
  return { error: { error: text('error'), message: text('message') }, result: null }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null

async function connected(file: string, isRunning: () => boolean): Promise<Socket> {
  while (isRunning()) {
    const port = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
    if (port > 0) {
      const socket = createConnection({ host: '127.0.0.1', port })
      await once(socket, 'connect')
      return socket
    }
    await wait(25)
  }
  throw new Error('it ended before it could be told anything')
}

async function* messages(socket: Socket): AsyncGenerator<unknown, void> {
  let held = Buffer.alloc(0)
  for await (const chunk of socket) {
    held = Buffer.concat([held, chunk as Buffer])
    for (;;) {
      const colon = held.indexOf(':')
      const end = colon + 1 + Number(held.toString('latin1', 0, Math.max(colon, 0)))
      if (colon < 0 || held.length < end) break
      yield JSON.parse(held.toString('utf8', colon + 1, end)) as unknown
      held = held.subarray(end)
    }
  }
}
