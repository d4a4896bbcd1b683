import { notificationCases } from './cases/notifications.ts'
import { faceTests } from './harness/face-tests.ts'

faceTests('notifications', notificationCases)
