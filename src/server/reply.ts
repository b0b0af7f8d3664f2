/** The part of the server's response that the routes use. */
export interface Reply {
  status(code: number): unknown;
}
