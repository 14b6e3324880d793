/**
 * rootcause as a library: `diagnose(evidence, { verify })` is a pure function of what was observed, and runs in a browser
 * unchanged. Evidence is read and written as JSON (`schema: 1`); so is the report.
 */
export { diagnose, type DiagnoseOptions, sealEvidence } from './diagnose.ts'
export { recordedSignatures } from './graph/world.ts'
export type { Evidence } from './model/evidence.ts'
export type { Report } from './model/report.ts'
export type { SignatureFact, SignatureVerifier } from './model/signature.ts'
export { readCertificate } from './x509/certificate.ts'
export type { Certificate } from './model/certificate.ts'
export { clients } from './clients/index.ts'
export { resolveClient } from './clients/resolve.ts'
export { renderJson } from './report/json.ts'
export { renderMarkdown } from './report/markdown.ts'
export { renderText } from './report/text.ts'
