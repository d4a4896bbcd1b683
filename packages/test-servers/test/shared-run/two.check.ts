import { seeSharedServers } from './report.ts'

seeSharedServers()
