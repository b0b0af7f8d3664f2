/* What jest does after the last spec, see `postgres.ts`. */
export default () => globalThis.endShared();
