import process from 'node:process'
import { createInterface } from 'node:readline'
import { captureOnce, connectOnce, versions } from './handshakes.ts'
import { median } from './measure.ts'

/*
 * One side of the benchmarks of capture, in a process of its own, so that neither collects the other's garbage:
 * `capture|connect 1.2|1.3 <port>`. It reads one command a line and answers each with one number:
 *
 *   cpu <times> <parallel>   microseconds of processor time, user and system, for one
 *   latency <times>          milliseconds by the clock for one, the median, one after the other
 */

const [what, name, port] = process.argv.slice(2)
const version = versions.find((v) => v.name === name) ?? versions[0]
const one = (what === 'capture' ? captureOnce : connectOnce)(Number(port), version)

async function cpu(times: number, parallel: number): Promise<number> {
  let left = times
  const before = process.cpuUsage()
  const work = async (): Promise<void> => {
    while (left-- > 0) await one()
  }
  await Promise.all(Array.from({ length: parallel }, work))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / times
}

async function latency(times: number): Promise<number> {
  const seen: number[] = []
  for (let i = 0; i < times; i++) {
    const before = performance.now()
    await one()
    seen.push(performance.now() - before)
  }
  return median(seen)
}

for await (const line of createInterface({ input: process.stdin })) {
  const [command, times, parallel] = line.split(' ')
  const cost = command === 'cpu' ? await cpu(Number(times), Number(parallel)) : await latency(Number(times))
  process.stdout.write(`${cost}\n`)
}
