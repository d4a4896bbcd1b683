import type { UserConfig } from 'tsdown'
import { packageBuild } from '../../scripts/build/package-build.ts'

const config: UserConfig = packageBuild(import.meta.dirname)

export default config
