export { classify } from './engines/postgres/classify.ts'
export { postgresEngine } from './engines/postgres/engine.ts'
