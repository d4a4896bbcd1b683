import { updatePublicTypes } from './public-types.ts'

await updatePublicTypes(process.cwd())
