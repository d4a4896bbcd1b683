import { parseArgs } from 'node:util'
import { execute } from '../gate.ts'
import { gates } from '../table.ts'
import { withCopy } from './copy.ts'
import { faults } from './faults.ts'

// A gate that can't fail is worse than none. Each fault is planted in a copy of the tree;
// its gate has to end with a non-zero code and to name what was planted.

const { positionals } = parseArgs({ allowPositionals: true })

let failed = 0
const judge = (ok: boolean, what: string, output = '') => {
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${what}`)
  if (!ok) console.log(output.trimEnd().replace(/^/gm, '     '))
  if (!ok) failed += 1
}

for (const { name } of gates)
  judge(
    faults.some((fault) => fault.gate === name),
    `${name} has a fault that it must find`,
  )

await withCopy(process.cwd(), async (copy) => {
  for (const fault of faults) {
    if (positionals.length > 0 && !positionals.includes(fault.gate)) continue
    const clean = copy.plant(fault.plant)
    const gate = await execute(copy.root, process.execPath, [
      '--import',
      'tsx',
      'gates/run.ts',
      ...(fault.after ?? []),
      fault.gate,
    ])
    clean()
    judge(gate.code === 1 && fault.says.test(gate.output), `${fault.gate} finds ${fault.fault}`, gate.output)
  }
})

console.log(`${faults.length} faults planted, ${failed} missed`)
process.exitCode = failed === 0 ? 0 : 1
