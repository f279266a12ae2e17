/** Errors of the edge to the router, one class for each cause. */

/** JSON-RPC error codes that uhttpd answers for ubus calls. */
const rpcErrorCode = { accessDenied: -32002, objectNotFound: -32000 } as const;

/** The router refused or failed a call. */
class UbusError extends Error {
  override readonly name = "UbusError";
  /** A ubus status (above 0) or a JSON-RPC error code (below 0). */
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** No answer came: the router or the way to it is gone, or what answered speaks no JSON-RPC. */
class NetworkError extends Error {
  override readonly name = "NetworkError";
}

/**
 * The call succeeded, but its reply is not what the contract says: page and router are of different
 * versions.
 */
class ReplySchemaError extends Error {
  override readonly name = "ReplySchemaError";
}

/** The router was not reached in time after an apply, so it went back to what it had before. */
class UndoneError extends Error {
  override readonly name = "UndoneError";
}

/** The log-in ended; only a new one helps. */
class SessionExpired extends Error {
  override readonly name = "SessionExpired";
}

export { NetworkError, ReplySchemaError, SessionExpired, UbusError, UndoneError, rpcErrorCode };
