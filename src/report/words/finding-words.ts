/** A finding in words: what is so, and what it means to somebody who meets it for the first time. */
export interface FindingWords {
  /** Half a sentence. `{it}`: the first certificate concerned, `{them}`: all of them; `{host}`; the others are the finding's params. */
  readonly what: string
  /** Whole sentences; empty where nothing need be explained. */
  readonly means: string
}

/** Words that depend on the value of one param. */
export interface FindingCases {
  readonly param: string
  readonly cases: Readonly<Record<string, FindingWords>>
  readonly otherwise: FindingWords
}
