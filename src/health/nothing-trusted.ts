import type { HealthRule } from './rule.ts'
import { installationName } from './view.ts'

/** RC804: an installation trusts nobody: it asks no store, or stores without anchors, or ones that are not there. */
export const nothingTrusted: HealthRule = ({ askings, stores }) =>
  askings.flatMap((asking) => {
    // Who verifies nothing needs no store: that is told by itself.
    const verifies = !asking.dangers.some(({ reason, reach }) => reason === 'verification-off' && reach === '')
    if (asking.unknown !== '' || !verifies) return []
    const own = asking.stores.map(({ store }) => stores.find(({ name }) => name === store))
    // One that is there and cannot be read is told by itself.
    const holds = own.some((s) => s !== undefined && (s.unreadable !== null || s.members.some((m) => !m.distrusted)))
    if (holds) return []
    const { client, path } = asking.installation
    return [
      {
        code: 'RC804',
        severity: 'error' as const,
        about: [],
        clients: client === null ? [] : [client],
        params: {
          runtime: installationName(asking),
          id: asking.installation.runtime,
          path,
          stores: asking.stores.map(({ store }) => store).join(', '),
        },
      },
    ]
  })
