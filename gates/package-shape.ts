import { complaints, execute, type Gate } from './gate.ts'
import { withTarballs } from './packed.ts'

/** Looks at what would be published, not at the tree: files that .npmignore or `files` lose are found here. */
export const packageShape: Gate = {
  name: 'package-shape',
  what: 'publint and attw accept the packed tarballs',
  run: (root) =>
    withTarballs(root, async (tarballs) => {
      const faults: string[] = []
      for (const { name, path } of tarballs) {
        const bin = `${root}/node_modules/.bin`
        const publint = await execute(root, `${bin}/publint`, ['run', '--strict', path])
        // attw and publint both exit 1 on a fault; publint prints it to stdout.
        if (publint.code !== 0) faults.push(`publint ${name}: ${publint.output}`)
        const attw = await execute(root, `${bin}/attw`, [path, '--no-emoji', '--no-color'])
        if (attw.code !== 0) faults.push(`attw ${name}: ${attw.output}`)
      }
      return complaints(faults, tarballs.map((tarball) => tarball.name).join(', '))
    }),
}
