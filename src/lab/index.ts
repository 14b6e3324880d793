export type { BuiltFault } from './fault.ts'
export { faults } from './faults/index.ts'
export { certificatesPem } from './pem.ts'
export { type Lab, type ServedFault, serveFault, startLab } from './serve.ts'
