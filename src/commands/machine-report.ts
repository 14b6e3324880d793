import type { LookAround, MachineReport, StoreSummary } from '../model/machine.ts'
import { locateStores } from '../stores/index.ts'
import type { Context } from './context.ts'
import { storeSummary } from './store-summary.ts'

/** The stores that are asked, then those that are there and nobody asks, each read once. */
export async function machineReport(
  { host, now }: Context,
  { askings, failed }: LookAround,
  all: boolean,
): Promise<MachineReport> {
  const titles = new Map((all ? locateStores(host) : []).map(({ name, title }) => [name, title]))
  const names = new Set([...askings.flatMap((a) => a.stores.map(({ store }) => store)), ...titles.keys()])
  const stores: StoreSummary[] = []
  for (const name of names) {
    const askedBy = askings.filter((a) => a.stores.some(({ store }) => store === name)).map((a) => a.installation.path)
    const summary = await storeSummary(host, { name, title: titles.get(name) ?? '', askedBy }, now)
    if (summary !== null) stores.push(summary)
  }
  return { schema: 1, at: now, platform: host.platform, askings, failed, stores }
}
