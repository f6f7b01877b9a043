// Decides the workload named by the first argument with `@cloud-copilot/iam-simulate` and prints,
// as JSON, what was decided and how long it took.
//
// It is asked by its quickest way, which skips the validation of policies. Everything that can be
// made before a request comes is made before.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const WARM_UP_NS = 500_000_000n
const MEASURED_NS = 2_000_000_000n

const [, , path, folder] = process.argv
const require = createRequire(pathToFileURL(`${folder}/`))
const { runUnsafeSimulation } = require('@cloud-copilot/iam-simulate')

const workload = JSON.parse(readFileSync(path, 'utf8'))
const named = (policy, index) => ({ name: `policy-${index}`, policy })
const serviceControlPolicies = workload.service_control_policies.map((level, index) => ({
  orgIdentifier: `level-${index}`,
  policies: level.map(named)
}))
const resourceControlPolicies = []
const permissionBoundaryPolicies = [named(workload.boundary, 0)]

const sets = workload.sets.map(measure)
const version = require(`${folder}/node_modules/@cloud-copilot/iam-simulate/package.json`).version
console.log(JSON.stringify({ engine: 'iam-simulate', version, sets }))

function measure(account) {
  const attached = account.users.map((user) =>
    user.policies.map((at) => named(account.policies[at], at))
  )
  const simulations = account.requests.map((asked) => ({
    request: {
      principal: account.users[asked.user].arn,
      action: asked.action,
      resource: { resource: asked.resource, accountId: workload.account },
      contextVariables: asked.context
    },
    identityPolicies: attached[asked.user],
    permissionBoundaryPolicies,
    serviceControlPolicies,
    resourceControlPolicies
  }))
  const decisions = simulations.map(decide).join('')
  let start = process.hrtime.bigint()
  while (process.hrtime.bigint() - start < WARM_UP_NS) simulations.forEach(decide)
  const nanoseconds = []
  start = process.hrtime.bigint()
  while (process.hrtime.bigint() - start < MEASURED_NS) {
    for (const simulation of simulations) {
      const before = process.hrtime.bigint()
      decide(simulation)
      nanoseconds.push(Number(process.hrtime.bigint() - before))
    }
  }
  nanoseconds.sort((a, b) => a - b)
  return {
    size: account.size,
    decisions,
    measured: nanoseconds.length,
    median_ns: nanoseconds[Math.floor(nanoseconds.length / 2)],
    p99_ns: nanoseconds[Math.floor((nanoseconds.length * 99) / 100)]
  }
}

// `A` allowed, `D` denied by a statement, `I` not allowed.
function decide(simulation) {
  switch (runUnsafeSimulation(simulation, {})) {
    case 'Allowed':
      return 'A'
    case 'ExplicitlyDenied':
      return 'D'
    default:
      return 'I'
  }
}
