import type { ChainAuthority } from '../model/evidence.ts'
import type { Finding } from '../model/finding.ts'
import type { Report } from '../model/report.ts'
import type { Sha256 } from '../model/sha256.ts'
import { addtrust2020 } from './addtrust-2020.ts'
import { baltimore2025 } from './baltimore-2025.ts'
import { chunghwaNetlock2025 } from './chunghwa-netlock-2025.ts'
import { digicertSha22023 } from './digicert-sha2-2023.ts'
import { dstRootX32021 } from './dst-root-x3-2021.ts'
import { entrust2024 } from './entrust-2024.ts'
import { entrustRoot2026 } from './entrust-root-2026.ts'
import { globalsignR12028 } from './globalsign-r1-2028.ts'
import { globaltrust2024 } from './globaltrust-2024.ts'
import type { Incident } from './incident.ts'
import { letsencryptCross2024 } from './letsencrypt-cross-2024.ts'
import { mozillaRoots2025 } from './mozilla-roots-2025.ts'
import { mozillaRoots2026 } from './mozilla-roots-2026.ts'
import { mozillaRoots2027 } from './mozilla-roots-2027.ts'
import { mozillaRoots2028 } from './mozilla-roots-2028.ts'
import { sectigoR462025 } from './sectigo-r46-2025.ts'
import { symantec2018 } from './symantec-2018.ts'
import { trustcor2022 } from './trustcor-2022.ts'
import { wosignStartcom2016 } from './wosign-startcom-2016.ts'

/** Every incident, in the order of time. A new one is one file and one line here. */
export const incidents: readonly Incident[] = [
  wosignStartcom2016,
  symantec2018,
  addtrust2020,
  dstRootX32021,
  trustcor2022,
  digicertSha22023,
  globaltrust2024,
  letsencryptCross2024,
  entrust2024,
  mozillaRoots2025,
  baltimore2025,
  sectigoR462025,
  chunghwaNetlock2025,
  mozillaRoots2026,
  entrustRoot2026,
  mozillaRoots2027,
  globalsignR12028,
  mozillaRoots2028,
]

/** The title of the incident in which a certificate's authority lost the trust of programmes; `null`: none that is known. */
export const distrustedIn = (sha256: Sha256): string | null =>
  incidents.find((i) => i.distrusts === true && i.facts.some((f) => f.part === 'fails' && f.sha256 === sha256))?.title ?? null

/**
 * RC701: what a report shows is a known incident.
 * about: its certificates in the chains and paths, or what stands below one that nobody here holds. params: `incident`, its name; `title`, which completes "this is ..."; `command`, which tells its story.
 */
export const incidentFindings = (report: Report, authorities: readonly ChainAuthority[] = []): readonly Finding[] =>
  incidents.flatMap(({ id, title, matches }): readonly Finding[] => {
    const match = matches(report, authorities)
    if (match === null) return []
    const { clients, asked, about } = match
    return [
      {
        code: 'RC701',
        severity: asked ? 'error' : 'warning',
        about,
        clients,
        params: { incident: id, title, command: `rootcause incidents ${id}` },
      },
    ]
  })
