import type { Certificate } from '../model/certificate.ts'
import { formatName } from '../x509/name.ts'
import { blamed, concern } from './facts/rejections.ts'
import { storesWith } from './facts/roles.ts'
import { grouped } from './facts/grouped.ts'
import type { FindingRule } from './rule.ts'

/**
 * RC211: authorities of the same name with different keys could stand above one certificate (RFC 4158 §3.5.12).
 * Clients that choose an issuer by name may take the wrong one and blame the signature.
 * about: the authorities, those that made the signature first. params: `name`; `stores`: those that hold one of them.
 */
export const namesakes: FindingRule = (situation) => {
  const { world } = situation
  const badly = blamed(situation, ['signature-invalid'])
  return world.chains.flatMap((chain) => {
    const graph = world.graph(chain)
    const groups = grouped(graph.certificates, (c) => c.subject.canonical)
    return [...groups.values()].flatMap((group) => {
      const [first] = group
      const children = graph.certificates.filter((c) => first !== undefined && c.issuer.canonical === first.subject.canonical)
      const below = children.filter((c) => !group.includes(c))
      if (first === undefined || below.length === 0 || new Set(group.map((c) => c.subjectPublicKeyInfo.raw)).size < 2) return []
      const isSigner = (c: Certificate) => below.some((child) => graph.signed(child, c) === 'valid')
      if (!group.some(isSigner)) return []
      return [
        {
          code: 'RC211',
          ...concern([...new Set(below.flatMap((child) => badly.get(child) ?? []))]),
          about: [...group.filter(isSigner), ...group.filter((c) => !isSigner(c))].map((c) => c.sha256),
          params: {
            name: formatName(first.subject),
            stores: [...new Set(group.flatMap((c) => storesWith(world, c)))].join(', '),
          },
        },
      ]
    })
  })
}
