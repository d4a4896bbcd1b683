import { createLogUpdate } from 'log-update'
import type { ServerSampler } from '../server-samples.ts'
import type { WorkloadRun } from './callers.ts'

/** Shows a run while it goes on: one moving line on a terminal, a plain line now and then elsewhere. */
export interface Progress {
  note(line: string): void
  follow(title: string, seconds: number, run: WorkloadRun, sampler: ServerSampler): void
  done(): void
}

const terminalMillis = 200
const plainMillis = 3000
const barWidth = 24

export function startProgress(out: NodeJS.WriteStream): Progress {
  const moving = out.isTTY ? createLogUpdate(out) : null
  let timer: NodeJS.Timeout | undefined
  return {
    note: (line) => void out.write(`${line}\n`),
    follow(title, seconds, run, sampler) {
      const show = (): void => {
        const line = progressLine(title, seconds, run, sampler)
        if (moving === null) out.write(`${line}\n`)
        else moving(line)
      }
      timer = setInterval(show, moving === null ? plainMillis : terminalMillis)
      show()
    },
    done() {
      clearInterval(timer)
      moving?.clear()
    },
  }
}

function progressLine(title: string, seconds: number, run: WorkloadRun, sampler: ServerSampler): string {
  const { pace, measures } = run
  const elapsed = Math.min(pace.elapsedSeconds, seconds)
  const filled = Math.round((elapsed / seconds) * barWidth)
  const perSecond = elapsed === 0 ? 0 : Math.round(measures.statements / elapsed)
  return [
    `${title.padEnd(8)}${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${elapsed.toFixed(0)}/${seconds} s`,
    `${whole(perSecond)} statements/s`,
    `${whole(measures.transactions)} transactions`,
    `${whole(measures.openNow)} sessions open`,
    `${whole(measures.waitingNow)} waiting for one`,
    `${sampler.current()} connections`,
  ].join('  ')
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}
