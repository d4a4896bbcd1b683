import type { Report } from '../report.ts'
import { Watch } from './watch.ts'

/** A way to be called back. */
export interface WayOf<Asked> {
  readonly title: string
  run(asked: Asked): Promise<void>
}

export const requests: readonly number[] = [1, 2, 3]

/** All requests at the same time, each going through all the ways, each beginning elsewhere. */
export async function interleave<Asked>(
  ways: readonly WayOf<Asked>[],
  rounds: number,
  asked: (request: number, see: (where: string) => void) => Asked,
): Promise<Watch> {
  const watch = new Watch()
  const run = async (request: number): Promise<void> => {
    for (let n = 0; n < rounds * ways.length; n++) {
      const way = ways[(n + request * 3) % ways.length]
      await way?.run(asked(request, (where) => watch.see(`${way.title}, ${where}`, request)))
    }
  }
  await Promise.all(requests.map((request) => watch.request(request, () => run(request))))
  return watch
}

export function tellWatch(watch: Watch, report: Report): void {
  report.figure(
    'called back',
    `${watch.sightings.length} times, in ${new Set(watch.sightings.map((s) => s.way)).size} ways`,
  )
  const strange = watch.strange()
  report.figure("in a context that is not the caller's", `${strange.size} ways`)
  for (const [way, [first, ...more]] of strange)
    report.holds(
      false,
      `${way}: the context of ${first?.found ?? 'nobody'} instead of ${first?.request} (${more.length + 1} times)`,
    )
}
