export const late: unique symbol = Symbol('late')

/** What the work gives, or `late` when it takes longer. The work goes on: the caller gives it up. */
export const within = async <T>(work: Promise<T>, millis: number): Promise<T | typeof late> => {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<typeof late>((resolve) => {
    timer = setTimeout(() => resolve(late), millis)
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}
