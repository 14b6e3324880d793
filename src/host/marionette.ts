import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Driver } from './driver.ts'

/**
 * Runs within Firefox: asks for the head of what is served, without cookies, cache or a client's certificate, and follows nothing. An
 * nsITransportSecurityInfo without an error is there once TLS stands, whatever becomes of HTTP behind it.
 */
const head = `
  const [url, tell] = arguments;
  const channel = Services.io.newChannel(url, null, null, null, Services.scriptSecurityManager.getSystemPrincipal(), null,
    Ci.nsILoadInfo.SEC_ALLOW_CROSS_ORIGIN_SEC_CONTEXT_IS_NULL, Ci.nsIContentPolicy.TYPE_OTHER).QueryInterface(Ci.nsIHttpChannel);
  channel.requestMethod = 'HEAD';
  channel.redirectionLimit = 0;
  channel.loadFlags |= Ci.nsIRequest.LOAD_ANONYMOUS | Ci.nsIRequest.LOAD_BYPASS_CACHE;
  const said = () => {
    const info = channel.securityInfo;
    tell({ tls: info !== null, code: info !== null && info.errorCode !== 0 ? info.errorCodeString : '', status: channel.status });
  };
  channel.asyncOpen({
    QueryInterface: ChromeUtils.generateQI(['nsIStreamListener', 'nsIRequestObserver']),
    onStartRequest() { said(); },
    onDataAvailable() {},
    onStopRequest() { said(); },
  });`

/**
 * Firefox by Marionette, its protocol for WebDriver (firefox-source-docs, Marionette: Protocol): over TCP, a message is its length in octets,
 * a colon, and JSON: `[0, id, command, params]`, answered by `[1, id, error, result]`. Port 0 lets Firefox choose, which writes it down in
 * its profile.
 */
export const marionette: Driver = {
  pipes: 0,
  visit: async (child, folder, url) => {
    const socket = await connected(
      join(folder, 'MarionetteActivePort'),
      () => child.exitCode === null && child.signalCode === null,
    )
    try {
      const answers = messages(socket)
      await answers.next()
      let id = 0
      const tell = async (command: string, params: object): Promise<unknown> => {
        const text = JSON.stringify([0, ++id, command, params])
        socket.write(`${Buffer.byteLength(text)}:${text}`)
        const { value } = await answers.next()
        return valueOf(value)
      }
      await tell('WebDriver:NewSession', {})
      await tell('Marionette:SetContext', { value: 'chrome' })
      const told = await tell('WebDriver:ExecuteAsyncScript', { script: head, args: [url] })
      if (!isRecord(told)) throw new Error('it did not say what came of it')
      if (typeof told['code'] === 'string' && told['code'] !== '') return `Error code: ${told['code']}`
      return told['tls'] === true ? null : `no connection (${nsresult(told['status'])})`
    } finally {
      socket.destroy()
    }
  },
}

/** As Mozilla writes them: `0x804b000d`. */
const nsresult = (status: unknown): string => `0x${(typeof status === 'number' ? status >>> 0 : 0).toString(16).padStart(8, '0')}`

/** The value of an answer; throws what it says where it is an error. */
function valueOf(message: unknown): unknown {
  if (!Array.isArray(message)) throw new Error('it ended before it answered')
  const [, , error, result] = message as readonly unknown[]
  if (isRecord(error)) throw new Error(String(error['message']))
  return isRecord(result) ? result['value'] : null
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
