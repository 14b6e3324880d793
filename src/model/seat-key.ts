import type { ClientOnStore } from './remedy.ts'

/** A client on a store as a key of a map: equal exactly where both are. */
export const seatKey = ({ client, store }: ClientOnStore): string => JSON.stringify([client, store])
