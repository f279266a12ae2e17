/** Linux error numbers and their texts as musl and glibc print them, as far as the world can fail. */
const errnoTable = {
  ENOENT: [2, "No such file or directory"],
  ESRCH: [3, "No such process"],
  EBADF: [9, "Bad file descriptor"],
  EAGAIN: [11, "Resource temporarily unavailable"],
  EEXIST: [17, "File exists"],
  ENODEV: [19, "No such device"],
  ENOTDIR: [20, "Not a directory"],
  EISDIR: [21, "Is a directory"],
  EINVAL: [22, "Invalid argument"],
  EROFS: [30, "Read-only file system"],
  EPIPE: [32, "Broken pipe"],
  ENOTEMPTY: [39, "Directory not empty"],
  EDESTADDRREQ: [89, "Destination address required"],
  ENOPROTOOPT: [92, "Protocol not available"],
  EPROTONOSUPPORT: [93, "Protocol not supported"],
  EOPNOTSUPP: [95, "Operation not supported"],
  EAFNOSUPPORT: [97, "Address family not supported by protocol"],
  EADDRNOTAVAIL: [99, "Cannot assign requested address"],
  ENETDOWN: [100, "Network is down"],
  ENETUNREACH: [101, "Network is unreachable"],
  EISCONN: [106, "Transport endpoint is already connected"],
  ENOTCONN: [107, "Transport endpoint is not connected"],
  ETIMEDOUT: [110, "Connection timed out"],
  ECONNREFUSED: [111, "Connection refused"],
  EHOSTUNREACH: [113, "No route to host"],
  EALREADY: [114, "Operation already in progress"],
  EINPROGRESS: [115, "Operation now in progress"],
} as const satisfies Record<string, readonly [number, string]>;

type Errno = keyof typeof errnoTable;

/** What strerror says. */
function errnoText(errno: Errno): string {
  return errnoTable[errno][1];
}

function errnoNumber(errno: Errno): number {
  return errnoTable[errno][0];
}

/** A system call of the simulated kernel that failed; the stand-ins turn it into null and `error()`. */
class SystemError extends Error {
  readonly errno: Errno;
  constructor(errno: Errno) {
    super(errnoText(errno));
    this.errno = errno;
  }
}

export { errnoText, errnoNumber, SystemError };
export type { Errno };
