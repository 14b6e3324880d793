import { finishUnfinished } from '../apply/apply.ts'
import { history } from '../apply/history.ts'
import { stateFolders } from '../apply/state-folder.ts'
import { RootcauseError } from '../model/error.ts'
import type { Context } from './context.ts'
import { journalsHere, portsFor } from './journals.ts'

/**
 * Takes back what an earlier run left unfinished, before the machine is looked at: a plan that is made on what is half done misses what is
 * there already. Asks first, unless `isAllowed`. The machine's journal is root's to finish. Throws where it is not or cannot be taken back.
 */
export async function finishFirst(context: Context, isAllowed: boolean): Promise<void> {
  const { machine } = stateFolders(context.host)
  for (const journal of journalsHere(context.host)) {
    if (journal.folder === machine && process.geteuid?.() !== 0) continue
    const unfinished = history([journal]).filter(({ state }) => state === 'unfinished')
    if (unfinished.length === 0) continue
    const ids = unfinished.map(({ id, about }) => `${id} (${about.target})`).join(', ')
    const answer = isAllowed || (await context.ask(`${ids} was broken off before its end. Take it back first?`))
    if (answer === null) throw new RootcauseError('usage', 'nobody is here to be asked', 'say --yes beside --apply')
    if (!answer) throw new RootcauseError('stopped', 'nothing was changed', 'rootcause history lists what was done')
    context.goesOn()
    const left = await finishUnfinished(portsFor(journal, context))
    if (left !== null) throw new RootcauseError('stopped', left, 'rootcause history lists what was done')
  }
}
