export type { BuiltFault, Fault, LabStore, Serve } from './fault.ts'
export { faults } from './faults/index.ts'
export { certificatesPem } from './pem.ts'
export { type Lab, type ServedFault, type ServeOptions, serveFault, startLab } from './serve.ts'
