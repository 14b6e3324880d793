import { describe, expect, test } from 'vitest'
import { faults } from '../../src/lab/index.ts'
import type { AnomalyCode } from '../../src/model/anomaly.ts'
import { seconds } from '../../src/model/time.ts'
import { readCertificate } from '../../src/x509/certificate.ts'

const now = seconds(Date.UTC(2026, 10, 22) / 1000)
const built = new Map(faults.map((fault) => [fault.id, fault.build(now)]))

/** What the reader must find in which certificate of which chain; everything else the lab mints is to be without blemish. */
const blemishes: Readonly<Record<string, readonly [at: number, code: AnomalyCode]>> = {
  'negative-serial': [0, 'serial-negative'],
  'duplicate-extension': [0, 'extension-duplicate'],
  'algorithm-mismatch': [0, 'algorithm-mismatch'],
  'junk-leaf': [0, 'unreadable'],
  'junk-in-chain': [1, 'unreadable'],
  'trailing-bytes': [0, 'data-after-certificate'],
  'explicit-ec-parameters': [1, 'ec-explicit-parameters'],
  'strict-basic-constraints': [1, 'extension-criticality'],
}

describe('what the lab mints, as the reader of the product reads it', () => {
  test.each([...built])('%s', (id, { chain, anchors, stores = [] }) => {
    const blemish = blemishes[id]
    const everything = [...chain, ...anchors, ...stores.flatMap((store) => store.anchors)]
    for (const [at, der] of everything.entries()) {
      const codes = readCertificate(der).anomalies.map(({ code }) => code)
      if (blemish?.[0] === at) expect(codes).toContain(blemish[1])
      else expect(codes).toEqual([])
    }
  })
})
