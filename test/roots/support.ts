import type { Sha256 } from '../../src/model/sha256.ts'
import { rawRootTable } from '../../src/roots/data/root-table.ts'
import { isProblem, parsePlatformId } from '../../src/roots/platform-id.ts'
import type { AnchorRule } from '../../src/model/programme.ts'
import { storeAt, type StoreAt } from '../../src/roots/store-at.ts'
import { rootTable } from '../../src/roots/table.ts'

/** The product's own table: these tests do not need the corpora. */
export const table = rootTable(rawRootTable)

/** The store that an id stands for. */
export function at(id: string): StoreAt {
  const parsed = parsePlatformId(id)
  if (isProblem(parsed)) throw new Error(`${id}: ${parsed.problem}`)
  return storeAt(table, parsed)
}

/** Whether a store has an anchor. */
export const has = (id: string, sha256: string): boolean => at(id).anchors.some((a) => a.anchor.sha256 === sha256)

/** The rules of one anchor in a store. */
export const rules = (id: string, sha256: string): readonly AnchorRule[] | undefined =>
  at(id).anchors.find((a) => a.anchor.sha256 === sha256)?.rules

export const fingerprint = (hex: string): Sha256 => hex as Sha256
export const addTrust = fingerprint('687fa451382278fff0c8b11f8d43d576671c6eb2bceab413fb83d965d06d2ff2')
export const userTrustRsa = fingerprint('e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2')
export const isrgX1 = fingerprint('96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6')
export const dstX3 = fingerprint('0687260331a72403d909f105e69bcf0d32e1bd2493ffc6d9206d11bcd6770739')
export const entrustG2 = fingerprint('43df5774b03e7fef5fe40d931a7bedf1bb2e6b42738c4e6d3841103d3aa7f339')
export const trustCor1 = fingerprint('d40e9c86cd8fe468c1776959f49ea774fa548684b6c406f3909261f4dce2575c')
export const ePki = fingerprint('c0a6f4dc63a24bfdcf54ef2a6a082a0a72de35803e2ff5ff527ae5d87206dfd5')
