import type { ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import type { Driver } from './driver.ts'

/**
 * Chromium by the DevTools protocol over a pipe (content/public/common/content_switches.cc: remote-debugging-pipe): it reads file descriptor 3
 * and writes 4, JSON with a NUL behind each message. The answer of the server is stopped once its head is there, so that nothing of the page
 * reaches what would render and run it.
 */
export const devtools: Driver = {
  pipes: 2,
  visit: async (child, _folder, url) => {
    const { tell, paused } = conversation(child)
    const { targetId } = await tell('Target.createTarget', { url: 'about:blank' })
    const { sessionId } = await tell('Target.attachToTarget', { targetId, flatten: true })
    await tell('Fetch.enable', { patterns: [{ requestStage: 'Response' }] }, sessionId)
    const answered = paused().then(({ requestId, responseStatusCode }) =>
      // Without a status it is an error, which the answer of the navigation names.
      responseStatusCode === undefined ? tell('Fetch.continueRequest', { requestId }, sessionId).then(() => ended) : null,
    )
    const ended = tell('Page.navigate', { url }, sessionId).then(({ errorText }) =>
      typeof errorText === 'string' && errorText !== '' ? errorText : null,
    )
    return Promise.race([ended, answered])
  },
}

type Fields = Readonly<Record<string, unknown>>

function conversation(child: ChildProcess) {
  const [orders, answers] = [child.stdio[3] as Writable, child.stdio[4] as Readable]
  const waiting = new Map<number, { readonly resolve: (result: Fields) => void; readonly reject: (error: Error) => void }>()
  let onPaused: ((params: Fields) => void) | null = null
  let held = ''
  let id = 0
  const end = (why = 'it ended before it answered'): void => {
    for (const { reject } of waiting.values()) reject(new Error(why))
  }
  orders.on('error', () => end())
  answers.on('error', () => end())
  answers.once('close', () => end())
  answers.setEncoding('utf8')
  answers.on('data', (chunk: string) => {
    const parts = (held + chunk).split('\0')
    held = parts.pop() ?? ''
    for (const message of parts.map(messageIn)) {
      if (message === null) return end('it does not speak the protocol')
      if (message.method === 'Fetch.requestPaused') onPaused?.(message.params ?? {})
      const asker = waiting.get(message.id ?? 0)
      waiting.delete(message.id ?? 0)
      if (message.error === undefined) asker?.resolve(message.result ?? {})
      else asker?.reject(new Error(message.error.message))
    }
  })
  return {
    tell: (method: string, params: Fields, sessionId?: unknown): Promise<Fields> =>
      new Promise((resolve, reject) => {
        waiting.set(++id, { resolve, reject })
        orders.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
      }),
    paused: (): Promise<Fields> =>
      new Promise((resolve) => {
        onPaused = resolve
      }),
  }
}

function messageIn(text: string): Message | null {
  try {
    return JSON.parse(text) as Message
  } catch {
    return null
  }
}

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: Fields
  readonly result?: Fields
  readonly error?: { readonly message: string }
}
