// docs/truststores.md: what the table has of each platform.
import { coverage, type Coverage } from '../src/roots/trust-history.ts'
import type { RootTable } from '../src/roots/table.ts'

/** The page. `octets`: size of the generated module. */
export function renderCoverage(table: RootTable, octets: number): string {
  const all = coverage(table)
  return `# What each platform trusted, and when

Made by \`node tools/run-ts.mjs tools/roots.ts\` from the corpora; \`test/roots/\` holds it to facts from elsewhere.
${table.size} trust anchors, ${all.length} platforms, ${all.reduce((n, c) => n + c.snapshots, 0)} snapshots, ${Math.round(octets / 1000)} kB. The table has names, keys and constraints (RFC 5914), no certificates.

| id | what | first | last | snapshots | anchors now |
|---|---|---|---|---|---|
${all.map(row).join('\n')}

*First* and *last* are the days of the oldest and the newest snapshot, or their releases where days are not known. A day outside is told
as such; it is never answered as if it were inside.

## Sources, and what is missing

${all.map(about).join('\n\n')}
`
}

const row = ({ platform, first, last, firstVersion, lastVersion, snapshots, anchors }: Coverage): string =>
  `| \`${platform.id}\` | ${platform.title} | ${edge(first, firstVersion)} | ${edge(last, lastVersion)} | ${snapshots} | ${anchors} |`

const edge = (day: string, version: string): string => [day, version].filter((t) => t !== '').join(', ')

const about = ({ platform }: Coverage): string =>
  [
    `**${platform.id}**${platform.aliases.length === 0 ? '' : ` (also ${platform.aliases.map((a) => `\`${a}\``).join(', ')})`}: ${platform.sources.join('; ')}.`,
    ...platform.holes.map((h) => `- ${h}`),
  ].join('\n')
