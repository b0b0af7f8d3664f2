/** The part of Express's response that the routes use. */
export interface Reply {
  status(code: number): unknown;
}
