import { readFileSync, writeFileSync } from 'node:fs'
import process from 'node:process'
import { readCaseFile } from '../src/capture/case-file.ts'
import { diagnose } from '../src/diagnose.ts'
import { recordedSignatures } from '../src/graph/world.ts'
import type { Line, Span } from '../src/report/styled.ts'
import { renderText } from '../src/report/text.ts'
import { wrapLine } from '../src/terminal/wrap.ts'

/** Draws the text report of a saved case as a terminal shows it: `node tools/run-ts.mjs tools/picture.ts <case.json> <picture.svg> [lines]`. */
const [source, target, most] = process.argv.slice(2)
if (source === undefined || target === undefined) throw new Error('give a case and a picture')

const width = 84
const size = { x: 8.4, y: 18, font: 14, margin: 18 }
const colours: Readonly<Record<Span['style'], string>> = {
  plain: '#d7dae0',
  strong: '#ffffff',
  dim: '#7f8694',
  good: '#98c379',
  bad: '#ff7b82',
  warn: '#e5c07b',
  code: '#7fc7d9',
  quote: '#7fc7d9',
  name: '#ffffff',
}

const evidence = readCaseFile(readFileSync(source, 'utf8'), source)
const report = diagnose(evidence, { verify: recordedSignatures })
const lines = renderText(report, { width }).flatMap((line) =>
  // A picture cannot be wider than it is: quotations are broken here.
  wrapLine(
    line.map((s) => (s.style === 'quote' ? { ...s, style: 'code' } : s)),
    width,
  ),
)
const shown = lines.slice(0, most === undefined ? lines.length : Number(most))
const prompt: Line = [{ text: '$ npm start', style: 'dim' }]

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const row = (line: Line, i: number): string => {
  const spans = line.map(({ text, style }) => {
    const weight = style === 'strong' || style === 'name' ? ' font-weight="600"' : ''
    return `<tspan fill="${colours[style]}"${weight}>${escape(text)}</tspan>`
  })
  return `<text x="${size.margin}" y="${size.margin + (i + 1) * size.y}" xml:space="preserve">${spans.join('')}</text>`
}
const all = [prompt, [], ...shown]
const box = { w: Math.ceil(width * size.x + 2 * size.margin), h: Math.ceil((all.length + 1) * size.y + 2 * size.margin) }
writeFileSync(
  target,
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${box.w} ${box.h}" width="${box.w}" height="${box.h}" role="img" aria-label="The report of rootcause on the AddTrust incident of 30 May 2020, in a terminal">
<rect width="100%" height="100%" rx="10" fill="#1e222a"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="${size.font}">
${all.map(row).join('\n')}
</g>
</svg>
`,
)
