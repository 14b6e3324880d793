/** What the library needs from a machine that runs Node: the capture of a chain, and a verifier of signatures. */
export { capture, type CaptureRequest, type CaptureResult } from './capture/capture.ts'
export { readCaseFile } from './capture/case-file.ts'
export { writeCaseFile } from './capture/write-case.ts'
export { nodeSignatureVerifier } from './host/node-signature-verifier.ts'
