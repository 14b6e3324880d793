/** How a profile compares with recordings of the client that it stands for. */
export interface Fidelity {
  /** Cases that a real client was asked. */
  readonly cases: number
  /** Those in which the profile gives its verdict. */
  readonly verdicts: number
  /** Rejections of both, whose sentences were compared. */
  readonly sentences: number
  /** Those in which the profile gives its sentence, after what is no difference of cause was taken out of both. */
  readonly equal: number
}
