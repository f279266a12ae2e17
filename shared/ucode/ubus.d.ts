declare module "ucode:ubus" {
  interface UbusRequest {
    readonly args: { [name: string]: unknown };
    reply(reply: object | null, code?: number): void;
  }
  interface UbusMethod {
    /** Names of the arguments with an example value each; its type is what ubus accepts. */
    args?: { [name: string]: unknown };
    call(request: UbusRequest): unknown;
  }
  interface UbusListener {
    remove(): boolean;
  }
  interface Subscriber {
    /** Notifications of this object, until it goes; null when there is no such object. */
    subscribe(object: string): boolean | null;
  }
  interface UbusObject {
    remove(): boolean;
  }
  interface Connection {
    /** The reply, or null on any failure, see `error`. Blocks up to the connection's timeout. */
    call(object: string, method: string, args?: object): unknown;
    /** Names of all objects; null when there is no connection any more. */
    list(): string[] | null;
    listener(
      pattern: string,
      handler: (type: string, data: { [key: string]: unknown }) => void
    ): UbusListener | null;
    /** `onRemove` is called when an object subscribed to has gone. */
    subscriber(onNotify: () => void, onRemove: () => void): Subscriber | null;
    publish(name: string, methods: { [method: string]: UbusMethod }): UbusObject | null;
    /** Broadcasts an event. */
    event(type: string, data: object): boolean | null;
    error(): string | null;
    disconnect(): boolean;
  }
  /** Connects to ubusd; `timeout` in seconds holds for every call of the connection. */
  function connect(socket?: string | null, timeout?: number): Connection | null;
  function error(): string | null;
}
