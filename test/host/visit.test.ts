import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, expect, it } from 'vitest'
import type { RunOptions } from '../../src/host/host.ts'
import { run } from '../../src/host/run.ts'
import { temporaryFolder } from '../support/tool.ts'

/*
 * Programs that speak as browsers do over their protocols, by what these are documented to be: Marionette (length, colon, JSON over TCP), the
 * DevTools protocol over file descriptors 3 and 4 (JSON, NUL). Real browsers are asked in test/observe/browsers.
 */
const folder = temporaryFolder()
afterAll(() => folder.remove())

type Visit = NonNullable<RunOptions['visit']>

let count = 0
async function visited(protocol: Visit['protocol'], program: string, timeout = 20_000) {
  const script = join(folder.path, `${count++}.cjs`)
  writeFileSync(script, program)
  return run([process.execPath, script], {
    timeout,
    env: {},
    home: 'the-folder',
    visit: { protocol, url: 'https://api.example/' },
  })
}

/** `answer`: of the command's name the rest of the message behind its number. */
const firefox = (answer: string, split = false): string => `
  const send = (socket, value) => {
    const text = JSON.stringify(value), whole = Buffer.from(Buffer.byteLength(text) + ':' + text);
    if (!${split}) return socket.write(whole);
    socket.setNoDelay(); let at = 0;
    const next = () => { if (at < whole.length) { socket.write(whole.subarray(at, ++at)); setImmediate(next); } };
    next();
  };
  const answer = ${answer};
  const server = require('net').createServer((socket) => {
    socket.on('error', () => {});
    send(socket, { applicationType: 'gecko', marionetteProtocol: 3 });
    let held = '';
    socket.on('data', (chunk) => {
      held += chunk;
      for (let colon; (colon = held.indexOf(':')) > 0 && held.length > colon + Number(held.slice(0, colon)); ) {
        const [, id, name, params] = JSON.parse(held.slice(colon + 1, colon + 1 + Number(held.slice(0, colon))));
        held = held.slice(colon + 1 + Number(held.slice(0, colon)));
        const told = answer(name, params);
        if (told !== undefined) send(socket, [1, id, ...told]);
      }
    });
  });
  server.listen(0, '127.0.0.1', () => require('fs').writeFileSync('MarionetteActivePort', String(server.address().port)));
`

const says = (value: unknown): string =>
  `(name, params) => name === 'WebDriver:ExecuteAsyncScript' ? (params.args[0] === 'https://api.example/' ? [null, { value: ${JSON.stringify(value)} }] : undefined) : [null, { value: null }]`

it.each([
  ['no error', { tls: true, code: '', status: 0 }, 'accepted'],
  ['an error of the certificate', { tls: true, code: 'SEC_ERROR_UNKNOWN_ISSUER' }, 'Error code: SEC_ERROR_UNKNOWN_ISSUER'],
  // NS_ERROR_CONNECTION_REFUSED (xpcom/base/ErrorList.py)
  ['no TLS', { tls: false, code: '', status: 0x804b000d }, 'no connection (0x804b000d)'],
])('Firefox with %s', async (_, value, stdout) => {
  expect(await visited('marionette', firefox(says(value)))).toMatchObject({ kind: 'ended', code: 0, stdout })
})

it('messages of Firefox may come octet by octet', async () => {
  const text = says({ tls: true, code: 'MOZILLA_PKIX_ERROR_é' })
  expect(await visited('marionette', firefox(text, true))).toMatchObject({ stdout: 'Error code: MOZILLA_PKIX_ERROR_é' })
})

it('an order that Firefox refuses is told, and no verdict', async () => {
  const refuses = `(name) => name === 'Marionette:SetContext' ? [{ error: 'unsupported operation', message: 'System access is required', stacktrace: '' }, null] : [null, { value: null }]`
  const ran = await visited('marionette', firefox(refuses))
  expect(ran).toMatchObject({ kind: 'ended', code: 255, stdout: '', stderr: 'System access is required' })
})

it('one that ends at once, or in the middle, is told, and what it said of that', async () => {
  const ended = await visited('marionette', `console.error('no display'); process.exit(1)`)
  expect(ended).toMatchObject({ kind: 'ended', stdout: '' })
  expect(ended.kind === 'ended' && ended.code !== 0 && ended.stderr).toContain('no display')
  const died = await visited('marionette', firefox(`() => process.kill(process.pid, 'SIGKILL')`))
  expect(died).toMatchObject({ kind: 'ended', code: 255, stdout: '' })
})

it('one that never listens, or never answers, is ended in its time', async () => {
  expect(await visited('marionette', 'setInterval(() => {}, 1000)', 500)).toEqual({ kind: 'timeout' })
  expect(await visited('marionette', firefox('() => undefined'), 1_000)).toEqual({ kind: 'timeout' })
  expect(await visited('devtools', 'setInterval(() => {}, 1000)', 500)).toEqual({ kind: 'timeout' })
})

/** `navigated`: what it sends, by their order, once it is told to go there; `{id}` is that of the order. */
const chromium = (navigated: readonly unknown[]): string => `
  const fs = require('fs');
  const send = (value) => fs.writeSync(4, JSON.stringify(value) + '\\0');
  let held = '';
  fs.createReadStream(null, { fd: 3 }).on('data', (chunk) => {
    held += chunk;
    const all = held.split('\\0'); held = all.pop();
    for (const { id, method, params, sessionId } of all.map((text) => JSON.parse(text))) {
      if (method === 'Target.createTarget') send({ id, result: { targetId: 'T' } });
      else if (method === 'Target.attachToTarget') send({ id, result: params.targetId === 'T' ? { sessionId: 'S' } : {} });
      else if (method === 'Page.navigate' && sessionId === 'S' && params.url === 'https://api.example/')
        for (const one of ${JSON.stringify(navigated)}) send(JSON.parse(JSON.stringify(one).replaceAll('"{id}"', id)));
      else if (method === 'Fetch.continueRequest') send({ method: 'Page.other' });
      else send({ id, result: {} });
    }
  });
  setInterval(() => {}, 1000);
`

const paused = (params: object): object => ({
  method: 'Fetch.requestPaused',
  sessionId: 'S',
  params: { requestId: 'R', ...params },
})

it.each([
  ['an answer', [paused({ responseStatusCode: 302 })], 'accepted'],
  ['an error', [{ id: '{id}', result: { errorText: 'net::ERR_CERT_DATE_INVALID' } }], 'net::ERR_CERT_DATE_INVALID'],
  [
    'an error that is held up before',
    [paused({ responseErrorReason: 'Failed' }), { id: '{id}', result: { errorText: 'net::ERR_CERT_INVALID' } }],
    'net::ERR_CERT_INVALID',
  ],
  ['a page at once', [{ id: '{id}', result: { frameId: 'F' } }], 'accepted'],
])('Chromium with %s', async (_, navigated, stdout) => {
  expect(await visited('devtools', chromium(navigated))).toMatchObject({ kind: 'ended', code: 0, stdout })
})

it('Chromium that does not know an order, or ends, is told, and no verdict', async () => {
  const unknown = await visited('devtools', chromium([{ id: '{id}', error: { message: 'no such method' } }]))
  expect(unknown).toMatchObject({ kind: 'ended', code: 255, stdout: '', stderr: 'no such method' })
  const garbage = await visited('devtools', `require('fs').writeSync(4, 'hello\\0'); setInterval(() => {}, 1000)`)
  expect(garbage).toMatchObject({ kind: 'ended', code: 255, stderr: 'it does not speak the protocol' })
  const ended = await visited('devtools', `console.error('no sandbox'); process.exit(1)`)
  expect(ended).toMatchObject({ kind: 'ended', stdout: '' })
  expect(ended.kind === 'ended' && ended.stderr).toContain('no sandbox')
})
