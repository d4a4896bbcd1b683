const objectIds = new WeakMap<object, number>()
let lastObjectId = 0

/** Functions and instances of classes (password, stream, contexts of TLS) are equal only to themselves. */
function objectId(value: object): readonly unknown[] {
  let id = objectIds.get(value)
  if (id === undefined) {
    lastObjectId += 1
    id = lastObjectId
    objectIds.set(value, id)
  }
  return ['object', id]
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null || Array.isArray(value)
}

/** Options of options, as those of TLS; what lies deeper is compared as an object. */
const deepest = 3

/**
 * Whatever is no text or number says first what it is: no text that a caller chose may stand for a function or a key.
 * Drivers hide passwords and keys from enumeration, and configurations that differ in them are two.
 */
function comparable(value: unknown, depth = 0): unknown {
  if (typeof value === 'bigint') return ['bigint', String(value)]
  if (typeof value === 'function') return objectId(value)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return ['bytes', Buffer.from(value).toString('base64')]
  if (!isPlain(value) || depth >= deepest) return objectId(value)
  if (Array.isArray(value)) return ['array', ...value.map((one) => comparable(one, depth + 1))]
  const named = value as { readonly [name: string]: unknown }
  const names = Object.getOwnPropertyNames(value).sort()
  return ['options', ...names.map((name) => [name, comparable(named[name], depth + 1)])]
}

/** Equal for configurations whose connections are alike. @param beside what they hang on beside the options. */
export function configurationIdentity(given: object, ...beside: readonly unknown[]): string {
  return JSON.stringify([comparable(given), ...beside])
}
