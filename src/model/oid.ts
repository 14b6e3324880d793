/** An object identifier in dotted form: `2.5.29.19`. */
export type Oid = string
